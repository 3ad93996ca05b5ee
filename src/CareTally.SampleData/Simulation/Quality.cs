using System.Collections.Immutable;

namespace CareTally.SampleData.Simulation;

/// <summary>A part of the rubric.</summary>
internal sealed record RubricSection(string Name, int Weight, string Question);

/// <summary>An evaluation of a call or case by a grader.</summary>
internal sealed record Evaluation
{
    public required ulong Number { get; init; }

    public required string Tool { get; init; }

    public Contact? Contact { get; init; }

    public Case? Case { get; init; }

    public required Agent Agent { get; init; }

    /// <summary>Which grader, from 0.</summary>
    public required int Grader { get; init; }

    public required long StartedAt { get; init; }

    public required long DoneAt { get; init; }

    /// <summary>0 to 100 for each section of the rubric; null where it does not apply.</summary>
    public required ImmutableArray<int?> Sections { get; init; }

    public bool IsAutoFail { get; init; }

    /// <summary>The weighted mean of the sections that apply, 0 after an automatic fail.</summary>
    public double Score => IsAutoFail ? 0 : Quality.Rubric.Zip(Sections).Where(pair => pair.Second is not null).Sum(pair => pair.First.Weight * pair.Second!.Value) / (double)Quality.Rubric.Zip(Sections).Where(pair => pair.Second is not null).Sum(pair => pair.First.Weight);
}

/// <summary>Several graders on one call or case.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Reference">What they agreed on.</param>
/// <param name="Blind">What each gave before.</param>
/// <param name="OpenedAt">When it was called.</param>
/// <param name="ClosedAt">When they met.</param>
internal sealed record Calibration(ulong Number, Evaluation Reference, ImmutableArray<Evaluation> Blind, long OpenedAt, long ClosedAt);

/// <summary>A talk about an evaluation.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Evaluation">What it is about.</param>
/// <param name="OpenedAt">When it was asked for.</param>
/// <param name="ClosedAt">When it took place.</param>
internal sealed record Coaching(ulong Number, Evaluation Evaluation, long OpenedAt, long ClosedAt);

/// <summary>Evaluates some of what was handled.</summary>
internal sealed class Quality(SampleSettings settings, Counters counters)
{
    public const int Graders = 4;

    // Tickets of Zendesk are graded by these; calls of Talkdesk are recorded, and graded, by Calabrio.
    private static readonly string[] CaseTools = ["maestroqa", "klaus", "playvox"];

    public static readonly ImmutableArray<RubricSection> Rubric =
    [
        new("Accuracy", 40, "Was the answer right and complete?"),
        new("Policy", 20, "Was the policy followed?"),
        new("Communication", 20, "Was the tone clear and friendly?"),
        new("Process", 20, "Was the contact documented and tagged?"),
    ];

    /// <summary>Name and address of a grader.</summary>
    public static (string Name, string Email) GraderOf(int grader) => grader switch
    {
        0 => ("Noa Ray", "noa.qa@example.com"),
        1 => ("Ira Stern", "ira.qa@example.com"),
        2 => ("Uma Dean", "uma.qa@example.com"),
        _ => ("Lia Quinn", "lead.qa@example.com"),
    };

    /// <summary>The evaluations, calibrations and coachings that a day's work gives rise to.</summary>
    public void Evaluate(DayRecords day, Randomness random)
    {
        var caseTools = CaseTools.Where(settings.Has).ToArray();
        if (settings.Has("calabrio"))
        {
            foreach (var contact in day.ContactsOf("talkdesk").Where(contact => contact.Kind == ContactKind.Inbound && contact.LastHandled?.Agent is not null && random.Chance(0.06)))
                Grade(day, "calabrio", contact, null, contact.LastHandled!.Agent!, contact.LastHandled.EndAt, Surveying.QualityOf(contact), random);
        }

        if (caseTools.Length == 0) return;
        foreach (var about in day.CasesOf("zendesk").Where(about => !about.IsTest && about.DeletedAt is null && random.Chance(0.12)))
        {
            var end = about.At(long.MaxValue);
            if (end.FirstSolvedAt is { } solved) Grade(day, random.Pick(caseTools), null, about, about.Agent, solved, Surveying.QualityOf(about, end), random);
        }
    }

    private void Grade(DayRecords day, string tool, Contact? contact, Case? about, Agent agent, long done, double quality, Randomness random)
    {
        var level = 84 + (9 * quality) + (6 * agent.Skill);
        var first = Make(random.Below(Graders - 1), done + (long)(86400 * (0.5 + (4 * random.Uniform()))), level);
        day.Evaluations.Add(first);
        if (first.Score < 75 || random.Chance(0.05))
        {
            var opened = first.DoneAt + random.Between(3600, 2 * 86400);
            day.Coachings.Add(new Coaching(++counters.Evaluations, first, opened, opened + (long)Math.Min(20 * 86400.0, random.Exponential(3 * 86400.0))));
        }

        if (!random.Chance(0.06)) return;
        var called = first.DoneAt + 86400;
        var blind = Enumerable.Range(0, Graders - 1).Select(grader => Make(grader, called + random.Between(3600, 2 * 86400), level)).ToImmutableArray();
        day.Calibrations.Add(new Calibration(++counters.Evaluations, Make(Graders - 1, called + (3 * 86400), level), blind, called, called + (3 * 86400)));

        Evaluation Make(int grader, long at, double mean) => new()
        {
            Number = ++counters.Evaluations,
            Tool = tool,
            Contact = contact,
            Case = about,
            Agent = agent,
            Grader = grader,
            StartedAt = at - random.Between(240, 1500),
            DoneAt = at,
            Sections = [.. Rubric.Select((_, section) => section == 3 && random.Chance(0.06) ? (int?)null : Step(mean + ((grader - 1) * 1.5) + (9 * random.Normal())))],
            IsAutoFail = random.Chance(0.012),
        };
    }

    // Graders choose 0, 25, 50, 75 or 100 for a question; a section has several.
    private static int Step(double score) => Math.Clamp((int)Math.Round(score / 5) * 5, 5, 100);
}

namespace CareTally.SampleData.Simulation;

internal enum SurveyKind
{
    Csat,
    Nps,
}

/// <summary>An invitation to a survey, and the answer if there is ever one.</summary>
internal sealed record Survey
{
    public required ulong Number { get; init; }

    public required SurveyKind Kind { get; init; }

    /// <summary>The system that asked.</summary>
    public required string Tool { get; init; }

    /// <summary>Whether it is about the relation as a whole rather than a contact.</summary>
    public bool IsRelationship { get; init; }

    public required Customer Customer { get; init; }

    public Agent? Agent { get; init; }

    public Contact? Contact { get; init; }

    public Case? Case { get; init; }

    public required long SentAt { get; init; }

    /// <summary>Whether there is no such address.</summary>
    public bool HasBounced { get; init; }

    public long? RemindedAt { get; init; }

    public long? RespondedAt { get; init; }

    /// <summary>1 to 5; of NPS 0 to 10.</summary>
    public int Score { get; init; }

    /// <summary>0 to 10, where the form asks for both.</summary>
    public int Recommendation { get; init; }

    /// <summary>Whether the customer says that the issue is resolved.</summary>
    public bool SaysResolved { get; init; }
}

/// <summary>Who is asked, who answers and how they judge.</summary>
internal sealed class Surveying(SampleSettings settings, Counters counters)
{
    /// <summary>What a contact or case was like, from -1 to 1.</summary>
    public static double QualityOf(Contact contact)
    {
        var wait = contact.Segments.Sum(segment => segment.Wait);
        return Math.Clamp((contact.IsResolved ? 0.55 : -0.6) - Math.Min(0.5, wait / 600.0) - (contact.Segments.Count > 1 ? 0.1 : 0) + (0.15 * (contact.LastHandled?.Agent?.Skill ?? -1)), -1, 1);
    }

    /// <summary>What a case was like, from -1 to 1.</summary>
    public static double QualityOf(Case about, CaseState end)
    {
        var hours = ((end.LastSolvedAt ?? end.UpdatedAt) - about.CreatedAt) / 3600.0;
        return Math.Clamp((end.LastSolvedAt is null ? -0.5 : 0.6) - Math.Min(0.7, hours / 120) - (0.35 * end.Reopens) + (0.15 * about.Agent.Skill), -1, 1);
    }

    /// <summary>The invitation by the system itself; null where none is sent.</summary>
    public Survey? AfterContact(Contact contact, Randomness random)
    {
        if (contact.LastHandled is null || contact.Kind is ContactKind.Test or ContactKind.Outbound) return null;
        var isChat = contact.System is "intercom" or "livechat";
        if (!random.Chance(isChat ? 0.7 : 0.6)) return null;
        var sent = contact.EndedAt + random.Between(2, 20);
        return Ask(contact.System, SurveyKind.Csat, contact.Customer, sent, QualityOf(contact), isChat ? 0.3 : 0.24, random) with { Contact = contact, Agent = contact.LastHandled.Agent };
    }

    /// <summary>The invitation about a ticket of Zendesk by a tool beside it; null where none is sent.</summary>
    public Survey? AboutCase(Case about, CaseState end, Randomness random)
    {
        var tool = settings.Has("delighted") && (!settings.Has("qualtrics") || random.Chance(0.5)) ? "delighted" : "qualtrics";
        if (!settings.Has(tool) || about.System != "zendesk" || about.IsTest || end.FirstSolvedAt is not { } solved || !random.Chance(0.35)) return null;
        var kind = tool == "delighted" ? SurveyKind.Nps : SurveyKind.Csat;
        return Ask(tool, kind, about.Customer, solved + random.Between(1800, 10800), QualityOf(about, end), 0.26, random) with { Case = about, Agent = about.Agent };
    }

    /// <summary>The invitation to say how it is to be a customer.</summary>
    public Survey Relationship(Customer customer, double mood, long at, Randomness random) =>
        Ask(settings.Has("delighted") ? "delighted" : "qualtrics", SurveyKind.Nps, customer, at, 0.2 + (0.8 * mood), 0.22, random) with { IsRelationship = true };

    private Survey Ask(string tool, SurveyKind kind, Customer customer, long sent, double quality, double response, Randomness random)
    {
        var hasBounced = tool is "delighted" or "qualtrics" && random.Chance(0.012);
        // Who is pleased or annoyed answers more readily.
        var answers = !hasBounced && random.Chance(response * (0.85 + (0.4 * Math.Abs(quality))));
        var isQuick = tool is not ("delighted" or "qualtrics");
        var delay = isQuick ? random.Between(15, 900) : (int)Math.Min(6 * 86400, 120 + random.Exponential(50000));
        return new Survey
        {
            Number = ++counters.Surveys,
            Kind = kind,
            Tool = tool,
            Customer = customer,
            SentAt = sent,
            HasBounced = hasBounced,
            RemindedAt = !isQuick && !hasBounced && delay > 3 * 86400 ? sent + (3 * 86400) : null,
            RespondedAt = answers ? sent + delay : null,
            Score = Score(kind, quality + (0.45 * random.Normal())),
            Recommendation = Score(SurveyKind.Nps, quality + (0.45 * random.Normal())),
            SaysResolved = quality > 0 != random.Chance(0.06),
        };
    }

    private static int Score(SurveyKind kind, double felt) => kind == SurveyKind.Nps
        ? Math.Clamp((int)Math.Round(7.9 + (3.2 * felt)), 0, 10)
        : felt switch { > 0.05 => 5, > -0.2 => 4, > -0.45 => 3, > -0.75 => 2, _ => 1 };
}

using System.Collections.Immutable;

namespace CareTally.SampleData.Simulation;

internal enum Medium
{
    Voice,
    Chat,
    Case,
}

/// <summary>A system that contacts come in by, and the centre that answers there.</summary>
/// <param name="System">The system.</param>
/// <param name="Medium">Calls, chats or cases.</param>
/// <param name="Region">Whose customers; null for all.</param>
/// <param name="Weight">Its share among the systems of its medium.</param>
/// <param name="Zone">Where its agents sit.</param>
internal sealed record Centre(string System, Medium Medium, Region? Region, double Weight, Zone Zone)
{
    public const int OpensAt = 8 * 3600;
    public const int ClosesAt = 20 * 3600;

    public static readonly ImmutableArray<Centre> All =
    [
        new("talkdesk", Medium.Voice, Simulation.Region.Vietnam, 5, Zone.HoChiMinh),
        new("zendesk_talk", Medium.Voice, Simulation.Region.Vietnam, 1, Zone.HoChiMinh),
        new("gcalls", Medium.Voice, Simulation.Region.Vietnam, 2, Zone.HoChiMinh),
        new("call_log", Medium.Voice, Simulation.Region.Vietnam, 2, Zone.HoChiMinh),
        new("five9", Medium.Voice, Simulation.Region.UnitedStates, 3, Zone.NewYork) { OffersCallback = true },
        new("twilio", Medium.Voice, Simulation.Region.UnitedStates, 3, Zone.NewYork),
        new("intercom", Medium.Chat, null, 3, Zone.NewYork),
        new("livechat", Medium.Chat, null, 3, Zone.NewYork),
        new("zendesk", Medium.Case, Simulation.Region.Vietnam, 5, Zone.HoChiMinh),
        new("freshdesk", Medium.Case, Simulation.Region.Vietnam, 3, Zone.HoChiMinh),
        new("salesforce", Medium.Case, Simulation.Region.UnitedStates, 4, Zone.NewYork),
    ];

    private static readonly double[] MediumShares = [0.47, 0.20, 0.33];

    /// <summary>Whether callers who wait long are offered to be called back.</summary>
    public bool OffersCallback { get; init; }

    /// <summary>The system whose export has it: Talk is a part of Zendesk.</summary>
    public string Export => System == "zendesk_talk" ? "zendesk" : System;

    /// <summary>Contacts that an agent handles at once.</summary>
    public int Capacity => Medium == Medium.Chat ? 3 : 1;

    /// <summary>Mean seconds of talk or chat.</summary>
    public int MeanTalk(QueueName queue) => (Medium, queue) switch
    {
        (Medium.Chat, QueueName.Technical) => 780,
        (Medium.Chat, _) => 560,
        (_, QueueName.Technical) => 430,
        (_, QueueName.Escalations) => 620,
        (_, QueueName.Sales) => 360,
        _ => 310,
    };

    /// <summary>The centres of a sample, with the contacts of an average day of each. Where none of the systems takes contacts, all are simulated unseen.</summary>
    public static ImmutableArray<(Centre Centre, double PerDay)> Of(SampleSettings settings)
    {
        var chosen = All.Where(centre => settings.Has(centre.Export)).ToArray();
        if (chosen.Length == 0) chosen = [.. All];
        var media = chosen.Select(centre => centre.Medium).Distinct().Sum(medium => MediumShares[(int)medium]);
        return
        [
            .. chosen.Select(centre => (centre, settings.ContactsPerDay * MediumShares[(int)centre.Medium] / media * centre.Weight
                / chosen.Where(other => other.Medium == centre.Medium).Sum(other => other.Weight))),
        ];
    }
}

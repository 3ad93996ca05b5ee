using CareTally.Core.Running;
using CareTally.Docs.Html;

namespace CareTally.Docs.Pages;

/// <summary>How something ended, as a word; shape and colour come with the class.</summary>
/// <param name="Word">The word.</param>
/// <param name="Class">ok, warn, bad or none.</param>
/// <param name="Rank">Worse is higher.</param>
internal sealed record Status(string Word, string Class, int Rank)
{
    private static readonly Status Built = new("Built", "ok", 1);
    private static readonly Status Passed = new("Pass", "ok", 1);
    private static readonly Status Warned = new("Warn", "warn", 3);
    private static readonly Status Failed = new("Fail", "bad", 4);
    private static readonly Status Rejected = new("Rejected", "bad", 5);
    private static readonly Status PartlyBuilt = new("Partly built", "bad", 5);
    private static readonly Status Errored = new("Error", "bad", 6);
    private static readonly Status Skipped = new("Skipped", "none", 2);
    private static readonly Status NotRun = new("Not run", "none", 0);

    public static Status Of(NodeResult? result) => result switch
    {
        null => NotRun,
        NodeResult.Built => Built,
        NodeResult.Passed or NodeResult.FreshnessChecked { Verdict: Freshness.Fresh } => Passed,
        NodeResult.Warned or NodeResult.FreshnessChecked { Verdict: Freshness.Ageing } => Warned,
        NodeResult.TestFailed or NodeResult.FreshnessChecked => Failed,
        NodeResult.Rejected => Rejected,
        NodeResult.PartlyBuilt => PartlyBuilt,
        NodeResult.Errored => Errored,
        NodeResult.Skipped => Skipped,
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

    public Markup Chip => Markup.Of($"<span class=\"chip {Class}\">{Word}</span>");

    /// <summary>How often each status occurs, worst first.</summary>
    public static IEnumerable<(Status Status, int Count)> Counts(IEnumerable<Status> statuses) =>
        statuses.GroupBy(status => status).OrderByDescending(group => group.Key.Rank).Select(group => (group.Key, group.Count()));
}

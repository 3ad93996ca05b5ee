using System.Globalization;
using CareTally.Core.Manifests;
using CareTally.Core.Running;

namespace CareTally.Cli.Reporting;

/// <summary>What is said of a node and of its result, in words.</summary>
internal static class NodeText
{
    /// <summary>Width of the widest status word.</summary>
    public const int StatusWidth = 5;

    /// <summary>Width of the widest word for a kind.</summary>
    public const int KindWidth = 11;

    /// <summary>What is made or asked: view, table, seed, test.</summary>
    public static string Kind(Node node) => node switch
    {
        ModelNode model => model.Materialization.ToString().ToLowerInvariant(),
        UnitTestNode => "unit test",
        _ => NodeId.Word(node.Id.Kind),
    };

    /// <summary>The relation as the database knows it, a source's table as the project knows it, or a test's name.</summary>
    public static string Name(Node node) => node switch
    {
        SourceNode source => $"{source.SourceName}.{source.Name}",
        RelationNode relation => relation.Relation.ToString(),
        _ => node.Name,
    };

    /// <summary>How it ended, in a word.</summary>
    public static string Status(NodeResult result) => result switch
    {
        NodeResult.Built => "OK",
        NodeResult.Passed => "PASS",
        NodeResult.Warned => "WARN",
        NodeResult.TestFailed or NodeResult.Rejected => "FAIL",
        NodeResult.FreshnessChecked { Verdict: Freshness.Fresh } => "PASS",
        NodeResult.FreshnessChecked { Verdict: Freshness.Ageing } => "WARN",
        NodeResult.FreshnessChecked => "STALE",
        NodeResult.Errored => "ERROR",
        NodeResult.PartlyBuilt => "PART",
        NodeResult.Skipped => "SKIP",
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "an unknown result"),
    };

    /// <summary>What else there is to say of it in a line, or nothing.</summary>
    public static string Detail(NodeResult result) => result switch
    {
        NodeResult.Built { Batches: { } batches, Rows: { } rows } => $"{Count(rows, "row")} in {Batches(batches.Successful.Length)}",
        NodeResult.Built { Rows: { } rows } => Count(rows, "row"),
        NodeResult.Warned warned => Count(warned.Failures, "failing row"),
        NodeResult.TestFailed { Diff: not null } failed => $"{Count(failed.Failures, "row")} not as expected",
        NodeResult.TestFailed failed => Count(failed.Failures, "failing row"),
        NodeResult.Rejected rejected => $"not published: {Count(rejected.FailedTests.Length, "test")} failed",
        NodeResult.PartlyBuilt { Batches: { } batches } => $"{batches.Failed.Length} of {batches.Failed.Length + batches.Successful.Length} batches failed",
        NodeResult.FreshnessChecked { NewestAt: null } => "no rows",
        NodeResult.FreshnessChecked check => $"{Age(check.Age)} old",
        NodeResult.Skipped { BecauseOf: { } culprit } => $"because {ShortName(culprit)} failed",
        NodeResult.Skipped => "interrupted",
        _ => "",
    };

    /// <summary>A line's colour by how the node ended.</summary>
    public static Func<string, string> ColorOf(NodeResult result, Paint paint) => result switch
    {
        NodeResult.Built or NodeResult.Passed or NodeResult.FreshnessChecked { Verdict: Freshness.Fresh } => paint.Green,
        NodeResult.Warned or NodeResult.Skipped or NodeResult.FreshnessChecked { Verdict: Freshness.Ageing } => paint.Yellow,
        _ => paint.Red,
    };

    /// <summary>Seconds as people read them.</summary>
    public static string Seconds(TimeSpan time) =>
        time.TotalSeconds < 60
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00}s")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}m {time.Seconds:00}s");

    /// <summary>An age as people say it: in the largest unit of which there are two.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalMinutes: < 2 } => Count((long)age.TotalSeconds, "second"),
        { TotalHours: < 2 } => Count((long)age.TotalMinutes, "minute"),
        { TotalDays: < 2 } => Count((long)age.TotalHours, "hour"),
        _ => Count((long)age.TotalDays, "day"),
    };

    /// <summary>A number with its noun, for example <c>1,200 rows</c>.</summary>
    public static string Count(long number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {noun}{(number == 1 ? "" : "s")}");

    /// <summary>A number of batches.</summary>
    public static string Batches(int number) => number == 1 ? "1 batch" : string.Create(CultureInfo.InvariantCulture, $"{number:N0} batches");

    /// <summary>A node's name without its package and without the hash of a generic test.</summary>
    public static string ShortName(NodeId id)
    {
        var parts = id.Name.Split('.');
        return id.Kind switch
        {
            NodeKind.UnitTest => string.Join('.', parts[2..]),
            NodeKind.Source or NodeKind.Model => string.Join('.', parts[1..]),
            _ => parts.Length > 1 ? parts[1] : id.Name,
        };
    }
}

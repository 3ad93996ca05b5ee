using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace CareTally.Core.State;

/// <summary>How a node ended in an earlier run.</summary>
/// <param name="Node">Its unique id.</param>
/// <param name="Status">dbt's word.</param>
/// <param name="Batches">What run_results.json says of its batches, where some of them have succeeded and some have failed: those are to be made up for; otherwise null.</param>
public sealed record PreviousResult(string Node, string Status, JsonElement? Batches)
{
    /// <summary>When it was begun, as far as that is known.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took, as far as that is known.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Rows that a test found; null where there is no count.</summary>
    public long? Failures { get; init; }

    /// <summary>Rows of a table; null where there is no count.</summary>
    public long? Rows { get; init; }

    /// <summary>What was said of it, or null.</summary>
    public string? Message { get; init; }
}

/// <summary>The run_results.json of an earlier run.</summary>
/// <param name="Results">One for each node.</param>
/// <param name="Arguments">The command and its options.</param>
public sealed record PreviousResults(ImmutableArray<PreviousResult> Results, JsonElement Arguments)
{
    /// <summary>The file.</summary>
    public const string FileName = "run_results.json";

    /// <summary>The statuses there are.</summary>
    public static readonly ImmutableArray<string> Statuses = ["error", "fail", "partial success", "pass", "runtime error", "skipped", "success", "warn"];

    private static readonly ImmutableArray<string> Failures = ["error", "fail", "skipped", "runtime error", "partial success"];

    /// <summary>The command, or null where it is not known.</summary>
    public string? Command => JsonFields.Text(Arguments, "which");

    /// <summary>When the run was started, or null where it is not known.</summary>
    public DateTimeOffset? GeneratedAt { get; init; }

    /// <summary>How long it took, as far as that is known.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>What did not succeed. A hook of the run is no node to be run again, but by the command that runs nothing else.</summary>
    /// <param name="withWarnings">Whether a warning is a failure.</param>
    public IEnumerable<PreviousResult> Failed(bool withWarnings) => Results.Where(result =>
        (Failures.Contains(result.Status) || (withWarnings && result.Status == "warn"))
        && (Command == "run-operation" || !result.Node.StartsWith("operation.", StringComparison.Ordinal)));

    /// <summary>The results in a folder.</summary>
    /// <exception cref="Diagnostics.DiagnosticException">They are not there or cannot be read.</exception>
    public static PreviousResults Read(string folder) => StateFile.RunResults.Read(folder, root => new PreviousResults(
        [.. root.GetProperty("results").EnumerateArray().Select(Result)], JsonFields.Find(root, "args") ?? JsonDocument.Parse("{}").RootElement)
    {
        GeneratedAt = JsonFields.Find(root, "metadata", "generated_at")?.GetDateTimeOffset(),
        Elapsed = Seconds(root, "elapsed_time"),
    });

    private static PreviousResult Result(JsonElement result)
    {
        var batches = JsonFields.Find(result, "batch_results");
        var isPartial = batches is { } all && HasAny(all, "successful") && HasAny(all, "failed");
        return new PreviousResult(result.GetProperty("unique_id").GetString()!, result.GetProperty("status").GetString()!, isPartial ? batches : null)
        {
            StartedAt = StartOf(result),
            Elapsed = Seconds(result, "execution_time"),
            Failures = Count(result, "failures"),
            Rows = Count(result, "adapter_response", "rows_affected"),
            Message = JsonFields.Text(result, "message"),
        };
    }

    private static DateTimeOffset StartOf(JsonElement result) => JsonFields.Find(result, "timing") is { } timing
        ? timing.EnumerateArray().Select(part => JsonFields.Find(part, "started_at")?.GetDateTimeOffset()).FirstOrDefault() ?? default
        : default;

    private static TimeSpan Seconds(JsonElement json, string key) => JsonFields.Find(json, key) is { } seconds ? TimeSpan.FromSeconds(seconds.GetDouble()) : TimeSpan.Zero;

    private static long? Count(JsonElement json, params ReadOnlySpan<string> path) => JsonFields.Find(json, path)?.GetInt64();

    /// <summary>The times of the batches of a result that succeeded or failed, where there are both.</summary>
    /// <param name="result">The result.</param>
    /// <param name="kind"><c>successful</c> or <c>failed</c>.</param>
    /// <exception cref="FormatException">They are not written as tally and dbt write them.</exception>
    public static ImmutableArray<(DateTimeOffset Start, DateTimeOffset End)> BatchesOf(PreviousResult result, string kind)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Batches is { } batches ? [.. batches.GetProperty(kind).EnumerateArray().Select(pair => (MomentOf(pair[0]), MomentOf(pair[1])))] : [];
    }

    private static DateTimeOffset MomentOf(JsonElement text) => DateTimeOffset.Parse(text.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static bool HasAny(JsonElement batches, string kind) => JsonFields.Find(batches, kind) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0;
}

using System.Diagnostics;
using System.Text.Json;
using CareTally.EndToEnd.Tests.Harness;

namespace CareTally.EndToEnd.Tests;

/// <summary>A build that is killed, at any moment, and what is done about it.</summary>
public sealed class KillTests
{
    private const int Kills = 50;

    private static readonly string[] Build =
        ["build", "--threads", "2", "--no-site", "--no-check", "--event-time-start", "2026-03-04", "--event-time-end", "2026-03-07"];

    [Fact]
    public void Killed_at_any_moment_it_leaves_each_relation_old_or_new_and_a_retry_makes_exactly_what_is_missing()
    {
        using var start = Changed();
        var old = Content(start);
        using var whole = ProjectFolder.CopyOf(start);
        var clock = Stopwatch.StartNew();
        whole.Tally(Build).ShouldExitWith(0);
        var length = clock.Elapsed;
        var next = Content(whole);
        next.Where(pair => old.TryGetValue(pair.Key, out var content) && content == pair.Value).Select(pair => pair.Key)
            .ShouldBe(["orders_by_day 2026-03-01", "orders_by_day 2026-03-02", "orders_by_day 2026-03-03"], ignoreOrder: true, "all but these is to change");

        // Half of them lie in the part of the build that writes: what comes before can only leave all as it was.
        var random = new Random(20261128);
        var moments = Enumerable.Range(0, Kills).Select(i => length * (i % 2 == 0 ? random.NextDouble() : 0.4 + 0.6 * random.NextDouble())).ToArray();
        var goneOn = 0;
        Parallel.ForEach(moments, new ParallelOptions { MaxDegreeOfParallelism = 2 }, moment =>
        {
            if (KillAt(moment, start, old, next)) Interlocked.Increment(ref goneOn);
        });
        goneOn.ShouldBeGreaterThan(0, "or no kill came while the build was under way");
    }

    // Whether there was something for a retry to go on from.
    private static bool KillAt(TimeSpan moment, ProjectFolder start, Dictionary<string, string> old, Dictionary<string, string> next)
    {
        using var folder = ProjectFolder.CopyOf(start);
        using var build = folder.Start(Build);
        Thread.Sleep(moment);
        build.Kill();
        build.WaitForExit();

        // What it had committed is brought into the file by the next one that opens it for writing.
        folder.Database.Open(readOnly: false).Dispose();
        var at = $"killed after {moment.TotalSeconds:0.000} s";
        var after = Content(folder);
        after.Keys.Except(old.Keys).Except(next.Keys).ShouldBeEmpty(at);
        old.Keys.Except(after.Keys).ShouldBeEmpty(at);
        foreach (var (relation, content) in after) content.ShouldBeOneOf([old.GetValueOrDefault(relation), next.GetValueOrDefault(relation)], $"{relation}, {at}");

        if (!folder.Has("target/run_results.json"))
        {
            // Between the taking away of the results of the run before and the first of its own.
            after.ShouldBe(old, ignoreOrder: true, at);
            folder.Tally("retry").ShouldExitWith(2);
            folder.Tally(Build).ShouldExitWith(0);
            Content(folder).ShouldBe(next, ignoreOrder: true, at);
            return false;
        }

        var record = folder.Json("target/run_results.json");
        var isOwn = Invocation(record) != Invocation(start.Json("target/run_results.json"));
        var missing = isOwn ? Nodes(record, "success", "pass", equal: false) : [];
        foreach (var done in isOwn ? Nodes(record, "success", "pass", equal: true).Where(after.ContainsKey) : []) after[done].ShouldBe(next[done], $"{done}, {at}");
        if (missing.Length > 0)
        {
            folder.Tally("retry").ShouldExitWith(0);
            Nodes(folder.Json("target/run_results.json"), "success", "pass", equal: true).ShouldBe(missing, ignoreOrder: true, at);
        }
        else
        {
            // Before anything was run, or when only the hooks at the end were left.
            if (isOwn) folder.Tally("retry").ShouldExitWith(0).ShouldPrint("Nothing to retry");
            folder.Tally(Build).ShouldExitWith(0);
        }

        Content(folder).ShouldBe(next, ignoreOrder: true, at);
        return missing.Length > 0;
    }

    /// <summary>The project, built, and then given other seeds.</summary>
    private static ProjectFolder Changed()
    {
        var folder = ProjectFolder.Of("shop");
        folder.Tally("build", "--no-site", "--event-time-start", "2026-03-01", "--event-time-end", "2026-03-06").ShouldExitWith(0);
        foreach (var seed in (string[])["orders.csv", "customers.csv"]) folder.Write($"seeds/{seed}", folder.Read($"next/{seed}"));
        return folder;
    }

    /// <summary>A hash of each relation's rows: of a snapshot without the times of its runs, of a model made in batches for each batch.</summary>
    private static Dictionary<string, string> Content(ProjectFolder folder)
    {
        var content = folder.Database.Content("main").ToDictionary(pair => pair.Key["main.".Length..], pair => pair.Value);
        foreach (var snapshot in (string[])["customer_states", "customer_changes"])
            content[snapshot] = folder.Database.Scalar($"select sum(hash(customer, region, changed_at, dbt_valid_to is null)::hugeint) from {snapshot}");
        content.Remove("orders_by_day");
        foreach (var day in folder.Database.Query("select ordered_at::date::varchar, count(*) || ' ' || sum(hash(d)::hugeint) from orders_by_day as d group by all"))
            content[$"orders_by_day {day[0]}"] = day[1];
        return content;
    }

    private static string? Invocation(JsonElement record) => record.GetProperty("metadata").GetProperty("invocation_id").GetString();

    private static string[] Nodes(JsonElement record, string status, string other, bool equal) => [.. record.GetProperty("results").EnumerateArray()
        .Where(result => !result.GetProperty("unique_id").GetString()!.StartsWith("operation.", StringComparison.Ordinal))
        .Where(result => (result.GetProperty("status").GetString() == status || result.GetProperty("status").GetString() == other) == equal)
        .Select(result => result.GetProperty("unique_id").GetString()!.Split('.')[2])];
}

using CareTally.Core.Checking;
using CareTally.Core.Manifests;

namespace CareTally.Cli.Reporting;

/// <summary>Says what a check found, besides the errors themselves.</summary>
internal static class CheckText
{
    private const int NamesShown = 8;

    /// <summary>What could not be checked and why, and the counts.</summary>
    public static void Write(CheckResults results, Messages messages)
    {
        foreach (var not in results.Results.OfType<CheckResult.NotCheckable>().Where(not => not.Because is null))
            messages.Note($"{messages.OnOutput.Yellow("not checkable")} {NodeText.Kind(not.Node)} {NodeText.Name(not.Node)}: {not.Reason}{Dependents(results, not.Node.Id)}");
        messages.Note(LastLine(results, messages));
    }

    /// <summary>A line of JSON for each node, and one for the whole.</summary>
    public static void WriteJson(CheckResults results, TextWriter output)
    {
        foreach (var result in results.Results) output.WriteLine(EventJson.Of(result));
        output.WriteLine(EventJson.Of(results));
    }

    private static string Dependents(CheckResults results, NodeId node)
    {
        var names = results.Results.OfType<CheckResult.NotCheckable>().Where(not => not.Because == node).Select(not => not.Node.Name).ToArray();
        if (names.Length == 0) return "";
        return $"; nor is what reads it: {string.Join(", ", names.Take(NamesShown))}{(names.Length > NamesShown ? $" and {names.Length - NamesShown} more" : "")}";
    }

    private static string LastLine(CheckResults results, Messages messages)
    {
        var paint = messages.OnOutput;
        var counts = new List<string> { $"{results.Results.Count(result => result is CheckResult.Sound)} sound" };
        Add<CheckResult.Failed>("wrong", paint.Red);
        Add<CheckResult.Skipped>("skipped because of them", paint.Yellow);
        Add<CheckResult.NotCheckable>("not checkable", paint.Yellow);
        return $"{(results.IsSuccess ? paint.Green("Checked") : paint.Red("Checked"))} {NodeText.Count(results.Results.Length, "node")} in {NodeText.Seconds(results.Elapsed)}: {string.Join(", ", counts)}";

        void Add<T>(string word, Func<string, string> color)
        {
            var count = results.Results.Count(result => result is T);
            if (count > 0) counts.Add(color($"{count} {word}"));
        }
    }
}

using System.CommandLine;

namespace CareTally.Cli.Completion;

/// <summary>Answers a shell: what may stand where the user is typing.</summary>
internal static class Completer
{
    private static readonly ParserConfiguration Configuration = new() { ResponseFileTokenReplacer = null };

    private static readonly string[] ClauseEnds = [". ", ": ", "; ", " (", ", for example"];

    /// <summary>Candidates, each with a tab and a few words behind it where something is known.</summary>
    /// <param name="root">All commands.</param>
    /// <param name="words">What has been typed behind <c>tally</c>; the last one, which may be empty, is to be completed.</param>
    public static IEnumerable<string> Complete(RootCommand root, IReadOnlyList<string> words)
    {
        var typed = words.Count == 0 ? "" : words[^1];
        var isOption = typed.StartsWith('-');
        var line = string.Join(' ', (isOption ? [.. CommandOf(root, words), typed] : words).Select(Quoted));
        return root.Parse(line, Configuration).GetCompletions(line.Length)
            .Where(item => item.Label.StartsWith(typed, StringComparison.OrdinalIgnoreCase) && !item.Label.StartsWith("__", StringComparison.Ordinal) && !item.Label.StartsWith('/'))
            .Where(item => isOption || !item.Label.StartsWith('-'))
            .OrderBy(item => item.Label, StringComparer.Ordinal)
            .Select(item => item.Detail is { Length: > 0 } detail ? $"{item.Label}\t{FirstClause(detail)}" : item.Label)
            .Distinct();
    }

    // An option's name depends on the command alone: behind one that takes several values it would be completed as one of these.
    private static string[] CommandOf(RootCommand root, IReadOnlyList<string> words) =>
        UsageErrors.PathOf(root.Parse([.. words], Configuration).CommandResult.Command).Split(' ')[1..];

    private static string Quoted(string word) => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word;

    private static string FirstClause(string text)
    {
        var ends = ClauseEnds.Select(end => text.IndexOf(end, StringComparison.Ordinal)).Where(index => index > 0).ToArray();
        return (ends.Length == 0 ? text : text[..ends.Min()]).ReplaceLineEndings(" ").Trim();
    }
}

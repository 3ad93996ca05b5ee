using System.Globalization;
using System.Text.RegularExpressions;
using CareTally.Diagnostics;

namespace CareTally.Core.Selecting;

/// <summary>One term of a selector, for example <c>2+tag:daily+</c>.</summary>
/// <param name="Text">As written.</param>
/// <param name="Method">How to match; <c>fqn</c>, <c>path</c> or <c>file</c> where none is written.</param>
/// <param name="Arguments">Words behind a dot in the method, as in <c>config.materialized</c>.</param>
/// <param name="Value">What to match.</param>
/// <param name="Parents">Levels of ancestors to add; null for none, <see cref="int.MaxValue"/> for all.</param>
/// <param name="Children">Levels of descendants to add.</param>
/// <param name="WithChildrensParents">The <c>@</c> operator.</param>
internal sealed partial record SelectorTerm(
    string Text, string Method, string[] Arguments, string Value, int? Parents, int? Children, bool WithChildrensParents)
{
    private static readonly string[] Files = [".sql", ".py", ".csv"];

    /// <summary>Where it is written; null for the command line.</summary>
    public SourceSpan? Span { get; init; }

    /// <exception cref="DiagnosticException">The term cannot be read.</exception>
    public static SelectorTerm Parse(string text, SourceSpan? span = null)
    {
        var match = Grammar().Match(text);
        if (!match.Success || match.Groups["value"].Value.Length == 0)
            throw Bad(text, span, "expected a name, a path or method:value, with + or @ around it");
        var withChildrensParents = match.Groups["childrens_parents"].Success;
        if (withChildrensParents && match.Groups["children"].Success)
            throw Bad(text, span, "'@' already takes all descendants, so no '+' may follow");
        var value = match.Groups["value"].Value;
        var method = match.Groups["method"].Success ? match.Groups["method"].Value : DefaultMethod(value);
        return Of(text, method, value, span) with
        {
            Parents = Depth(match, "parents", "parents_depth"),
            Children = Depth(match, "children", "children_depth"),
            WithChildrensParents = withChildrensParents,
        };
    }

    /// <summary>A term without operators.</summary>
    /// <exception cref="DiagnosticException">There is no such method.</exception>
    public static SelectorTerm Of(string text, string method, string value, SourceSpan? span)
    {
        var words = method.Split('.');
        return SelectorMethods.All.ContainsKey(words[0])
            ? new SelectorTerm(text, words[0], words[1..], value, null, null, false) { Span = span }
            : throw new DiagnosticException(Diagnostic.Of(SelectionProblems.UnknownMethod, span, text, words[0]) with
            {
                Hint = DidYouMean.Hint(words[0], SelectorMethods.All.Keys) ?? $"methods: {string.Join(", ", SelectorMethods.All.Keys.Order(StringComparer.Ordinal))}",
            });
    }

    /// <summary>That the value is none that the method knows.</summary>
    public DiagnosticException BadValue(IEnumerable<string> known) => new(Diagnostic.Of(
        SelectionProblems.BadSelector, Span, Text, $"'{Value}' is no {Method}") with
    { Hint = DidYouMean.Hint(Value, known) ?? $"one of: {string.Join(", ", known)}" });

    private static DiagnosticException Bad(string text, SourceSpan? span, string why) => new(SelectionProblems.BadSelector, span, text, why);

    private static string DefaultMethod(string value) =>
        value.Contains('/', StringComparison.Ordinal) || value.Contains('\\', StringComparison.Ordinal) ? "path"
        : Array.Exists(Files, extension => value.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) ? "file"
        : "fqn";

    private static int? Depth(Match match, string group, string depth) =>
        !match.Groups[group].Success ? null
        : int.TryParse(match.Groups[depth].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var levels) ? levels
        : int.MaxValue;

    [GeneratedRegex(@"\A(?<childrens_parents>@)?(?<parents>(?<parents_depth>\d*)\+)?((?<method>[\w.]+):)?(?<value>.*?)(?<children>\+(?<children_depth>\d*))?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Grammar();
}

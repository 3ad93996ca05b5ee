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
    /// <exception cref="DiagnosticException">The term cannot be read.</exception>
    public static SelectorTerm Parse(string text)
    {
        var match = Grammar().Match(text);
        if (!match.Success || match.Groups["value"].Value.Length == 0)
            throw Bad(text, "expected a name, a path or method:value, with + or @ around it");
        var withChildrensParents = match.Groups["childrens_parents"].Success;
        if (withChildrensParents && match.Groups["children"].Success)
            throw Bad(text, "'@' already takes all descendants, so no '+' may follow");
        var value = match.Groups["value"].Value;
        var method = match.Groups["method"].Success ? match.Groups["method"].Value.Split('.') : [DefaultMethod(value)];
        return new SelectorTerm(
            text, method[0], method[1..], value, Depth(match, "parents", "parents_depth"), Depth(match, "children", "children_depth"), withChildrensParents);
    }

    private static DiagnosticException Bad(string text, string why) => new(SelectionProblems.BadSelector, null, text, why);

    private static string DefaultMethod(string value) =>
        value.Contains('/', StringComparison.Ordinal) || value.Contains('\\', StringComparison.Ordinal) ? "path"
        : value.EndsWith(".sql", StringComparison.OrdinalIgnoreCase) || value.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? "file"
        : "fqn";

    private static int? Depth(Match match, string group, string depth) =>
        !match.Groups[group].Success ? null
        : int.TryParse(match.Groups[depth].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var levels) ? levels
        : int.MaxValue;

    [GeneratedRegex(@"\A(?<childrens_parents>@)?(?<parents>(?<parents_depth>\d*)\+)?((?<method>[\w.]+):)?(?<value>.*?)(?<children>\+(?<children_depth>\d*))?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Grammar();
}

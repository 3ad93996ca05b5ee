using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;
using CareTally.Core.Manifests;
using CareTally.Templating.Values;

namespace CareTally.Core.Selecting;

/// <summary>The methods of a selector: each decides whether a node matches a value.</summary>
internal static class SelectorMethods
{
    public static readonly FrozenDictionary<string, Func<Node, SelectorTerm, bool>> All = new Dictionary<string, Func<Node, SelectorTerm, bool>>
    {
        ["fqn"] = (node, term) => node is SourceNode ? false : MatchesFqn(node, term.Value),
        ["path"] = (node, term) => MatchesPath(node.Path, term.Value) || (node is ModelNode or SeedNode && node.PropertiesPath is { } properties && MatchesPath(properties, term.Value)),
        ["file"] = (node, term) => Like(Path.GetFileName(node.Path), term.Value) || Like(Path.GetFileNameWithoutExtension(node.Path), term.Value),
        ["tag"] = (node, term) => node.Tags.Any(tag => Like(tag, term.Value)),
        ["package"] = (node, term) => Like(node.Package, term.Value),
        ["source"] = (node, term) => node is SourceNode source && MatchesSource(source, term.Value),
        ["resource_type"] = (node, term) => NodeId.Word(node.Id.Kind) == term.Value,
        ["test_name"] = (node, term) => node is DataTestNode { Generic: { } generic } && Like(generic.TestName, term.Value),
        ["test_type"] = (node, term) => MatchesTestType(node, term.Value),
        ["config"] = (node, term) => MatchesConfig(node, term),
    }.ToFrozenDictionary();

    private static bool MatchesFqn(Node node, string value)
    {
        if (Like(node.Fqn[^1], value)) return true;
        var parts = value.Split('.');
        return StartsWith(node.Fqn.AsSpan(), parts) || StartsWith(node.Fqn.AsSpan()[1..], parts);
    }

    // The first part with a wildcard makes the rest one pattern over the dotted remainder.
    private static bool StartsWith(ReadOnlySpan<string> fqn, string[] parts)
    {
        if (fqn.Length < parts.Length && !Array.Exists(parts, IsPattern)) return false;
        for (var i = 0; i < parts.Length; i++)
        {
            if (IsPattern(parts[i])) return i < fqn.Length && Like(string.Join('.', fqn[i..]), string.Join('.', parts[i..]));
            if (i >= fqn.Length || fqn[i] != parts[i]) return false;
        }

        return true;
    }

    private static bool MatchesPath(string path, string value)
    {
        var wanted = value.Replace('\\', '/').TrimEnd('/');
        if (wanted.StartsWith("./", StringComparison.Ordinal)) wanted = wanted[2..];
        if (IsPattern(wanted)) return Parents(path).Prepend(path).Any(part => Regex.IsMatch(part, ToRegex(wanted, isPath: true), RegexOptions.CultureInvariant | RegexOptions.Singleline));
        return path == wanted || path.StartsWith(wanted + "/", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Parents(string path)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1)) yield return path[..slash];
    }

    private static bool MatchesSource(SourceNode source, string value)
    {
        var parts = value.Split('.');
        return parts.Length switch
        {
            1 => Like(source.SourceName, parts[0]),
            2 => Like(source.SourceName, parts[0]) && Like(source.Name, parts[1]),
            3 => Like(source.Package, parts[0]) && Like(source.SourceName, parts[1]) && Like(source.Name, parts[2]),
            _ => false,
        };
    }

    private static bool MatchesTestType(Node node, string value) => value switch
    {
        "data" => node is DataTestNode,
        "generic" => node is DataTestNode { Generic: not null },
        "singular" => node is DataTestNode { Generic: null },
        "unit" => node is UnitTestNode,
        _ => false,
    };

    private static bool MatchesConfig(Node node, SelectorTerm term)
    {
        if (term.Arguments is not [var key, .. var path]) return false;
        var value = key switch
        {
            "materialized" => MaterializationOf(node),
            "enabled" => true,
            "severity" when node is DataTestNode test => test.Rules.IsWarning ? "warn" : "error",
            _ => node.Config.Get(key)?.Value ?? Value.None,
        };
        foreach (var part in path)
        {
            if (value.AsObject is not DictValue dictionary || !dictionary.TryGet(part, out value)) return false;
        }

        if (value.IsNone) return false;
        if (value.AsObject is ListValue list) return list.Any(item => Like(item.ToText(), term.Value));
        var ignoreCase = value.IsBool || key == "severity";
        return string.Equals(value.ToText(), term.Value, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
    }

    private static Value MaterializationOf(Node node) => node switch
    {
        ModelNode { Materialization: Materialization.View } => "view",
        ModelNode { Materialization: Materialization.Table } => "table",
        ModelNode { Materialization: Materialization.Ephemeral } => "ephemeral",
        ModelNode model => model.Config.Text("materialized") ?? "view",
        SeedNode => "seed",
        DataTestNode => "test",
        UnitTestNode => "unit",
        _ => Value.None,
    };

    private static bool IsPattern(string text) => text.AsSpan().ContainsAny('*', '?', '[');

    /// <summary>Python's fnmatch: <c>*</c>, <c>?</c>, <c>[seq]</c> and <c>[!seq]</c>.</summary>
    private static bool Like(string text, string pattern) =>
        IsPattern(pattern) ? Regex.IsMatch(text, ToRegex(pattern), RegexOptions.CultureInvariant | RegexOptions.Singleline) : text == pattern;

    // In a path, * and ? stay within one folder and ** goes through any number of them.
    private static string ToRegex(string pattern, bool isPath = false)
    {
        var regex = new StringBuilder(@"\A");
        for (var i = 0; i < pattern.Length; i++)
        {
            var close = pattern[i] == '[' ? pattern.IndexOf(']', Math.Min(i + 2, pattern.Length)) : -1;
            if (isPath && pattern.AsSpan(i).StartsWith("**/"))
            {
                regex.Append("(?:.*/)?");
                i += 2;
            }
            else if (pattern[i] == '*' && isPath && !pattern.AsSpan(i).StartsWith("**")) regex.Append("[^/]*");
            else if (pattern[i] == '*') regex.Append(".*");
            else if (pattern[i] == '?') regex.Append(isPath ? "[^/]" : ".");
            else if (close > 0)
            {
                regex.Append(Set(pattern[(i + 1)..close]));
                i = close;
            }
            else regex.Append(Regex.Escape(pattern[i].ToString()));
        }

        return regex.Append(@"\z").ToString();
    }

    private static string Set(string members)
    {
        var isNegated = members[0] == '!';
        var set = new StringBuilder(isNegated ? "[^" : "[");
        for (var i = isNegated ? 1 : 0; i < members.Length; i++)
        {
            if (i + 2 < members.Length && members[i + 1] == '-')
            {
                // A range that runs backwards holds nothing.
                if (members[i] <= members[i + 2]) set.Append(Escaped(members[i])).Append('-').Append(Escaped(members[i + 2]));
                i += 2;
            }
            else set.Append(Escaped(members[i]));
        }

        return set.Length <= 2 && !isNegated && set[^1] == '[' ? "(?!)" : set.Append(']').ToString();

        static string Escaped(char c) => $@"\u{(int)c:x4}";
    }
}

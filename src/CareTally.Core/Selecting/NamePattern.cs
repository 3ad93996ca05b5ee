using System.Text;
using System.Text.RegularExpressions;

namespace CareTally.Core.Selecting;

/// <summary>Python's fnmatch and glob, by which selectors match names and paths.</summary>
internal static class NamePattern
{
    /// <summary>Whether a text holds a wildcard.</summary>
    public static bool IsPattern(string text) => text.AsSpan().ContainsAny('*', '?', '[');

    /// <summary>Python's fnmatch: <c>*</c>, <c>?</c>, <c>[seq]</c> and <c>[!seq]</c>.</summary>
    public static bool Like(string text, string pattern) =>
        IsPattern(pattern) ? Regex.IsMatch(text, ToRegex(pattern), RegexOptions.CultureInvariant | RegexOptions.Singleline) : text == pattern;

    /// <summary>Whether a path, or a folder that holds it, is meant.</summary>
    public static bool IsPathIn(string path, string value)
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

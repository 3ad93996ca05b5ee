using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace CareTally.Docs.Html;

/// <summary>File names and anchors made of names.</summary>
internal static class Slug
{
    private const int Longest = 100;

    private static readonly FrozenSet<string> Reserved = new[]
    {
        "con", "prn", "aux", "nul", "index",
        "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
        "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
    }.ToFrozenSet();

    /// <summary>
    /// A name that any disk takes: lower case, digits, underscore, dash and dot. A name that had to be changed carries a short hash of
    /// itself, so no two names get one file, and no name's file depends on which other names there are.
    /// </summary>
    public static string Of(string name)
    {
        var slug = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            var lower = char.ToLowerInvariant(c);
            slug.Append(char.IsAsciiLetterLower(lower) || char.IsAsciiDigit(lower) || lower is '_' or '-' or '.' ? lower : '-');
        }

        if (slug.Length > Longest) slug.Length = Longest;
        var text = slug.ToString().Trim('.', '-');
        return text == name && !Reserved.Contains(text.Split('.')[0]) ? text : $"{text}-{Hash(name, 8)}".TrimStart('-');
    }

    /// <summary>The first hex digits of a text's hash.</summary>
    public static string Hash(string text, int digits) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..digits];
}

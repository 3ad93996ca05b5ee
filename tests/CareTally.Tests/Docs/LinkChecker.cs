using System.Net;
using System.Text.RegularExpressions;
using CareTally.Docs;

namespace CareTally.Tests.Docs;

/// <summary>Follows every relative link of a site.</summary>
internal static partial class LinkChecker
{
    public static IReadOnlyList<string> Broken(Site site)
    {
        var ids = site.Files.ToDictionary(file => file.Path, file => Id().Matches(file.Content).Select(match => match.Groups[1].Value).ToHashSet());
        var broken = new List<string>();
        foreach (var file in site.Files.Where(file => file.Path.EndsWith(".html", StringComparison.Ordinal)))
        {
            foreach (var link in Link().Matches(file.Content).Select(match => WebUtility.HtmlDecode(match.Groups[2].Value)).Distinct())
            {
                if (Outside().IsMatch(link)) continue;
                var (path, anchor) = link.Split('#') is [var p, var a] ? (p, a) : (link, null);
                var target = path.Length == 0 ? file.Path : new Uri(new Uri($"http://site/{file.Path}"), path).AbsolutePath[1..];
                if (!ids.TryGetValue(target, out var anchors) || (anchor is not null && !anchors.Contains(anchor))) broken.Add($"{file.Path}: {link}");
            }
        }

        return broken;
    }

    [GeneratedRegex("(href|src)=\"([^\"]*)\"")]
    private static partial Regex Link();

    [GeneratedRegex(" id=\"([^\"]*)\"")]
    private static partial Regex Id();

    [GeneratedRegex("^(https?:|mailto:|data:,$)")]
    private static partial Regex Outside();
}

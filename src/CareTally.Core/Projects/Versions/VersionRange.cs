using System.Collections.Immutable;

namespace CareTally.Core.Projects.Versions;

/// <summary>A bound of a version, for example <c>&gt;=1.0.0</c>; without a sign it is that version and no other.</summary>
/// <param name="Sign">One of <c>= &gt;= &lt;= &gt; &lt;</c>.</param>
/// <param name="Version">The version.</param>
public sealed record VersionBound(string Sign, SemanticVersion Version)
{
    private static readonly string[] Signs = [">=", "<=", ">", "<", "="];

    /// <summary>Reads a bound; null where the text is none.</summary>
    public static VersionBound? TryParse(string text)
    {
        var sign = Array.Find(Signs, sign => text.StartsWith(sign, StringComparison.Ordinal)) ?? "";
        return SemanticVersion.TryParse(text[sign.Length..].Trim()) is { } version ? new VersionBound(sign.Length == 0 ? "=" : sign, version) : null;
    }

    /// <summary>Whether a version is within it.</summary>
    public bool Holds(SemanticVersion version)
    {
        var order = version.CompareTo(Version);
        return Sign switch
        {
            ">=" => order >= 0,
            "<=" => order <= 0,
            ">" => order > 0,
            "<" => order < 0,
            _ => order == 0,
        };
    }

    /// <inheritdoc />
    public override string ToString() => Sign == "=" ? Version.ToString() : Sign + Version;
}

/// <summary>Bounds that hold together.</summary>
/// <param name="Bounds">All of them; none allow every version.</param>
public sealed record VersionRange(ImmutableArray<VersionBound> Bounds)
{
    /// <summary>Whether it names a version before a release, and so asks for one.</summary>
    public bool NamesPrerelease => Bounds.Any(bound => bound.Version.IsPrerelease);

    /// <summary>Reads bounds, of which several may stand in one text behind commas; null where one cannot be read.</summary>
    public static VersionRange? TryParse(IEnumerable<string> texts)
    {
        var bounds = texts.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(VersionBound.TryParse).ToArray();
        return Array.TrueForAll(bounds, bound => bound is not null) ? new VersionRange([.. bounds.Select(bound => bound!)]) : null;
    }

    /// <summary>Whether a version is within all bounds.</summary>
    public bool Holds(SemanticVersion version) => Bounds.All(bound => bound.Holds(version));

    /// <inheritdoc />
    public override string ToString() => string.Join(", ", Bounds);
}

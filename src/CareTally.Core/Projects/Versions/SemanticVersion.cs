using System.Globalization;
using System.Text.RegularExpressions;

namespace CareTally.Core.Projects.Versions;

/// <summary>A version by the rules of semantic versioning: three numbers, and perhaps a label that comes before the version itself.</summary>
/// <param name="Major">First number.</param>
/// <param name="Minor">Second number.</param>
/// <param name="Patch">Third number.</param>
/// <param name="Prerelease">Label behind a hyphen; empty for a proper release.</param>
public sealed partial record SemanticVersion(int Major, int Minor, int Patch, string Prerelease) : IComparable<SemanticVersion>
{
    /// <summary>Whether it comes before the release of the same numbers.</summary>
    public bool IsPrerelease => Prerelease.Length > 0;

    /// <summary>Reads <c>1.2.3</c> or <c>v1.2.3-rc.1</c>; null where the text is no version.</summary>
    public static SemanticVersion? TryParse(string text)
    {
        var match = Grammar().Match(text);
        return match.Success && Number("major", out var major) && Number("minor", out var minor) && Number("patch", out var patch)
            ? new SemanticVersion(major, minor, patch, match.Groups["pre"].Value)
            : null;

        bool Number(string group, out int number) => int.TryParse(match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <inheritdoc />
    public int CompareTo(SemanticVersion? other)
    {
        if (other is null) return 1;
        var numbers = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        if (numbers != 0) return numbers;
        if (IsPrerelease != other.IsPrerelease) return IsPrerelease ? -1 : 1;
        return CompareLabels(Prerelease.Split('.'), other.Prerelease.Split('.'));
    }

    /// <inheritdoc />
    public override string ToString() => $"{Major}.{Minor}.{Patch}{(IsPrerelease ? "-" + Prerelease : "")}";

    private static int CompareLabels(string[] left, string[] right)
    {
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            var numbers = (Left: ToNumber(left[i]), Right: ToNumber(right[i]));
            var order = numbers switch
            {
                ({ } a, { } b) => a.CompareTo(b),
                ({ }, null) => -1,
                (null, { }) => 1,
                _ => string.CompareOrdinal(left[i], right[i]),
            };
            if (order != 0) return order;
        }

        return left.Length.CompareTo(right.Length);
    }

    private static long? ToNumber(string label) => long.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"\Av?(?<major>\d+)\.(?<minor>\d+)\.(?<patch>\d+)(-(?<pre>[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*))?(\+[0-9A-Za-z.-]+)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Grammar();
}

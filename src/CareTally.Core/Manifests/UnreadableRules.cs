using System.Globalization;
using CareTally.Core.Projects.Configs;
using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>Reads what is to become of rows of a source that cannot be read.</summary>
internal static class UnreadableRules
{
    /// <summary>The configs.</summary>
    public static readonly string[] Keys = [What, Share];

    private const string What = "on_unreadable";
    private const string Share = "max_unreadable_share";
    private const double DefaultShare = 0.001;

    // With these the reader itself leaves rows out, or keeps them elsewhere.
    private static readonly string[] Contradicting = ["ignore_errors", "store_rejects", "rejects_table", "rejects_scan", "rejects_limit"];

    /// <summary>The share of rows that may be set aside; null where a row that cannot be read is a failure.</summary>
    public static double? Read(NodeConfig config, ExternalFiles files, Problems problems)
    {
        switch (config.Text(What))
        {
            case null or "fail":
                return null;
            case "reject":
                break;
            case var other:
                problems.ReportWithHint(ManifestProblems.BadUnreadable, config.Get(What)!.Span, "'fail' or 'reject'", What, other);
                return null;
        }

        if (files.Options.Keys.Select(key => key.ToText()).FirstOrDefault(Contradicting.Contains) is { } option)
            problems.ReportWithHint(ManifestProblems.BadExternal, files.Span, "remove the option, or say on_unreadable: fail here", $"the option '{option}' says otherwise than on_unreadable: reject");
        if (config.Get(Share) is not { } share) return DefaultShare;
        if (double.TryParse(share.Value.ToText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 1) return number;
        problems.ReportWithHint(ManifestProblems.BadUnreadable, share.Span, "a number from 0 to 1: 0.001 is one row of a thousand", Share, share.Value.ToText());
        return DefaultShare;
    }
}

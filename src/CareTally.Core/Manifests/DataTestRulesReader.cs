using System.Globalization;
using CareTally.Core.Projects.Configs;
using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>Reads a data test's knobs from its config.</summary>
internal static class DataTestRulesReader
{
    public static DataTestRules Read(NodeConfig config, SourceSpan test, Problems problems)
    {
        var defaults = DataTestRules.Default;
        return config.IsEmpty ? defaults : new DataTestRules
        {
            IsWarning = IsWarning(config, test, problems),
            WarnIf = config.Text("warn_if") ?? defaults.WarnIf,
            ErrorIf = config.Text("error_if") ?? defaults.ErrorIf,
            FailCalc = config.Text("fail_calc") ?? defaults.FailCalc,
            Where = config.Text("where"),
            Limit = Limit(config, test, problems),
        };
    }

    private static bool IsWarning(NodeConfig config, SourceSpan test, Problems problems)
    {
        if (config.Get("severity") is not { } severity) return false;
        var word = severity.Value.ToText();
        if (word.Equals("warn", StringComparison.OrdinalIgnoreCase)) return true;
        if (!word.Equals("error", StringComparison.OrdinalIgnoreCase))
            problems.Report(ManifestProblems.BadConfig, severity.Span ?? test, "severity", "error or warn", word);
        return false;
    }

    private static int? Limit(NodeConfig config, SourceSpan test, Problems problems)
    {
        if (config.Get("limit") is not { } limit) return null;
        if (int.TryParse(limit.Value.ToText(), NumberStyles.None, CultureInfo.InvariantCulture, out var rows)) return rows;
        problems.Report(ManifestProblems.BadConfig, limit.Span ?? test, "limit", "a whole number", limit.Value.ToText());
        return null;
    }
}

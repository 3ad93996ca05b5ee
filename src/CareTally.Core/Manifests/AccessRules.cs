using CareTally.Core.Projects.Configs;
using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>Reads the config <c>access</c>.</summary>
internal static class AccessRules
{
    private static readonly string[] Words = ["private", "protected", "public"];

    public static ModelAccess Read(NodeConfig config, Materialization materialization, SourceSpan start, Problems problems)
    {
        if (config.Get("access") is not { } access) return ModelAccess.Protected;
        var word = access.Value.ToText();
        var index = Array.IndexOf(Words, word);
        if (index < 0)
        {
            problems.ReportWithHint(ManifestProblems.BadConfig, access.Span ?? start, DidYouMean.Hint(word, Words), "access", "private, protected or public", word);
            return ModelAccess.Protected;
        }

        // Others could not read it from the database.
        if (word == "public" && materialization == Materialization.Ephemeral)
            problems.ReportWithHint(ManifestProblems.BadConfig, access.Span ?? start, "an ephemeral model is in no database, where others could read it", "access", "private or protected for an ephemeral model", word);
        return (ModelAccess)index;
    }
}

using System.Text.Json;
using CareTally.Core.Manifests;

namespace CareTally.Core.State;

/// <summary>Finds the nodes that call a macro whose text has changed, themselves or through others.</summary>
internal sealed class MacroComparison(MacroLibrary macros, PreviousManifest previous, MacroUses uses)
{
    private readonly Lazy<HashSet<Macro>> _modified = new(() => [.. macros.All.Where(macro => IsModified(macro, previous))]);
    private readonly Lazy<HashSet<string>> _ids = new(() => [.. macros.All.Select(macro => macro.Id)]);

    /// <summary>Whether any macro that a node calls has changed, or one that it called is gone.</summary>
    public bool AreModified(Node node, JsonElement? old)
    {
        if (old is { } was && JsonFields.Texts(was, "depends_on", "macros").Any(IsGone)) return true;
        return _modified.Value.Count > 0 && uses.AllOf(node).Any(_modified.Value.Contains);
    }

    private bool IsGone(string id) => id.Split('.') is [_, var package, ..] && IsComparable(package, previous) && !_ids.Value.Contains(id);

    private static bool IsModified(Macro macro, PreviousManifest previous) =>
        IsComparable(macro.Package, previous)
        && (previous.MacroSql(macro.Id) is not { } before || !before.AsSpan().Trim().SequenceEqual(macro.Definition.Span.Text.AsSpan().Trim()));

    // The built-in macros of another program are other texts for the same.
    private static bool IsComparable(string package, PreviousManifest previous) => previous.IsByTally || !BuiltInMacros.Owns(package);
}

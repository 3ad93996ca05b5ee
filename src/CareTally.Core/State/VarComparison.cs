using CareTally.Core.Manifests;
using CareTally.Core.Projects;

namespace CareTally.Core.State;

/// <summary>Compares the values of the variables that a node's template, and the macros it calls, name. dbt looks at the text only.</summary>
internal sealed class VarComparison(Project project, PreviousManifest previous, MacroUses uses)
{
    private readonly Dictionary<string, HashSet<string>> _changed = new(StringComparer.Ordinal);
    private bool? _hasChanges;

    /// <summary>Whether they are what they were; also where the earlier state does not know.</summary>
    public bool AreSame(Node node)
    {
        if (!previous.IsByTally) return true;
        if (!(_hasChanges ??= project.Packages.Any(package => ChangedIn(package.Name).Count > 0))) return true;
        return !Names(node).Any(use => ChangedIn(use.Package).Contains(use.Name));
    }

    private IEnumerable<(string Package, string Name)> Names(Node node)
    {
        var own = MacroUses.TreeOf(node) is { } tree ? VarUses.In(tree) : new HashSet<string>();
        var called = uses.AllOf(node).SelectMany(macro => VarUses.In(macro.Definition).Select(name => (macro.Package, name)));
        return own.Select(name => (node.Package, name)).Concat(called);
    }

    private HashSet<string> ChangedIn(string package)
    {
        if (_changed.TryGetValue(package, out var changed)) return changed;
        var now = project.Vars.SeenBy(package).ToDictionary(pair => pair.Key, pair => VarHash.Of(pair.Value), StringComparer.Ordinal);
        return _changed[package] = [.. now.Keys.Union(previous.Vars(package)).Where(name => previous.VarHash(package, name) != now.GetValueOrDefault(name))];
    }
}

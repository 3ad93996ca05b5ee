using System.Collections.Concurrent;
using CareTally.Templating.Syntax;

namespace CareTally.Core.Manifests;

/// <summary>
/// Knows which macros can reach <c>ref</c>, <c>source</c> or <c>config</c>, themselves or through others. A template that calls
/// none of those can be read from its tree; any other is evaluated once, recording.
/// </summary>
internal sealed class MacroFacts(MacroLibrary macros)
{
    private readonly ConcurrentDictionary<Macro, bool> _touchesGraph = new();

    public MacroLibrary Macros => macros;

    public bool TouchesGraph(Macro macro)
    {
        if (_touchesGraph.TryGetValue(macro, out var known)) return known;
        var touches = Reaches(macro, []);
        _touchesGraph.TryAdd(macro, touches);
        return touches;
    }

    private bool Reaches(Macro macro, HashSet<Macro> seen)
    {
        if (!seen.Add(macro)) return false;
        var uses = new UseWalker(macros);
        foreach (var child in macro.Definition.Children) uses.Visit(child);
        return uses.IsOpaque || uses.Called.Any(called => Reaches(called, seen));
    }

    /// <summary>Collects the macros a tree uses, and whether it names anything that could reach the graph in a way not seen here.</summary>
    private sealed class UseWalker(MacroLibrary macros) : SyntaxWalker
    {
        public bool IsOpaque { get; private set; }

        public HashSet<Macro> Called { get; } = [];

        public override void Visit(SyntaxNode node)
        {
            switch (node)
            {
                case AttributeExpression { Target: NameExpression { IsLocal: false } package } attribute when macros.Find(package.Name, attribute.Name) is { } macro:
                    Called.Add(macro);
                    return;

                // config.get() reads; only config() writes.
                case AttributeExpression { Target: NameExpression { IsLocal: false, Name: "config" } }:
                    return;
                // A macro of the same file is a local name there.
                case NameExpression name when macros.Find(name.Name) is { } macro:
                    Called.Add(macro);
                    return;
                case NameExpression { IsLocal: false } name when GraphNames.Contains(name.Name):
                    IsOpaque = true;
                    return;
                default:
                    base.Visit(node);
                    return;
            }
        }
    }

    /// <summary>Names through which a template can reach the graph.</summary>
    public static readonly HashSet<string> GraphNames = new(StringComparer.Ordinal) { "ref", "source", "config", "builtins", "context", "adapter", "caller", "render" };
}

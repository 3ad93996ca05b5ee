using System.Collections.Concurrent;
using CareTally.Templating.Syntax;

namespace CareTally.Core.Manifests;

/// <summary>
/// Knows which macros can reach <c>ref</c>, <c>source</c>, <c>function</c> or <c>config</c>, themselves or through others. A template that calls
/// none of those can be read from its tree; any other is evaluated once, recording.
/// </summary>
internal sealed class MacroFacts(MacroLibrary macros)
{
    private readonly ConcurrentDictionary<(Macro, MacroNamespace), bool> _touchesGraph = new();
    private readonly ConcurrentDictionary<(Macro, MacroNamespace), UseWalker> _uses = new();

    public MacroLibrary Macros => macros;

    /// <summary>Whether a macro can reach the graph when a template that sees these names calls it.</summary>
    public bool TouchesGraph(Macro macro, MacroNamespace rendering)
    {
        if (_touchesGraph.TryGetValue((macro, rendering), out var known)) return known;
        var touches = Reaches(macro, rendering, []);
        _touchesGraph.TryAdd((macro, rendering), touches);
        return touches;
    }

    /// <summary>The macros that a template of a package calls, itself.</summary>
    public IReadOnlyCollection<Macro> CalledBy(SyntaxNode template, string package)
    {
        var names = macros.NamesFor(package);
        var uses = new UseWalker(names, names, macros.Dispatch);
        uses.Visit(template);
        return uses.Called;
    }

    /// <summary>The macros that a macro calls, itself, when a template of a package calls it.</summary>
    public IReadOnlyCollection<Macro> CalledBy(Macro macro, string package) => _uses.GetOrAdd((macro, macros.NamesFor(package)), UsesOf).Called;

    private bool Reaches(Macro macro, MacroNamespace rendering, HashSet<Macro> seen)
    {
        if (!seen.Add(macro)) return false;
        var uses = _uses.GetOrAdd((macro, rendering), UsesOf);
        return uses.IsOpaque || uses.Called.Any(called => Reaches(called, rendering, seen));
    }

    private UseWalker UsesOf((Macro Macro, MacroNamespace Rendering) key)
    {
        var uses = new UseWalker(macros.NamesFor(key.Macro.Package), key.Rendering, macros.Dispatch);
        foreach (var child in key.Macro.Definition.Children) uses.Visit(child);
        return uses;
    }

    /// <summary>Collects the macros a tree uses, and whether it names anything that could reach the graph in a way not seen here.</summary>
    private sealed class UseWalker(MacroNamespace seen, MacroNamespace rendering, MacroDispatch dispatch) : SyntaxWalker
    {
        public bool IsOpaque { get; private set; }

        public HashSet<Macro> Called { get; } = [];

        public override void Visit(SyntaxNode node)
        {
            var use = MacroUse.Of(node, seen, rendering, dispatch);
            if (use == MacroUse.OfParts) base.Visit(node);
            else if (use == MacroUse.Opaque) IsOpaque = true;
            else if (use is MacroUse.MacroCall call) Called.Add(call.Macro);
        }
    }
}

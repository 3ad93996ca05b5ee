using System.Collections.Immutable;
using CareTally.Templating;
using CareTally.Templating.Syntax;

namespace CareTally.Core.Manifests;

/// <summary>Which macros nodes call, as far as their trees show it; safe to use from several threads.</summary>
/// <param name="macros">The macros there are.</param>
public sealed class MacroUses(MacroLibrary macros)
{
    private readonly MacroFacts _facts = new(macros);

    /// <summary>The macros that a node calls itself, and those that make it.</summary>
    public ImmutableArray<Macro> Of(Node node)
    {
        var called = TreeOf(node) is { } tree ? _facts.CalledBy(tree, node.Package) : [];
        Macro? own = node switch
        {
            ModelNode model => model.MaterializedBy,
            FunctionNode function => macros.NamesFor(function.Package).Find(function.Macro),
            DataTestNode { Generic: { } use } => macros.FindTest(use.TestName, use.Package, node.Package),
            _ => null,
        };
        return [.. called.Append(own).OfType<Macro>().Distinct().OrderBy(macro => macro.Id, StringComparer.Ordinal)];
    }

    /// <summary>The macros that a macro calls itself.</summary>
    public IEnumerable<Macro> Of(Macro macro) => _facts.CalledBy(macro, macro.Package);

    /// <summary>The macros that a node calls, and all that those call in turn.</summary>
    public IReadOnlySet<Macro> AllOf(Node node)
    {
        var all = new HashSet<Macro>();
        var open = new Stack<Macro>(Of(node));
        while (open.TryPop(out var macro))
        {
            if (!all.Add(macro)) continue;
            foreach (var called in _facts.CalledBy(macro, node.Package)) open.Push(called);
        }

        return all;
    }

    /// <summary>The template that a node is written as, or null where it is none.</summary>
    private static Template? TemplateOf(Node node) => node switch
    {
        ModelNode model => model.Template,
        AnalysisNode analysis => analysis.Template,
        FunctionNode function => function.Template,
        SnapshotNode snapshot => snapshot.Query.Template,
        DataTestNode test => test.Template,
        _ => null,
    };

    /// <summary>What a node says itself, without what else stands in its file; null where it is no template.</summary>
    public static string? RawCode(Node node) => node is SnapshotNode snapshot ? snapshot.Query.Text : TemplateOf(node)?.Source.Text;

    /// <summary>The syntax of <see cref="RawCode"/>; null also where it is plain text.</summary>
    public static SyntaxNode? TreeOf(Node node) => node switch
    {
        SnapshotNode { Query.Block: { } block } => block,
        _ => TemplateOf(node) is { PlainText: null } template ? template.Root : null,
    };
}

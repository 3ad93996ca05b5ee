using CareTally.Templating;
using CareTally.Templating.Syntax;

namespace CareTally.Core.Manifests;

/// <summary>Finds the macros that a text names: what artifacts list as its dependencies.</summary>
internal sealed class MacroCalls : SyntaxWalker
{
    private readonly MacroLibrary _macros;
    private readonly MacroNamespace _seen;
    private readonly MacroNamespace _rendering;
    private readonly List<Macro> _found = [];

    private MacroCalls(MacroLibrary macros, string package, string root) =>
        (_macros, _seen, _rendering) = (macros, macros.NamesFor(package), macros.NamesFor(root));

    /// <summary>The macros that a template of a package calls itself, in order, each once.</summary>
    public static IReadOnlyList<Macro> In(Template template, string package, MacroLibrary macros) =>
        template.PlainText is not null ? [] : In(template.Root, package, macros);

    /// <summary>The macros that a part of a template of a package calls itself, in order, each once.</summary>
    public static IReadOnlyList<Macro> In(SyntaxNode part, string package, MacroLibrary macros)
    {
        var calls = new MacroCalls(macros, package, package);
        foreach (var child in part.Children) calls.Visit(child);
        return calls._found;
    }

    /// <summary>The macros that a macro calls itself, in order, each once, as templates of the project find them.</summary>
    public static IReadOnlyList<Macro> In(Macro macro, string root, MacroLibrary macros)
    {
        var calls = new MacroCalls(macros, macro.Package, root);
        foreach (var child in macro.Definition.Children) calls.Visit(child);
        return calls._found;
    }

    public override void Visit(SyntaxNode node)
    {
        var use = MacroUse.Of(node, _seen, _rendering, _macros.Dispatch);
        if (use is MacroUse.MacroCall call && !_found.Contains(call.Macro)) _found.Add(call.Macro);
        base.Visit(node);
    }
}

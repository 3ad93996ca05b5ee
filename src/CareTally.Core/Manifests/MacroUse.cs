using CareTally.Templating.Syntax;

namespace CareTally.Core.Manifests;

/// <summary>What one expression, without its parts, may lead a template to.</summary>
internal abstract record MacroUse
{
    /// <summary>Nothing but what its parts lead to.</summary>
    public static readonly MacroUse OfParts = new PartsUse();

    /// <summary>Nothing at all.</summary>
    public static readonly MacroUse Nothing = new NoUse();

    /// <summary>The graph, in a way that only an evaluation shows.</summary>
    public static readonly MacroUse Opaque = new OpaqueUse();

    /// <summary>Names through which a template can reach the graph.</summary>
    private static readonly HashSet<string> GraphNames = new(StringComparer.Ordinal) { "ref", "source", "function", "config", "builtins", "context", "adapter", "render" };

    /// <summary>What an expression leads to.</summary>
    /// <param name="node">The expression.</param>
    /// <param name="seen">What the template or macro that it stands in sees.</param>
    /// <param name="rendering">What the template being rendered sees.</param>
    /// <param name="dispatch">Finds the macros that are dispatched.</param>
    public static MacroUse Of(SyntaxNode node, MacroNamespace seen, MacroNamespace rendering, MacroDispatch dispatch) => node switch
    {
        CallExpression { Function: AttributeExpression { Target: NameExpression target, Name: "dispatch" } } call when IsHost(target, "adapter", seen) =>
            Dispatched(call.Arguments) is var (name, @namespace) ? Called(dispatch.Find(name, @namespace, seen, rendering)) : Opaque,
        AttributeExpression { Target: NameExpression target } attribute when IsHost(target, "adapter", seen) => attribute.Name == "dispatch" ? Opaque : Nothing,

        // config.get() reads; only config() writes.
        AttributeExpression { Target: NameExpression target } when IsHost(target, "config", seen) => Nothing,
        AttributeExpression { Target: NameExpression { IsLocal: false } target } attribute when seen.IsPackage(target.Name) => Called(seen.Find(target.Name, attribute.Name)),

        // A macro of the same file is a local name there.
        NameExpression name when seen.Find(name.Name) is { } macro => Called(macro),
        NameExpression { IsLocal: false } name => seen.IsPackage(name.Name) || GraphNames.Contains(name.Name) ? Opaque : Nothing,
        _ => OfParts,
    };

    private static bool IsHost(NameExpression target, string name, MacroNamespace seen) => !target.IsLocal && target.Name == name && !seen.ContainsKey(name);

    // What does not exist is reported by the evaluation.
    private static MacroUse Called(Macro? macro) => macro is null ? Opaque : new MacroCall(macro);

    private static (string Name, string? Namespace)? Dispatched(ArgumentList arguments)
    {
        if (arguments.Rest is not null || arguments.NamedRest is not null || arguments.Positional.Length + arguments.Named.Length > 2) return null;
        var name = arguments.Positional.ElementAtOrDefault(0) ?? Named("macro_name");
        var @namespace = arguments.Positional.ElementAtOrDefault(1) ?? Named("macro_namespace");
        if (name is not LiteralExpression { Value.IsString: true } literal) return null;
        return @namespace switch
        {
            null when arguments.Positional.Length + arguments.Named.Length == 1 => (literal.Value.AsString, null),
            LiteralExpression { Value.IsNone: true } => (literal.Value.AsString, null),
            LiteralExpression { Value.IsString: true } package => (literal.Value.AsString, package.Value.AsString),
            _ => null,
        };

        Expression? Named(string parameter) => arguments.Named.Where(argument => argument.Name == parameter).Select(argument => argument.Value).FirstOrDefault();
    }

    /// <summary>A macro.</summary>
    public sealed record MacroCall(Macro Macro) : MacroUse;

    private sealed record PartsUse : MacroUse;

    private sealed record NoUse : MacroUse;

    private sealed record OpaqueUse : MacroUse;
}

using CareTally.Templating.Syntax;

namespace CareTally.Core.State;

/// <summary>The variables that a template or a macro names, as far as its tree shows them.</summary>
internal sealed class VarUses : SyntaxWalker
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Names of the variables.</summary>
    public static IReadOnlySet<string> In(SyntaxNode tree)
    {
        var uses = new VarUses();
        uses.Visit(tree);
        return uses._names;
    }

    /// <inheritdoc />
    public override void Visit(SyntaxNode node)
    {
        if (node is CallExpression { Function: NameExpression { Name: "var", IsLocal: false }, Arguments.Positional: [LiteralExpression { Value.IsString: true } name, ..] })
            _names.Add(name.Value.AsString);
        base.Visit(node);
    }
}

using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Planning;

/// <summary>Asks the macros that a project or a package may replace for the statement that makes one function.</summary>
internal sealed class FunctionMacros(NodeScopes scopes, FunctionNode node)
{
    private const string Probe = "tally_probe";

    /// <summary>What is seen instead of the real thing, in a unit test; null otherwise.</summary>
    public StandIn? StandIn { get; init; }

    /// <summary>Whether tally's own macros write the statement, so that it is known without running anything.</summary>
    public bool AreBuiltIn => new NodeMacros(node, scopes, null).AreBuiltIn(
        node.Macro, $"{Kind}_function_create_replace_signature_sql", $"{Kind}_function_body_sql", $"formatted_{Kind}_function_args_sql", $"formatted_{FunctionNode.KindWords[0]}_function_args_sql");

    private string Kind => FunctionNode.KindWords[(int)node.Kind];

    private bool GivesRows => node.Kind == FunctionKind.Table;

    /// <summary>
    /// Makes the function, in place of any of its name: one that gives rows and one that gives values would stand beside each other. What
    /// is made by tally's own macros is tried before.
    /// </summary>
    /// <param name="live">The session.</param>
    /// <param name="body">The function's body.</param>
    /// <exception cref="DiagnosticException">The macro failed.</exception>
    public CompiledSql Statement(LiveRendering live, CompiledSql body)
    {
        var target = RelationValue.Of(StandIn?.Target ?? node.Relation, scopes.Manifest.Project.Target.Database, RelationTypes.Function);
        var model = NodeValue.Compiled(node, scopes.Manifest.Project, body.Text);
        var macro = scopes.Manifest.Macros.NamesFor(node.Package).Find(node.Macro)!;
        var text = live.Run(null, occasion => new MacroScope(node, scopes) { StandIn = StandIn }.Call(
            macro, occasion with { Extra = new Dictionary<string, Value> { ["model"] = model, ["sql"] = body.Text } }, [target])).ToText().Trim();
        if (text.Length == 0) throw new DiagnosticException(PlanProblems.NoFunctionStatement, macro.Definition.NameSpan, macro.Name, node.Id);
        var statement = body.Within(text).Wrap($"drop macro {Word(!GivesRows)}if exists {target.ToText()};\n", "");
        return AreBuiltIn ? CompiledSql.Concat(Trial(body), statement) : statement;
    }

    private static string Word(bool givesRows) => givesRows ? "table " : "";

    // A stored macro has no types, and then its body is bound only where it is called. A temporary one may have them: a body that does not
    // bind for the declared types replaces nothing.
    private CompiledSql Trial(CompiledSql body)
    {
        var parts = new List<CompiledSql> { CompiledSql.Of($"create or replace temp macro {Probe}(") };
        foreach (var argument in node.Signature.Arguments)
        {
            var separator = parts.Count > 1 ? ", " : "";
            parts.Add(new CompiledSql($"{separator}{SqlText.Identifier(argument.Name)} {argument.DataType}", [new RenderedPiece(0, argument.Span, IsVerbatim: false)]));
        }

        parts.Add(GivesRows ? body.Wrap(") as table\n", "") : body.Wrap(") as cast((\n", $"\n) as {node.ReturnType})"));
        parts.Add(CompiledSql.Of($";\ndrop macro {Word(GivesRows)}temp.{Probe};\n"));
        return CompiledSql.Concat(parts);
    }
}

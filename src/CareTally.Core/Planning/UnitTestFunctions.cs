using System.Collections.Immutable;
using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Templating;

namespace CareTally.Core.Planning;

/// <summary>The functions that the query of a unit test calls, made for the test alone: what they read is what the test gives.</summary>
/// <param name="scopes">Makes the scopes that bodies are rendered in.</param>
/// <param name="test">The test.</param>
/// <param name="redirect">Puts the given inputs in place of the real ones, in the scope of a function.</param>
internal sealed class UnitTestFunctions(NodeScopes scopes, UnitTestNode test, Func<NodeBinding, Node, NodeBinding> redirect)
{
    private readonly Dictionary<NodeId, Relation> _addresses = [];
    private readonly List<PlanStep.MakeFunction> _made = [];

    /// <summary>Those asked for so far, each behind those it calls.</summary>
    public ImmutableArray<PlanStep.MakeFunction> Made => [.. _made];

    /// <summary>Where a function is for the time of the test.</summary>
    /// <exception cref="Diagnostics.DiagnosticException">Its body cannot be rendered.</exception>
    public RelationValue Use(FunctionNode function)
    {
        if (!_addresses.TryGetValue(function.Id, out var address))
        {
            address = _addresses[function.Id] = new Relation(null, PlanStep.RunUnitTest.SchemaOf(test), function.Id.Name);
            _made.Add(Make(function, address));
        }

        return RelationValue.Of(address, scopes.Manifest.Project.Target.Database, RelationTypes.Function);
    }

    /// <summary>Whether one of the functions reads a node.</summary>
    public bool Read(NodeId id) => _made.Any(step => step.Node.DependsOn.Contains(id));

    private PlanStep.MakeFunction Make(FunctionNode function, Relation address)
    {
        var overrides = UnitTestNames.Of(scopes.Manifest, test, function.Package);
        var occasion = new Occasion(LaterWarehouse.Instance, new TemplateMessages(), null);
        var scope = NodeScope.Create(scopes.Manifest.Project, redirect(scopes.BindingOf(function, occasion), function));
        var rendered = TemplateRenderer.Render(function.Template, scope, scopes.OptionsFor(function.Package, occasion) with { Overrides = overrides });
        var body = NodeCompiler.OneStatement(function, new CompiledSql(rendered.Text, rendered.Map)) with { Header = NodeCompiler.HeaderOf(scope) };
        var standIn = new StandIn(address, binding => redirect(binding, function), overrides);
        return new PlanStep.MakeFunction(new FunctionMacros(scopes, function) { StandIn = standIn }) { Node = function, Target = address, Sql = StepSql.Of(body) };
    }
}

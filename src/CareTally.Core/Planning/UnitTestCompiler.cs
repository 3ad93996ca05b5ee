using System.Collections.Immutable;
using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Planning;

/// <summary>Makes the step of one unit test: its inputs become tables of its own, and the template is rendered with these in place of the real ones.</summary>
internal sealed class UnitTestCompiler(NodeScopes scopes, Func<NodeId, ImmutableArray<Column>?> columnsOf, Problems problems)
{
    private Project Project => scopes.Manifest.Project;

    /// <exception cref="DiagnosticException">It cannot be rendered.</exception>
    public PlanStep.RunUnitTest Compile(UnitTestNode test)
    {
        var tables = new Dictionary<NodeId, string>();
        var given = ImmutableArray.CreateBuilder<UnitTestTable>();
        foreach (var input in test.Given)
        {
            var id = input.Node ?? test.Model!;
            if (tables.ContainsKey(id)) continue;
            tables[id] = NameOf(((RelationNode)scopes.Manifest.Nodes[id]).Relation.Identifier, tables);
            given.Add(new UnitTestTable(tables[id], QueryOf(input, id), input.Span));
        }

        return new PlanStep.RunUnitTest { Node = test, Given = given.ToImmutable(), Sql = Render(test, tables) };
    }

    // A temporary table of the session: it hides nothing, and nobody else sees it.
    private static string NameOf(string identifier, Dictionary<NodeId, string> taken)
    {
        var name = identifier;
        for (var i = 2; taken.ContainsValue($"temp.{SqlText.Identifier(name)}"); i++) name = $"{identifier}_{i}";
        return $"temp.{SqlText.Identifier(name)}";
    }

    private CompiledSql QueryOf(UnitTestInput input, NodeId id)
    {
        if (input.Rows is not { } rows) return SeedSql.For((SeedNode)scopes.Manifest.Nodes[id]).Load;
        var columns = columnsOf(id) ?? [];
        if (rows.Sql is null && !columns.IsEmpty)
        {
            foreach (var unknown in UnitTestSql.UnknownColumns(rows, columns, input.Text)) problems.Add(unknown);
        }

        if (rows.Sql is null && rows.Columns.IsEmpty && columns.IsEmpty)
        {
            throw new DiagnosticException(Diagnostic.Of(PlanProblems.UnknownColumns, input.Span, input.Text) with
            {
                Hint = id.Kind == NodeKind.Source ? "declare its columns, each with a data_type" : "'tally check' says why",
            });
        }

        if (rows.Sql is null && columns.IsEmpty)
            problems.ReportWithHint(PlanProblems.UnknownTypes, input.Span, "declare its columns, each with a data_type, or build it", input.Text);
        return UnitTestSql.For(rows, columns);
    }

    private CompiledSql Render(UnitTestNode test, Dictionary<NodeId, string> tables)
    {
        var occasion = new Occasion(LaterWarehouse.Instance, new TemplateMessages(), null);
        var subject = test.Model is { } model ? model.ToString() : $"macro {test.Macro!.Name}";
        try
        {
            var node = test.Model is { } tested ? (ModelNode)scopes.Manifest.Nodes[tested] : null;
            var package = node?.Package ?? test.Package;
            var options = scopes.OptionsFor(package, occasion) with { Overrides = UnitTestNames.Of(scopes.Manifest, test, package) };
            if (node is null) return CallMacro(test, tables, options, occasion);
            WarnOfUnread(test, node);
            var binding = Redirect(scopes.BindingOf(node, occasion), test, node.Package, subject, tables);
            var scope = NodeScope.Create(Project, binding);
            var rendered = TemplateRenderer.Render(node.Template, scope, options);
            return NodeCompiler.OneStatement(node, new CompiledSql(rendered.Text, rendered.Map) { Header = NodeCompiler.HeaderOf(scope) });
        }
        catch (PutOffException)
        {
            throw new DiagnosticException(Diagnostic.Of(PlanProblems.LooksAtDatabase, test.Span, test.Name, subject) with
            {
                Hint = "say under 'overrides: macros:' what the macro that does so is to return",
            });
        }
        catch (DiagnosticException e) when (e.Diagnostic.Span?.Source.Path != test.Span.Source.Path)
        {
            throw new DiagnosticException(e.Diagnostic with { Frames = e.Diagnostic.Frames.Add(new DiagnosticFrame($"unit test {test.Name}", test.Span)) }, e);
        }
    }

    private CompiledSql CallMacro(UnitTestNode test, Dictionary<NodeId, string> tables, RenderOptions options, Occasion occasion)
    {
        var binding = Redirect(scopes.BindingOfRun(test.Package, occasion), test, test.Package, $"macro {test.Macro!.Name}", tables);
        var text = TemplateRenderer.CallMacro(test.Macro.Value, NodeScope.Create(Project, binding), test.Positional, test.Named, options).ToText();
        return new CompiledSql(text, [new RenderedPiece(0, test.Span, IsVerbatim: false)]);
    }

    private NodeBinding Redirect(NodeBinding binding, UnitTestNode test, string package, string subject, Dictionary<NodeId, string> tables)
    {
        return binding with
        {
            Ref = (call, target) => Find(call, scopes.Manifest.FindRef(package, target.Package, target.Name), $"ref('{target.Name}')"),
            Source = (call, target) => Find(call, scopes.Manifest.FindSource(package, target.Source, target.Table), $"source('{target.Source}', '{target.Table}')"),
            This = test.Model is { } model && tables.TryGetValue(model, out var own) && binding.This is { } known ? new RelationValue(known.Parts with { Sql = own }) : binding.This,
        };

        Value Find(CallArguments call, NodeId? found, string text)
        {
            if (found is not null && tables.TryGetValue(found, out var table))
                return new RelationValue(RelationValue.PartsOf(((RelationNode)scopes.Manifest.Nodes[found]).Relation, Project.Target.Database, RelationTypes.Table) with { Sql = table });
            throw call.ErrorWithHint(PlanProblems.NotGiven, $"add to its 'given:'  - {{input: \"{text}\", rows: []}}", test.Name, text, subject);
        }
    }

    private void WarnOfUnread(UnitTestNode test, ModelNode model)
    {
        foreach (var input in test.Given.Where(input => input.Node is { } id && !model.DependsOn.Contains(id)))
            problems.ReportWithHint(PlanProblems.InputNotRead, input.Span, "remove it", test.Name, input.Text, model.Id);
    }
}

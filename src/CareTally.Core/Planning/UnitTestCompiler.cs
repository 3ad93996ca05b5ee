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
        UnitTestTable? before = null;
        foreach (var input in test.Given)
        {
            var id = input.Node ?? test.Model!;
            if (tables.ContainsKey(id)) continue;
            var isChanged = test.ExpectsTable && id == test.Model;
            tables[id] = isChanged ? ChangedTable(test).ToSql() : NameOf(((RelationNode)scopes.Manifest.Nodes[id]).Relation.Identifier, tables);
            var table = new UnitTestTable(tables[id], QueryOf(input, id), input.Span);
            if (isChanged) before = table;
            else given.Add(table);
        }

        var setting = SettingOf(test, tables);
        var sql = Render(setting);
        return new PlanStep.RunUnitTest
        {
            Node = test,
            Given = given.ToImmutable(),
            Before = before,
            Functions = setting.Functions.Made,
            Sql = sql,
            Change = test.ExpectsTable ? ChangeOf(setting, sql, before is not null) : null,
        };
    }

    private Setting SettingOf(UnitTestNode test, Dictionary<NodeId, string> tables)
    {
        Setting? setting = null;
        setting = new Setting(test, tables, new UnitTestFunctions(scopes, test, (binding, function) => Redirect(binding, setting!, function.Package, function.Id.ToString())));
        return setting;
    }

    // In a schema of its own, which is there for the time of the test.
    private Relation ChangedTable(UnitTestNode test) =>
        ((RelationNode)scopes.Manifest.Nodes[test.Model!]).Relation with { Database = null, Schema = PlanStep.RunUnitTest.SchemaOf(test) };

    // An incremental model makes its table of what the query gives where there is none yet.
    private PlanStep.OfQuery? ChangeOf(Setting setting, CompiledSql sql, bool exists)
    {
        var test = setting.Test;
        var node = (RelationNode)scopes.Manifest.Nodes[test.Model!];
        var standIn = new StandIn(ChangedTable(test), binding => Redirect(binding, setting, node.Package, node.Id.ToString()), UnitTestNames.Of(scopes.Manifest, test, node.Package));
        if (node is SnapshotNode snapshot)
            return new PlanStep.TakeSnapshot { Node = snapshot, Target = standIn.Target, Sql = StepSql.Of(sql), Macros = new SnapshotMacros(scopes, snapshot) { StandIn = standIn } };
        var config = IncrementalConfig.Read((ModelNode)node, scopes.Manifest.Macros);
        if (config.Microbatch is not null)
            throw new DiagnosticException(Diagnostic.Of(PlanProblems.BatchesAfter, test.Span, test.Name, node.Id) with { Hint = "leave out 'after', and test what its query gives" });
        return exists ? new PlanStep.ChangeModel(new NodeMacros(node, scopes, null) { StandIn = standIn }) { Node = node, Target = standIn.Target, Sql = StepSql.Of(sql), Config = config } : null;
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

    private CompiledSql Render(Setting setting)
    {
        var test = setting.Test;

        // Where its table is there, it is changed.
        bool? isInPlace = test.ExpectsTable ? setting.Tables.ContainsKey(test.Model!) : null;
        var occasion = new Occasion(LaterWarehouse.Instance, new TemplateMessages(), null) { IsInPlace = isInPlace };
        var subject = test.Model is { } model ? model.ToString() : $"macro {test.Macro!.Name}";
        try
        {
            var node = test.Model is { } tested ? (RelationNode)scopes.Manifest.Nodes[tested] : null;
            var package = node?.Package ?? test.Package;
            var options = scopes.OptionsFor(package, occasion) with { Overrides = UnitTestNames.Of(scopes.Manifest, test, package) };
            if (node is null) return CallMacro(setting, options, occasion);
            foreach (var function in node.DependsOn.Select(id => scopes.Manifest.Nodes[id]).OfType<FunctionNode>()) setting.Functions.Use(function);
            WarnOfUnread(setting, node);
            var binding = Redirect(scopes.BindingOf(node, occasion), setting, node.Package, subject);
            return NodeCompiler.OneStatement(node, Rendered(node, NodeScope.Create(Project, binding), options));
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

    private static CompiledSql Rendered(RelationNode node, Scope scope, RenderOptions options)
    {
        var text = node switch
        {
            SnapshotNode { Query.Block: { } block } => TemplateRenderer.Render(block, scope, options),
            SnapshotNode { Query.Template: var query } => TemplateRenderer.Render(query, scope, options),
            _ => TemplateRenderer.Render(((ModelNode)node).Template, scope, options),
        };
        return new CompiledSql(text.Text, node is SnapshotNode { Query: { Block: null, Span: var span } } ? [new RenderedPiece(0, span, IsVerbatim: false)] : text.Map) { Header = NodeCompiler.HeaderOf(scope) };
    }

    private CompiledSql CallMacro(Setting setting, RenderOptions options, Occasion occasion)
    {
        var test = setting.Test;
        var binding = Redirect(scopes.BindingOfRun(test.Package, occasion), setting, test.Package, $"macro {test.Macro!.Name}");
        var text = TemplateRenderer.CallMacro(test.Macro.Value, NodeScope.Create(Project, binding), test.Positional, test.Named, options).ToText();
        return new CompiledSql(text, [new RenderedPiece(0, test.Span, IsVerbatim: false)]);
    }

    private NodeBinding Redirect(NodeBinding binding, Setting setting, string package, string subject)
    {
        return binding with
        {
            Ref = (call, target) => Find(call, scopes.Manifest.FindRef(package, target.Package, target.Name), $"ref('{target.Name}')"),
            Source = (call, target) => Find(call, scopes.Manifest.FindSource(package, target.Source, target.Table), $"source('{target.Source}', '{target.Table}')"),
            Function = (call, target) => scopes.Manifest.FindFunction(package, target.Package, target.Name) is { } id
                ? setting.Functions.Use((FunctionNode)scopes.Manifest.Nodes[id])
                : throw call.Error(ManifestProblems.UnknownFunction, target.Shown, subject),
            This = binding.This is { } known ? ThisOf(setting, known) : null,
        };

        Value Find(CallArguments call, NodeId? found, string text)
        {
            if (found is not null && setting.Tables.TryGetValue(found, out var table))
                return new RelationValue(RelationValue.PartsOf(((RelationNode)scopes.Manifest.Nodes[found]).Relation, Project.Target.Database, RelationTypes.Table) with { Sql = table });
            throw call.ErrorWithHint(PlanProblems.NotGiven, $"add to its 'given:'  - {{input: \"{text}\", rows: []}}", setting.Test.Name, text, subject);
        }
    }

    private RelationValue ThisOf(Setting setting, RelationValue known)
    {
        if (setting.Test.ExpectsTable) return RelationValue.Of(ChangedTable(setting.Test), Project.Target.Database, RelationTypes.Table);
        return setting.Tables.TryGetValue(setting.Test.Model!, out var own) ? new RelationValue(known.Parts with { Sql = own }) : known;
    }

    private void WarnOfUnread(Setting setting, RelationNode model)
    {
        foreach (var input in setting.Test.Given.Where(input => input.Node is { } id && !model.DependsOn.Contains(id) && !setting.Functions.Read(id)))
            problems.ReportWithHint(PlanProblems.InputNotRead, input.Span, "remove it", setting.Test.Name, input.Text, model.Id);
    }

    /// <summary>What one test is rendered with.</summary>
    /// <param name="Test">The test.</param>
    /// <param name="Tables">The tables that stand for what it gives.</param>
    /// <param name="Functions">The functions that stand for those it calls.</param>
    private sealed record Setting(UnitTestNode Test, Dictionary<NodeId, string> Tables, UnitTestFunctions Functions);
}

using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Running;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Checking;

/// <summary>Makes empty relations for what no query of the plan makes: sources, seeds, and what stands in the warehouse already.</summary>
internal sealed class GivenRelations(
    CheckScope scope, IReadOnlyDictionary<Relation, ImmutableArray<Column>> existing, CheckErrors errors, CheckOptions options, CheckDatabase database)
{
    private readonly HashSet<Relation> _made = [.. scope.Nodes.Where(node => scope.Makes(node) && node is not FunctionNode).OfType<RelationNode>().Select(node => node.Relation)];

    private readonly Dictionary<Relation, ImmutableArray<Column>> _seeds = [];

    /// <summary>Makes what stands for a node; seeds first, as sources may be tables that they load.</summary>
    public async Task<CheckResult> MakeAsync(Node node, CancellationToken cancellationToken)
    {
        try
        {
            return node switch
            {
                SourceNode { External: { } files } source => await OfFilesAsync(source, files, cancellationToken),
                SourceNode source => await OfTableAsync(source, cancellationToken),
                SeedNode when scope.StepOf(node) is PlanStep.LoadSeed step => await OfSeedAsync(step, cancellationToken),
                FunctionNode when !scope.Makes(node) => Unknown(node, "this run does not make it"),
                RelationNode other when !scope.Makes(other) => await OfExistingAsync(other, cancellationToken),
                _ => Unknown(node, "what it is made of is only known when it runs"),
            };
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            return Unknown(node, FirstLine(e.Message));
        }
        catch (DiagnosticException e)
        {
            return Unknown(node, e.Diagnostic.Message);
        }
    }

    private async Task<CheckResult> OfFilesAsync(SourceNode source, ExternalFiles files, CancellationToken cancellationToken)
    {
        var isHere = !ExternalLocation.IsUrl(files.Location) && (files.IsOptional || ExternalLocation.Find(ExternalLocation.Absolute(files.Location, scope.Root)).Any());
        if (!isHere && (!options.TrustsDeclarations || Declared(source).IsEmpty)) return Unknown(source, "its files are not on this machine");
        var columns = isHere ? await database.DescribeAsync($"select * from {ExternalSourceSql.For(source, files, scope.Root)}", cancellationToken) : Declared(source);
        await database.CreateAsync(ExternalSourceSql.StandInOf(source), columns, cancellationToken);
        return new CheckResult.Sound { Node = source, Columns = columns };
    }

    private async Task<CheckResult> OfTableAsync(SourceNode source, CancellationToken cancellationToken)
    {
        if (options.TrustsDeclarations && _seeds.TryGetValue(source.Relation, out var loaded)) return new CheckResult.Sound { Node = source, Columns = loaded };
        if (_made.Contains(source.Relation)) return Unknown(source, "a node of the project makes it");
        if (existing.TryGetValue(source.Relation, out var columns))
        {
            if (errors.HooksMayDefine && !options.TrustsDeclarations) return Unknown(source, "hooks may change it");
            return await MakeAsync(source, columns, cancellationToken);
        }

        if (!options.TrustsDeclarations) return Unknown(source, "the database does not have it yet");
        if (Declared(source).IsEmpty) return Unknown(source, "the database does not have it, and it declares no columns with a data_type each");
        return await MakeAsync(source, Declared(source), cancellationToken);
    }

    private async Task<CheckResult> OfSeedAsync(PlanStep.LoadSeed step, CancellationToken cancellationToken)
    {
        try
        {
            var columns = await database.DescribeAsync(step.Sql.Text, cancellationToken);
            _seeds[step.Target] = columns;
            return await MakeAsync((SeedNode)step.Node, columns, cancellationToken);
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement && options.TrustsDeclarations)
        {
            return new CheckResult.Failed { Node = step.Node, Diagnostic = new SqlDiagnostics(scope.Root).For(e, CompiledSql.Of(""), step.Node) };
        }
    }

    private async Task<CheckResult> OfExistingAsync(RelationNode node, CancellationToken cancellationToken) =>
        existing.TryGetValue(node.Relation, out var columns)
            ? await MakeAsync(node, columns, cancellationToken)
            : Unknown(node, "it is not built");

    private async Task<CheckResult> MakeAsync(RelationNode node, ImmutableArray<Column> columns, CancellationToken cancellationToken)
    {
        await database.CreateAsync(node.Relation, columns, cancellationToken);
        return new CheckResult.Sound { Node = node, Columns = columns };
    }

    // All of them, or none where one has no type.
    private static ImmutableArray<Column> Declared(SourceNode source) =>
        source.Columns.Any(column => column.DataType is null) ? [] : [.. source.Columns.Select(column => new Column(column.Name, column.DataType!))];

    private static CheckResult.NotCheckable Unknown(Node node, string reason) => new() { Node = node, Reason = reason };

    private static string FirstLine(string message) => message.Split('\n')[0].TrimEnd();
}

using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>Loads the file of one seed into its table, and says what is wrong with the file.</summary>
/// <param name="step">The seed.</param>
/// <param name="work">Its session and transaction.</param>
/// <param name="existing">What the warehouse holds.</param>
internal sealed class SeedLoad(PlanStep.LoadSeed step, StepWork work, Catalog existing)
{
    // 2 to the power of 53: up to there a double holds every whole number.
    private const string FirstInexact = "9007199254740992";

    public async Task<NodeResult> RunAsync(Watch watch)
    {
        var result = await new RelationBuild(work, new Publisher(step.Target, RelationKind.Table, existing), RelationKind.Table).RunAsync(watch, StepSql.Of(step.Sql));
        switch (result)
        {
            case NodeResult.Built:
                await WarnOfDigitsAsync();
                return result;
            case NodeResult.Errored errored when step.Check is { } check:
                return await LocateAsync(errored, check);
            default:
                return result;
        }
    }

    // While types are inferred a malformed row is reported without its line; read with nothing to infer it has one.
    private async Task<NodeResult> LocateAsync(NodeResult.Errored errored, string check)
    {
        try
        {
            await work.Session.QueryAsync($"select count(*) from ({check})", 1, work.CancellationToken);
            return errored;
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            return errored with { Diagnostic = work.Diagnostics.For(e, step.Sql, step.Node) };
        }
    }

    // What does not fit an integer is taken for a floating-point number, in which two keys may become one. The table is published by now.
    private async Task WarnOfDigitsAsync()
    {
        var declared = ((SeedNode)step.Node).ColumnTypes.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var guessed = (await work.Session.ReadColumnsAsync(step.Target, CancellationToken.None)).Where(column => column.DataType == "DOUBLE" && !declared.Contains(column.Name)).ToArray();
        if (guessed.Length == 0) return;
        var areLarge = guessed.Select(column => SqlText.Identifier(column.Name)).Select(name => $"bool_or(isfinite({name}) and abs({name}) >= {FirstInexact})");
        var found = await work.Session.QueryAsync($"select {string.Join(", ", areLarge)} from {step.Target.ToSql()}", 1, CancellationToken.None);
        foreach (var (column, _) in guessed.Zip(found.Rows[0]).Where(pair => pair.Second is true))
        {
            work.Warn(Diagnostic.Of(RunProblems.SeedDigits, step.Node.Span, step.Node.Name, column.Name, column.DataType) with
            {
                Hint = $"declare what it is: config: {{column_types: {{{column.Name}: hugeint}}}}, or varchar for a key, or double where that is meant",
            });
        }
    }
}

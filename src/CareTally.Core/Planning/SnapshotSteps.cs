using System.Collections.Immutable;
using CareTally.Core.Manifests;

namespace CareTally.Core.Planning;

/// <summary>Makes the steps of snapshots.</summary>
internal static class SnapshotSteps
{
    public static PlanStep.TakeSnapshot For(NodeCompiler compiler, SnapshotNode snapshot, ImmutableArray<NodeId> waitsFor, ImmutableArray<PlannedTest> tests)
    {
        var sql = compiler.Plan(snapshot);
        return new PlanStep.TakeSnapshot
        {
            Node = snapshot,
            WaitsFor = waitsFor,
            GatingTests = tests,
            Target = snapshot.Relation,
            Sql = sql,
            ReadsAllOf = sql.Compiled is { } known ? compiler.ReadsAllOf(snapshot, known) : null,
            IsPartial = compiler.IsEmptyRun,
            Macros = compiler.MacrosOf(snapshot),
        };
    }
}

using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Planning;

/// <summary>Says which steps read files without the rows that cannot be read, and where these are kept.</summary>
internal sealed class RejectingSteps(NodeScopes scopes, Problems problems)
{
    private const string Identifier = "rejected";

    private readonly Manifest _manifest = scopes.Manifest;

    /// <summary>A step with the readers of the sources that it reads so.</summary>
    /// <exception cref="DiagnosticException">No file of a source is there.</exception>
    public PlanStep Mark(PlanStep step)
    {
        if (step is PlanStep.BuildModel { Kind: RelationKind.View })
        {
            foreach (var source in RejectingOf(step.Node)) problems.ReportWithHint(PlanProblems.RejectsNothing, step.Node.Span, "make it a table", step.Node.Id, $"{source.SourceName}.{source.Name}");
            return step;
        }

        var sources = step.GatingTests.Select(test => (Node)test.Node).Prepend(step.Node).SelectMany(RejectingOf).DistinctBy(source => source.Id);
        ImmutableArray<SourceReader> readers = [.. sources.Select(source => scopes.ReaderOf(source, source.External!))];
        if (readers.IsEmpty) return step;
        return step is PlanStep.RunBatches batches
            ? batches with { Readers = readers, Batches = [.. batches.Batches.Select(batch => batch with { Step = batch.Step with { Readers = readers } })] }
            : step with { Readers = readers };
    }

    /// <summary>Where these steps keep such rows; null where none does.</summary>
    public Relation? KeptBy(IEnumerable<PlanStep> steps)
    {
        if (!steps.Any(step => step is not PlanStep.RunTest && !step.Readers.IsEmpty)) return null;
        var kept = new Relation(null, _manifest.Project.Target.Schema, Identifier);
        if (_manifest.Nodes.Values.OfType<RelationNode>().FirstOrDefault(node => node is not SourceNode && node.Relation == kept) is { } taken)
            problems.ReportWithHint(PlanProblems.RejectedTaken, taken.Span, "give it an alias", taken.Id, kept);
        return kept;
    }

    // A Parquet file is read or not, as a whole.
    private IEnumerable<SourceNode> RejectingOf(Node node) => FileSources.ReadBy(node, _manifest).Where(source => source.External is { MaxUnreadableShare: not null, Format: not "parquet" });
}

using CareTally.Core.Manifests;
using CareTally.Core.State;
using CareTally.Diagnostics;

namespace CareTally.Core.Selecting;

/// <summary>What a selection is made from. Files beside the project's own are read only where a selector asks for them.</summary>
internal sealed class SelectionInputs(Manifest manifest, SelectionCriteria criteria, Problems problems)
{
    private readonly Lazy<SelectorFile> _selectors = new(() => SelectorFile.Read(manifest.Project, criteria.Indirect));
    private readonly Lazy<StateComparison> _comparison = new(() => new StateComparison(manifest, StateFor("state:", manifest, criteria, problems).Manifest, problems));

    public Manifest Manifest => manifest;

    public Problems Problems => problems;

    /// <summary>selectors.yml.</summary>
    public SelectorFile Selectors => _selectors.Value;

    /// <summary>The comparison with the earlier state.</summary>
    public StateComparison Comparison => _comparison.Value;

    /// <summary>The results of the earlier state, or of the last run where none is named.</summary>
    public PreviousResults Results => (criteria.State ?? new StateFolder(manifest.Project.TargetFolder)).Results;

    /// <summary>The sources that hold newer rows than in the earlier state.</summary>
    public IReadOnlySet<string> FresherSources => PreviousSources.Fresher(StateFor("source_status:", manifest, criteria, problems).Path, manifest.Project.TargetFolder);

    private static StateFolder StateFor(string method, Manifest manifest, SelectionCriteria criteria, Problems problems)
    {
        if (criteria.State is not { } state)
        {
            throw new DiagnosticException(Diagnostic.Of(StateProblems.NoState, null, method) with
            {
                Hint = "name the folder of its artifacts with --state, or with the variable TALLY_STATE or DBT_STATE",
            });
        }

        if (Path.TrimEndingDirectorySeparator(state.Path) == Path.TrimEndingDirectorySeparator(manifest.Project.TargetFolder))
            problems.ReportWithHint(StateProblems.SameFolder, null, "keep a copy of the artifacts elsewhere", state.Path);
        return state;
    }
}

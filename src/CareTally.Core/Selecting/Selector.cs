using CareTally.Core.Manifests;
using CareTally.Diagnostics;

namespace CareTally.Core.Selecting;

/// <summary>Finds the nodes that a selection means: the fourth stage of the pipeline. The grammar is dbt's.</summary>
public static class Selector
{
    /// <summary>The selected nodes.</summary>
    /// <param name="manifest">The project.</param>
    /// <param name="criteria">What was asked for.</param>
    /// <param name="problems">Receives a warning for each selector that matches nothing.</param>
    /// <exception cref="DiagnosticException">A selector cannot be read.</exception>
    /// <exception cref="InvalidProjectException">selectors.yml has errors.</exception>
    public static Selection Select(Manifest manifest, SelectionCriteria criteria, Problems problems)
    {
        var inputs = new SelectionInputs(manifest, criteria, problems);
        var evaluation = new SelectionEvaluation(inputs);
        var selected = SpecOf(inputs, criteria) is { } spec ? evaluation.Select(spec) : [.. manifest.Order];
        if (!criteria.Kinds.IsEmpty) selected.RemoveWhere(id => !criteria.Kinds.Contains(id.Kind));
        return new Selection([.. selected]);
    }

    // Null for everything.
    private static SelectionSpec? SpecOf(SelectionInputs inputs, SelectionCriteria criteria)
    {
        if (criteria.Named is { } name)
        {
            if (!criteria.Select.IsEmpty || !criteria.Exclude.IsEmpty)
            {
                throw new DiagnosticException(Diagnostic.Of(SelectionProblems.NamedAndMore, null, criteria.Select.IsEmpty ? "--exclude" : "--select") with
                {
                    Hint = $"to go on from it write --select selector:{name}",
                });
            }

            return inputs.Selectors.Get(name).Definition;
        }

        if (criteria.Select.IsEmpty && criteria.Exclude.IsEmpty) return inputs.Selectors.Default?.Definition;
        var included = criteria.Select.IsEmpty ? new SelectionSpec.Everything() : SelectionSpec.Parse(criteria.Select, criteria.Indirect);
        return criteria.Exclude.IsEmpty ? included : new SelectionSpec.Difference(included, SelectionSpec.Parse(criteria.Exclude, criteria.Indirect));
    }
}

using System.Collections.Immutable;
using System.Globalization;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Properties;
using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>Which references a model allows, and which are to be given up.</summary>
internal sealed class ReferenceRules(Project project, ImmutableArray<NodeDraft> drafts, Problems problems)
{
    /// <summary>Reports where a node may not refer to another, or should not for long.</summary>
    /// <param name="from">Who refers.</param>
    /// <param name="to">To what.</param>
    /// <param name="span">Where.</param>
    public void Check(Node from, Node to, SourceSpan span)
    {
        if (to is not ModelNode model) return;
        // What is asked once may look at anything.
        if (from.Name != LoadOptions.InlineName) CheckAccess(from, model, span);
        if (model.DeprecationDate is { } deprecation && from is ModelNode) WarnOfDeprecation(model, deprecation, span);
    }

    /// <summary>Warns of models that are past their date.</summary>
    public void WarnOfDeprecated(IEnumerable<Node> nodes)
    {
        foreach (var model in nodes.OfType<ModelNode>().Where(model => model.DeprecationDate is { } deprecation && IsPast(deprecation)))
            problems.Report(ManifestProblems.DeprecatedModel, model.DeprecationDate!.Span, model.NameWithVersion, Shown(model.DeprecationDate));
    }

    private void CheckAccess(Node from, ModelNode model, SourceSpan span)
    {
        var isForeign = from.Package != model.Package && project.FindPackage(model.Package) is { RestrictsAccess: true };
        switch (model.Access)
        {
            case ModelAccess.Private when GroupOf(from) is not { } group || group != model.Group || isForeign:
                var owner = model.Group is null ? "a private model without a group can be read by none" : $"only nodes of the group '{model.Group}' may read it: set the config group of {from.Name}, or make {model.Name} protected";
                problems.ReportWithHint(ManifestProblems.PrivateModel, span, owner, model.NameWithVersion, model.Group is null ? "" : $" to the group '{model.Group}'", from.Id);
                break;
            case ModelAccess.Protected when isForeign:
                problems.ReportWithHint(
                    ManifestProblems.ProtectedModel, span, $"its package has 'restrict-access: true'; only models with access: public can be read from outside", model.NameWithVersion, model.Package, from.Id);
                break;
        }
    }

    // A test belongs to the group of what it tests.
    private string? GroupOf(Node node) =>
        node.Group ?? (node is DataTestNode { Generic: { } use } ? drafts.FirstOrDefault(draft => draft.Node.Id == use.Subject)?.Node.Group : null);

    private void WarnOfDeprecation(ModelNode model, DeprecationDate deprecation, SourceSpan span)
    {
        var hint = model.LatestVersion is { } latest && !model.IsLatestVersion ? $"its latest version is {latest.Text}: ref('{model.Name}', v={latest.Value.ToRepr()})" : null;
        problems.ReportWithHint(IsPast(deprecation) ? ManifestProblems.DeprecatedReference : ManifestProblems.ReferenceToBeDeprecated, span, hint, model.NameWithVersion, Shown(deprecation));
    }

    private bool IsPast(DeprecationDate deprecation) => deprecation.Date < project.Options.StartedAt;

    private static string Shown(DeprecationDate deprecation) =>
        deprecation.Date.ToString(deprecation.Date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}

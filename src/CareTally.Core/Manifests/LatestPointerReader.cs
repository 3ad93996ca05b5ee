using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>Reads the config <c>latest_version_pointer</c>: whether a view of the model's own name stands for its latest version.</summary>
internal static class LatestPointerReader
{
    /// <summary>The model with the view that points to it, where it is the latest version and one is wanted.</summary>
    /// <exception cref="DiagnosticException">A naming macro failed.</exception>
    public static ModelNode Point(ModelNode model, PackageContext context)
    {
        if (!model.IsLatestVersion || model.Materialization == Materialization.Ephemeral) return model;
        var configured = model.Config.Get("latest_version_pointer");
        var settings = configured?.Value.As<DictValue>();
        Value enabled = configured is { Value.IsBool: true } ? configured.Value : settings is not null && settings.TryGet("enabled", out var given) ? given : Value.None;
        if (configured is not null && settings is null && !enabled.IsBool)
            context.Problems.Report(ManifestProblems.BadConfig, configured.Span ?? model.Span, "latest_version_pointer", "true, false or a mapping of enabled and alias", configured.Value.ToText());
        if (!(enabled.IsNone ? context.Project.PointsToLatestVersions : enabled.IsTruthy)) return model;
        var pointer = context.Naming.PointerTo(model, settings is not null && settings.TryGet("alias", out var custom) && !custom.IsNone ? custom.ToText() : null);
        if (!pointer.Equals(model.Relation)) return model with { LatestPointer = pointer };
        context.Problems.ReportWithHint(
            ManifestProblems.PointerTaken, configured?.Span ?? model.Span, "remove its alias, or switch the pointer off with  latest_version_pointer: false", model.Name, model.Relation);
        return model;
    }
}

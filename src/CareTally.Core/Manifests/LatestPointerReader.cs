using CareTally.Core.Projects.Configs;
using CareTally.Core.Projects.Properties;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>Reads the config <c>latest_version_pointer</c>: whether a view of the model's own name stands for its latest version.</summary>
internal static class LatestPointerReader
{
    /// <summary>Where the view is, or null for none.</summary>
    /// <param name="context">The package.</param>
    /// <param name="described">What the property file says of the model.</param>
    /// <param name="config">Its configuration.</param>
    /// <param name="relation">The relation of this version.</param>
    /// <param name="start">The start of its file.</param>
    public static Relation? Read(PackageContext context, ResourceProperties? described, NodeConfig config, Relation relation, SourceSpan start)
    {
        if (described?.Version is not { } version || version.Version != version.Latest) return null;
        var configured = config.Get("latest_version_pointer");
        var settings = configured?.Value.As<DictValue>();
        Value enabled = configured is { Value.IsBool: true } ? configured.Value : settings is not null && settings.TryGet("enabled", out var given) ? given : Value.None;
        if (configured is not null && settings is null && !enabled.IsBool)
            context.Problems.Report(ManifestProblems.BadConfig, configured.Span ?? start, "latest_version_pointer", "true, false or a mapping of enabled and alias", configured.Value.ToText());
        if (!(enabled.IsNone ? context.Project.PointsToLatestVersions : enabled.IsTruthy)) return null;
        var alias = settings is not null && settings.TryGet("alias", out var custom) && !custom.IsNone ? custom.ToText() : null;
        var pointer = relation with { Identifier = context.Naming.PointerNameOf(described.Name, context.Package.Name, alias, version.Version) };
        if (!pointer.Equals(relation)) return pointer;
        context.Problems.ReportWithHint(
            ManifestProblems.PointerTaken, configured?.Span ?? start, "remove its alias, or switch the pointer off with  latest_version_pointer: false", described.Name, relation);
        return null;
    }
}

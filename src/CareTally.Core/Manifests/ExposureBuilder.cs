using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Properties;
using CareTally.Core.Projects.Yaml;

namespace CareTally.Core.Manifests;

/// <summary>Makes exposure nodes of property files.</summary>
internal static class ExposureBuilder
{
    public static IEnumerable<NodeDraft> Build(PackageContext context) =>
        context.Package.Contents.Properties.SelectMany(file => file.Exposures.Select(exposure => Build(context, file, exposure)));

    private static NodeDraft Build(PackageContext context, PropertyFile file, ExposureProperties exposure)
    {
        var package = context.Package.Name;
        ImmutableArray<string> fqn = [package, .. file.File.Folders, exposure.Name];
        var node = new ExposureNode
        {
            Id = new NodeId(NodeKind.Exposure, $"{package}.{exposure.Name}"),
            Package = package,
            Name = exposure.Name,
            Fqn = fqn,
            Path = file.File.Path,
            PropertiesPath = file.File.Path,
            Span = exposure.Span,
            Config = context.MergeConfigs(contents => contents.ExposureConfigs, fqn, context.Read(exposure.Configs)),
            Description = context.Descriptions.Render(exposure.Description),
            Label = context.Yaml.RenderText(exposure.Label),
            Type = exposure.Type,
            Maturity = exposure.Maturity,
            Url = context.Yaml.RenderText(exposure.Url),
            Owner = exposure.Owner,
        };
        return new NodeDraft(node, exposure.DependsOn.Aggregate(TemplateReferences.None, (all, call) => all.Plus(ReferencesOf(call, context))));
    }

    private static TemplateReferences ReferencesOf(YamlScalar call, PackageContext context)
    {
        if (!call.Text.TrimStart().StartsWith("metric(", StringComparison.Ordinal)) return context.ReferencesOfCall(call.Text, call.Span, "depends_on");
        context.Problems.Report(ProjectProblems.KeyNotYetUsed, call.Span, call.Text);
        return TemplateReferences.None;
    }
}

using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Configs;
using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>Makes model nodes of the SQL files in the model folders.</summary>
internal static class ModelBuilder
{
    public static IEnumerable<NodeDraft> Build(BuildContext context) =>
        InParallel.Select(context.Project.Contents.Models, file => Build(context, file)).OfType<NodeDraft>();

    private static NodeDraft? Build(BuildContext context, TemplateFile file)
    {
        var project = context.Project;
        var name = file.File.Name;
        var start = file.Source.Span(0, 0);
        if (string.IsNullOrWhiteSpace(file.Source.Text))
        {
            context.Problems.Report(ManifestProblems.EmptyModel, start, name);
            return null;
        }

        var references = context.ReferencesOf(file.Template, name);
        var described = context.Properties.Find("model", name);
        ImmutableArray<string> fqn = [project.Name, .. file.File.Folders, name];
        var config = NodeConfig.Merge([
            .. project.Contents.ModelConfigs.LayersFor(fqn),
            .. described?.Properties.Configs.Select(map => ConfigReader.Read(map, context.Yaml, context.Problems)) ?? [],
            .. references.Configs.Select(call => ConfigReader.Read(call.Values, call.Span, context.Problems))]);
        try
        {
            return new NodeDraft(
                new ModelNode
                {
                    Id = new NodeId(NodeKind.Model, $"{project.Name}.{name}"),
                    Package = project.Name,
                    Name = name,
                    Fqn = fqn,
                    Path = file.Source.Path,
                    PropertiesPath = described?.File.File.Source.Path,
                    Span = start,
                    Config = config,
                    Description = context.Descriptions.Render(described?.Properties.Description),
                    Columns = context.Descriptions.Columns(described?.Properties.Columns ?? []),
                    Relation = context.Naming.NameOf(name, project.Name, file.Source.Path, fqn, config, "model"),
                    Materialization = MaterializationOf(config, start, context.Problems),
                    Template = file.Template,
                },
                references);
        }
        catch (DiagnosticException e)
        {
            context.Problems.Add(e.Diagnostic);
            return null;
        }
    }

    private static Materialization MaterializationOf(NodeConfig config, SourceSpan start, Problems problems)
    {
        if (config.Get("materialized") is not { } value) return Materialization.View;
        switch (value.Value.ToText())
        {
            case "view": return Materialization.View;
            case "table": return Materialization.Table;
            case "ephemeral": return Materialization.Ephemeral;
            case var other:
                problems.ReportWithHint(
                    ManifestProblems.UnknownMaterialization, value.Span ?? start, DidYouMean.Hint(other, ["view", "table", "ephemeral"]), other);
                return Materialization.View;
        }
    }
}

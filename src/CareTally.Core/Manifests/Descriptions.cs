using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Properties;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>Resolves <c>doc()</c> in descriptions.</summary>
internal sealed class Descriptions(Project project, Package package, Problems problems)
{
    private readonly YamlRenderer _renderer = new(
        new Scope(new Dictionary<string, Value> { ["doc"] = new FunctionValue("doc", call => Doc(call, project, package)) }, package.Scope), problems);

    public string Render(YamlScalar? description) => _renderer.RenderText(description)?.Trim() ?? "";

    public ImmutableArray<NodeColumn> Columns(ImmutableArray<ColumnProperties> columns) =>
        [.. columns.Select(column => new NodeColumn(
            column.Name, Text(column.DataType, column.TypeSpan), Render(column.Description),
            column.Meta is { } meta ? YamlValues.ToValue(meta).AsDict : new DictValue(), column.Tags)
        {
            Constraints = Rendered(column.Constraints),
            IsQuoted = column.IsQuoted,
            IsOptional = column.IsOptional,
            TypeSpan = column.TypeSpan,
        })];

    /// <summary>Constraints with the templates in their expressions rendered.</summary>
    public ImmutableArray<Constraint> Rendered(ImmutableArray<Constraint> constraints) =>
        constraints.IsEmpty ? constraints : [.. constraints.Select(constraint => constraint with { Expression = Text(constraint.Expression, constraint.Span) })];

    private string? Text(string? text, SourceSpan span) => text is not null && YamlRenderer.IsTemplate(text) ? _renderer.RenderText(new YamlScalar(text, false, span)) : text;

    // As with ref(): the package's own block comes first, then the project's, then any other's.
    private static Value Doc(CallArguments call, Project project, Package package)
    {
        var name = call.Positional is [.., var last] ? last.ToText() : "";
        var packages = call.Positional is [var named, _] ? project.Packages.Where(one => one.Name == named.ToText()) : project.Packages.Prepend(package);
        foreach (var one in packages)
        {
            if (one.Contents.DocsBlocks.TryGetValue(name, out var block)) return block.Text;
        }

        throw call.ErrorWithHint(ManifestProblems.UnknownDoc, DidYouMean.Hint(name, project.Packages.SelectMany(one => one.Contents.DocsBlocks.Keys)), name);
    }
}

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

    /// <summary>The docs blocks that a description names, by their unique ids.</summary>
    public ImmutableArray<string> DocsIn(YamlScalar? description) =>
        [.. DocCalls.In(description).Select(call => Find(project, package, call.Package, call.Name)).OfType<(Package Owner, DocsBlock Block)>().Select(found => IdOf(found.Owner, found.Block))];

    /// <summary>A docs block's unique id.</summary>
    public static string IdOf(Package package, DocsBlock block) => $"doc.{package.Name}.{block.Name}";

    public ImmutableArray<NodeColumn> Columns(ImmutableArray<ColumnProperties> columns) =>
        [.. columns.Select(column => new NodeColumn(
            column.Name, Text(column.DataType, column.TypeSpan), Render(column.Description),
            column.Meta is { } meta ? YamlValues.ToValue(meta).AsDict : new DictValue(), column.Tags)
        {
            Constraints = Rendered(column.Constraints),
            DocBlocks = DocsIn(column.Description),
            IsQuoted = column.IsQuoted,
            IsOptional = column.IsOptional,
            TypeSpan = column.TypeSpan,
        })];

    /// <summary>Constraints with the templates in their expressions rendered.</summary>
    public ImmutableArray<Constraint> Rendered(ImmutableArray<Constraint> constraints) =>
        constraints.IsEmpty ? constraints : [.. constraints.Select(constraint => constraint with { Expression = Text(constraint.Expression, constraint.Span) })];

    /// <summary>A signature with the templates in its types and descriptions rendered.</summary>
    public FunctionSignature Rendered(FunctionSignature signature) => new(
        [.. signature.Arguments.Select(argument => argument with { DataType = Text(argument.DataType, argument.Span) ?? "", Description = Text(argument.Description, argument.Span) })],
        signature.Returns is { } returns ? returns with { DataType = Text(returns.DataType, returns.Span) ?? "", Description = Text(returns.Description, returns.Span) } : null);

    private string? Text(string? text, SourceSpan span) => text is not null && YamlRenderer.IsTemplate(text) ? _renderer.RenderText(new YamlScalar(text, false, span)) : text;

    // As with ref(): the package's own block comes first, then the project's, then any other's.
    private static (Package Owner, DocsBlock Block)? Find(Project project, Package package, string? named, string name)
    {
        foreach (var one in named is null ? project.Packages.Prepend(package) : project.Packages.Where(one => one.Name == named))
        {
            if (one.Contents.DocsBlocks.TryGetValue(name, out var block)) return (one, block);
        }

        return null;
    }

    private static Value Doc(CallArguments call, Project project, Package package)
    {
        var name = call.Positional is [.., var last] ? last.ToText() : "";
        if (Find(project, package, call.Positional is [var named, _] ? named.ToText() : null, name) is { } found) return found.Block.Text;
        throw call.ErrorWithHint(ManifestProblems.UnknownDoc, DidYouMean.Hint(name, project.Packages.SelectMany(one => one.Contents.DocsBlocks.Keys)), name);
    }
}

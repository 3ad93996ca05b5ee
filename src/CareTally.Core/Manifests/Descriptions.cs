using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Properties;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>Resolves <c>doc()</c> in descriptions.</summary>
internal sealed class Descriptions(Project project, Problems problems)
{
    private readonly YamlRenderer _renderer = new(
        new Scope(new Dictionary<string, Value> { ["doc"] = new FunctionValue("doc", call => Doc(call, project.Contents.DocsBlocks)) }, project.Scope), problems);

    public string Render(YamlScalar? description) => _renderer.RenderText(description)?.Trim() ?? "";

    public ImmutableArray<NodeColumn> Columns(ImmutableArray<ColumnProperties> columns) =>
        [.. columns.Select(column => new NodeColumn(
            column.Name, column.DataType, Render(column.Description),
            column.Meta is { } meta ? YamlValues.ToValue(meta).AsDict : new DictValue(), column.Tags))];

    private static Value Doc(CallArguments call, IReadOnlyDictionary<string, string> blocks)
    {
        var name = call.Positional is [.., var last] ? last.ToText() : "";
        return blocks.TryGetValue(name, out var text)
            ? text
            : throw call.ErrorWithHint(ManifestProblems.UnknownDoc, DidYouMean.Hint(name, blocks.Keys), name);
    }
}

using System.Collections.Immutable;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Projects.Configs;

/// <summary>
/// The <c>models:</c> part of a project file (or <c>seeds:</c>, <c>data_tests:</c>, <c>sources:</c>): configs per package and folder.
/// A key with <c>+</c> is a config; one without is a config where dbt knows it as one and it holds no mapping, and a folder otherwise.
/// </summary>
internal sealed class ConfigTree
{
    private readonly ConfigLayer _layer;
    private readonly Dictionary<string, ConfigTree> _children;
    private readonly SourceSpan? _span;
    private int _used;

    private ConfigTree(ConfigLayer layer, Dictionary<string, ConfigTree> children, SourceSpan? span) =>
        (_layer, _children, _span) = (layer, children, span);

    public static ConfigTree Read(YamlMapping? mapping, YamlRenderer renderer, Problems problems)
    {
        if (mapping is null) return new ConfigTree(ConfigLayer.Empty, [], null);
        var values = ImmutableArray.CreateBuilder<KeyValuePair<string, ConfigValue>>();
        var children = new Dictionary<string, ConfigTree>(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Entries)
        {
            if (IsConfig(key.Text, value)) values.Add(ConfigReader.Read(key, value, renderer, problems));
            else if (value is YamlMapping folder) children[key.Text] = Read(folder, renderer, problems).At(key.Span);
            else if (value is not YamlScalar { IsNull: true })
                problems.ReportWithHint(ProjectProblems.WrongType, key.Span, $"configs start with '+', for example '+{key.Text}'", key.Text, "a folder's configs", YamlValues.Describe(value));
        }

        return new ConfigTree(new ConfigLayer(values.ToImmutable()), children, mapping.Span);
    }

    /// <summary>The layers that apply to a node, from the most general to the most specific.</summary>
    /// <param name="fqn">Package, folders, name.</param>
    public ImmutableArray<ConfigLayer> LayersFor(ImmutableArray<string> fqn)
    {
        if (_children.Count == 0) return _layer.Values.IsEmpty ? [] : [_layer];
        var layers = ImmutableArray.CreateBuilder<ConfigLayer>(fqn.Length + 1);
        var tree = this;
        layers.Add(tree._layer);
        foreach (var part in fqn)
        {
            if (!tree._children.TryGetValue(part, out tree)) break;
            Volatile.Write(ref tree._used, 1);
            layers.Add(tree._layer);
        }

        return layers.ToImmutable();
    }

    /// <summary>Folders that no node was found in, as paths.</summary>
    public IEnumerable<(string Path, SourceSpan? Span)> Unused() =>
        _children.SelectMany(child => child.Value._used == 0
            ? [(child.Key, child.Value._span)]
            : child.Value.Unused().Select(below => ($"{child.Key}.{below.Path}", below.Span)));

    private ConfigTree At(SourceSpan span) => new(_layer, _children, span);

    private static bool IsConfig(string key, YamlNode value) =>
        key.StartsWith('+') || (value is not YamlMapping && ConfigKeys.Known.ContainsKey(ConfigKeys.Canonical(key)));
}

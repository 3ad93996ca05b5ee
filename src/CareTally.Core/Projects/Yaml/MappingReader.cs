using System.Collections.Immutable;
using System.Globalization;
using CareTally.Core.Projects.Configs;
using CareTally.Diagnostics;

namespace CareTally.Core.Projects.Yaml;

/// <summary>
/// Takes typed values out of a mapping. The keys it is asked for are the keys it knows:
/// <see cref="RejectUnknown"/> then reports every other one, with the nearest known name.
/// </summary>
internal sealed class MappingReader(YamlMapping mapping, string what, Problems problems)
{
    // Names for suggestions, and which entries have been asked for.
    private readonly List<string> _known = new(16);
    private readonly bool[] _isKnown = new bool[mapping.Entries.Length];

    public YamlMapping Mapping => mapping;

    public YamlNode? Node(string key) => Entry(key)?.Value is { } node and not YamlScalar { IsNull: true } ? node : null;

    public YamlScalar? Scalar(string key) => Expect<YamlScalar>(key, "a single value");

    public string? Text(string key) => Scalar(key)?.Text;

    public string RequiredText(string key)
    {
        if (Node(key) is not null) return Text(key) ?? "";
        if (Misspelt(key) is { } misspelt) return (misspelt.Value as YamlScalar)?.Text ?? "";
        problems.Report(ProjectProblems.MissingKey, mapping.Span with { Length = 0 }, what, key);
        return "";
    }

    public bool? Bool(string key)
    {
        if (Scalar(key) is not { } scalar) return null;
        if (YamlValues.TryBool(scalar, out var value)) return value;
        problems.Report(ProjectProblems.WrongType, scalar.Span, key, "true or false", $"'{scalar.Text}'");
        return null;
    }

    public int? Int(string key)
    {
        if (Scalar(key) is not { } scalar) return null;
        if (int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) return value;
        problems.Report(ProjectProblems.WrongType, scalar.Span, key, "a whole number", $"'{scalar.Text}'");
        return null;
    }

    public YamlMapping? Map(string key) => Expect<YamlMapping>(key, "a mapping");

    /// <summary>A list; a lone value counts as a list of one.</summary>
    public ImmutableArray<YamlNode> List(string key) => Node(key) switch
    {
        null => [],
        YamlSequence sequence => sequence.Items,
        { } single => [single],
    };

    public ImmutableArray<string> Texts(string key)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var node in List(key))
        {
            if (node is YamlScalar { IsNull: false } scalar) texts.Add(scalar.Text);
            else problems.Report(ProjectProblems.WrongType, node.Span, key, "a list of single values", YamlValues.Describe(node));
        }

        return texts.ToImmutable();
    }

    /// <summary>The mappings in a list; anything else in it is reported.</summary>
    public IEnumerable<YamlMapping> Maps(string key)
    {
        // One mapping would be taken for the only item, where it is most likely a list written without its dashes.
        if (Node(key) is YamlMapping instead) problems.Report(ProjectProblems.WrongType, instead.Span, key, "a list of mappings", YamlValues.Describe(instead));
        foreach (var node in Node(key) is YamlMapping ? [] : List(key))
        {
            if (node is YamlMapping map) yield return map;
            else problems.Report(ProjectProblems.WrongType, node.Span, key, "a list of mappings", YamlValues.Describe(node));
        }
    }

    /// <summary>Keys that are accepted and kept elsewhere, or have no meaning for tally.</summary>
    public void Accept(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys) Entry(key);
    }

    /// <summary>Keys of dbt's that tally does not act on yet: said, not silently dropped.</summary>
    public void WarnNotYet(params ReadOnlySpan<string> keys) => WarnOf(ProjectProblems.KeyNotYetUsed, keys);

    /// <summary>Keys that tally does not act on, for a reason of their own.</summary>
    public void WarnOf(DiagnosticKind kind, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (Entry(key) is { } entry) problems.Report(kind, entry.Key.Span, key);
        }
    }

    public void RejectUnknown()
    {
        for (var i = 0; i < _isKnown.Length; i++)
        {
            if (_isKnown[i]) continue;
            var key = mapping.Entries[i].Key;
            problems.ReportWithHint(ProjectProblems.UnknownKey, key.Span, HintFor(key.Text), key.Text, what);
        }
    }

    // One mistake, said once: the key is not missing as well.
    private YamlEntry? Misspelt(string key)
    {
        if (mapping.Entries.FirstOrDefault(entry => DidYouMean.Nearest(entry.Key.Text, [key]) is not null) is not { } misspelt || misspelt.Key.Text == key) return null;
        _isKnown[mapping.Entries.IndexOf(misspelt)] = true;
        problems.ReportWithHint(ProjectProblems.UnknownKey, misspelt.Key.Span, DidYouMean.Hint(misspelt.Key.Text, [key]), misspelt.Key.Text, what);
        return misspelt;
    }

    private string? HintFor(string key) =>
        _known.Contains("config") && ConfigKeys.Known.ContainsKey(ConfigKeys.Canonical(key)) ? $"put it under 'config:': config: {{{key}: ...}}" : DidYouMean.Hint(key, _known.Distinct());

    // From now on a known key.
    private YamlEntry? Entry(string key)
    {
        _known.Add(key);
        for (var i = 0; i < _isKnown.Length; i++)
        {
            var entry = mapping.Entries[i];
            if (entry.Key.Text != key) continue;
            _isKnown[i] = true;
            return entry;
        }

        return null;
    }

    private T? Expect<T>(string key, string expected) where T : YamlNode
    {
        var node = Node(key);
        if (node is null or T) return (T?)node;
        problems.Report(ProjectProblems.WrongType, node.Span, key, expected, YamlValues.Describe(node));
        return null;
    }
}

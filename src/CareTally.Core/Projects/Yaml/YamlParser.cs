using System.Collections.Immutable;
using CareTally.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CareTally.Core.Projects.Yaml;

/// <summary>Reads YAML text into nodes with spans. Anchors, aliases and merge keys (<c>&lt;&lt;</c>) are resolved here.</summary>
internal sealed class YamlParser
{
    private const int MaxDepth = 100;
    private const int MostComparedKeys = 16;

    // An alias inside an alias inside an alias ("billion laughs") costs nothing while nodes are shared, but whoever reads the values meets them all.
    private const long MaxNodes = 1_000_000;

    private readonly SourceText _source;
    private readonly Problems _problems;
    private readonly Parser _parser;
    private readonly Dictionary<string, (YamlNode Node, long Size)> _anchors = [];
    private long _nodes;

    private YamlParser(SourceText source, Problems problems)
    {
        _source = source;
        _problems = problems;
        _parser = new Parser(new StringReader(source.Text));
    }

    /// <summary>The file's document, or null where it is empty or its syntax is broken (then a problem is reported).</summary>
    public static YamlNode? Parse(SourceText source, Problems problems)
    {
        var parser = new YamlParser(source, problems);
        try
        {
            return parser.ParseDocument();
        }
        catch (YamlException e)
        {
            var start = Math.Min((int)e.Start.Index, source.Text.Length);
            var message = e.InnerException?.Message ?? e.Message;
            problems.ReportWithHint(ProjectProblems.YamlSyntax, source.Span(start, 0), TabHint(source, start), message.TrimEnd('.'));
            return null;
        }
        catch (InvalidOperationException)
        {
            problems.Report(ProjectProblems.YamlSyntax, parser.Here, "a bracket, brace or quote is not closed behind this");
            return null;
        }
    }

    // The scanner's answer to some unclosed brackets.
    private SourceSpan Here => _parser.Current is { } current ? _source.Span(Math.Min((int)current.End.Index, _source.Text.Length), 0) : _source.Span(0, 0);

    private static string? TabHint(SourceText source, int offset)
    {
        var (line, _) = source.PositionOf(offset);
        // The scanner may stop at the end of the line before.
        var lines = Enumerable.Range(line, Math.Min(2, source.LineCount - line + 1)).Select(source.Line);
        return lines.Any(text => text.TrimStart(' ').StartsWith('\t')) ? "YAML is indented with spaces; this line holds a tab" : null;
    }

    private YamlNode? ParseDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _)) return null;
        _parser.Consume<DocumentStart>();
        var root = ParseNode(0);
        _parser.Consume<DocumentEnd>();
        if (!_parser.Accept<StreamEnd>(out var next) && _parser.Current is { } second)
            _problems.Report(ProjectProblems.YamlSeveralDocuments, SpanOf(next ?? second));
        return root is YamlScalar { IsNull: true } ? null : root;
    }

    private YamlNode ParseNode(int depth)
    {
        if (depth > MaxDepth) throw new YamlException(_parser.Current!.Start, _parser.Current.End, $"more than {MaxDepth} levels deep");
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            if (_anchors.TryGetValue(alias.Value.Value, out var target))
            {
                Count(target.Size, alias);
                return target.Node;
            }

            throw new YamlException(alias.Start, alias.End, $"anchor '{alias.Value}' is not defined above");
        }

        var before = _nodes;
        Count(1, _parser.Current!);
        var anchor = (_parser.Current as NodeEvent)?.Anchor ?? AnchorName.Empty;
        YamlNode node = _parser.Current switch
        {
            Scalar => ParseScalar(),
            SequenceStart => ParseSequence(depth),
            MappingStart => ParseMapping(depth),
            { } other => throw new YamlException(other.Start, other.End, "expected a value"),
            null => throw new YamlException("unexpected end of file"),
        };
        if (!anchor.IsEmpty) _anchors[anchor.Value] = (node, _nodes - before);
        return node;
    }

    private YamlScalar ParseScalar()
    {
        var scalar = _parser.Consume<Scalar>();
        var isText = scalar.Style != ScalarStyle.Plain || scalar.Tag is { IsEmpty: false, IsNonSpecific: false } && scalar.Tag.Value.EndsWith(":str", StringComparison.Ordinal);
        return new YamlScalar(scalar.Value, !isText, SpanOf(scalar));
    }

    private YamlSequence ParseSequence(int depth)
    {
        var start = _parser.Consume<SequenceStart>();
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        while (!_parser.Accept<SequenceEnd>(out _)) items.Add(ParseNode(depth + 1));
        var end = _parser.Consume<SequenceEnd>();
        return new YamlSequence(items.DrainToImmutable(), SpanOf(start).Through(SpanOf(end)));
    }

    private YamlMapping ParseMapping(int depth)
    {
        var start = _parser.Consume<MappingStart>();
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        List<YamlEntry>? merged = null;
        HashSet<string>? seen = null;
        while (!_parser.Accept<MappingEnd>(out _))
        {
            if (ParseNode(depth + 1) is not YamlScalar key)
                throw new YamlException(_parser.Current!.Start, _parser.Current.End, "a key must be a plain name; is a pair of quotes missing around a template?");
            var value = ParseNode(depth + 1);
            if (key is { Text: "<<", IsPlain: true }) (merged ??= []).AddRange(Merge(value));
            else if (IsNew(key)) entries.Add(new YamlEntry(key, value));
            else _problems.Report(ProjectProblems.YamlDuplicateKey, key.Span, key.Text);
        }

        var end = _parser.Consume<MappingEnd>();
        foreach (var entry in merged ?? [])
        {
            if (IsNew(entry.Key)) entries.Add(entry);
        }

        // A pair in a list without braces has no start of its own.
        var span = SpanOf(start);
        if (entries.Count > 0 && entries[0].Key.Span is { Start: var begin } && begin > span.Start && _source.Text[span.Start] is not ('{' or '&' or '!')) span = _source.Span(begin, 0);
        return new YamlMapping(entries.DrainToImmutable(), span.Through(SpanOf(end)));

        // A set is only worth its making where there are many keys.
        bool IsNew(YamlScalar key)
        {
            if (seen is null && entries.Count >= MostComparedKeys) seen = [.. entries.Select(entry => entry.Key.Text)];
            if (seen is not null) return seen.Add(key.Text);
            foreach (var entry in entries)
            {
                if (entry.Key.Text == key.Text) return false;
            }

            return true;
        }
    }

    private ImmutableArray<YamlEntry> Merge(YamlNode value)
    {
        return value switch
        {
            YamlMapping mapping => mapping.Entries,
            YamlSequence sequence when sequence.Items.All(item => item is YamlMapping) => [.. sequence.Items.Cast<YamlMapping>().SelectMany(m => m.Entries)],
            _ => Refuse(value),
        };

        ImmutableArray<YamlEntry> Refuse(YamlNode node)
        {
            _problems.Report(ProjectProblems.WrongType, node.Span, "<<", "a mapping, or a list of mappings", YamlValues.Describe(node));
            return [];
        }
    }

    private void Count(long nodes, ParsingEvent at)
    {
        _nodes += nodes;
        if (_nodes > MaxNodes) throw new YamlException(at.Start, at.End, $"more than {MaxNodes} values, counted with all aliases written out");
    }

    private SourceSpan SpanOf(ParsingEvent parsed)
    {
        var start = Math.Min((int)parsed.Start.Index, _source.Text.Length);
        return _source.Span(start, Math.Clamp((int)parsed.End.Index - start, 0, _source.Text.Length - start));
    }
}

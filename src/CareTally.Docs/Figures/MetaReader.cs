using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Docs.Figures;

/// <summary>The place of some metadata. Its values carry none of their own, so a place within it is found by the word written there.</summary>
/// <param name="Span">All of it.</param>
internal readonly record struct MetaPlace(SourceSpan Span)
{
    public SourceSpan OfKey(string key) => Find($@"(?<![\w-]){Regex.Escape(key)}(?=[""']?\s*[:=])") ?? OfWord(key);

    public SourceSpan OfWord(string word) => Find($@"(?<!\w){Regex.Escape(word)}(?!\w)") ?? Span;

    private SourceSpan? Find(string pattern)
    {
        var text = Span.Text;
        var figures = Math.Max(0, text.IndexOf("figures", StringComparison.Ordinal));
        var match = new Regex(pattern, RegexOptions.CultureInvariant).Match(text, figures);
        return match.Success ? Span.Source.Span(Span.Start + match.Index, match.Length) : null;
    }
}

/// <summary>Takes typed values out of metadata; the keys it is asked for are the keys it knows.</summary>
internal sealed class MetaReader(DictValue map, string what, MetaPlace place, Problems problems)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public MetaPlace Place => place;

    public Value? Get(string key)
    {
        _known.Add(key);
        return map.TryGet(key, out var value) && !value.IsNone ? value : (Value?)null;
    }

    public string? Text(string key)
    {
        if (Get(key) is not { } value) return null;
        if (value.AsObject is null) return value.ToText();
        Wrong(key, "a single value", value);
        return null;
    }

    public string? RequiredText(string key)
    {
        if (Get(key) is null) problems.Report(SiteProblems.MissingKey, place.Span, what, key);
        return Text(key);
    }

    public int? Int(string key, int least, int most)
    {
        if (Get(key) is not { } value) return null;
        if (value.IsInt && value.AsBigInteger is var number && number >= least && number <= most) return (int)number;
        Wrong(key, $"a whole number from {least} to {most}", value);
        return null;
    }

    public T? OneOf<T>(string key) where T : struct, Enum
    {
        if (Text(key) is not { } word) return null;
        var words = Enum.GetNames<T>().Select(name => name.ToLowerInvariant()).ToArray();
        if (words.Contains(word)) return Enum.Parse<T>(word, ignoreCase: true);
        problems.ReportWithHint(SiteProblems.WrongValue, place.OfKey(key), DidYouMean.Hint(word, words), key, what, word, string.Join(", ", words));
        return null;
    }

    /// <summary>A list; a lone value counts as a list of one.</summary>
    public ImmutableArray<Value> List(string key) =>
        Get(key) is not { } value ? [] : value.IsList ? [.. value.AsList.Items] : [value];

    public ImmutableArray<string> Texts(string key)
    {
        var result = ImmutableArray.CreateBuilder<string>();
        foreach (var value in List(key))
        {
            if (value.AsObject is null) result.Add(value.ToText());
            else Wrong(key, "a list of texts", value);
        }

        return result.ToImmutable();
    }

    public MetaReader? Map(string key, string itsName)
    {
        if (Get(key) is not { } value) return null;
        if (value.AsObject is DictValue nested) return new MetaReader(nested, itsName, place, problems);
        Wrong(key, "a mapping", value);
        return null;
    }

    public void Wrong(string key, string expected, Value value) =>
        problems.Report(SiteProblems.WrongType, place.OfKey(key), key, what, expected, Describe(value));

    public void RejectUnknown()
    {
        foreach (var key in map.Keys.Select(key => key.ToText()))
        {
            if (!_known.Contains(key)) problems.ReportWithHint(SiteProblems.UnknownKey, place.OfKey(key), DidYouMean.Hint(key, _known), key, what);
        }
    }

    public static string Describe(Value value) => value switch
    {
        { IsDict: true } => "a mapping",
        { IsList: true } => "a list",
        _ => $"'{value.ToText()}'",
    };
}

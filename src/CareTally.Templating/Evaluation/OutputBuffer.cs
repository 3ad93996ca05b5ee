using System.Buffers;
using System.Collections.Immutable;
using CareTally.Diagnostics;
using CareTally.Templating.Syntax;
using CareTally.Templating.Values;

namespace CareTally.Templating;

/// <summary>Where text goes while it is made: pooled, limited, with a map where it is the final text.</summary>
internal sealed class OutputBuffer : IDisposable
{
    private readonly Meter _meter;
    private readonly ImmutableArray<RenderedPiece>.Builder? _map;
    private readonly List<Value>? _values;
    private char[] _chars = ArrayPool<char>.Shared.Rent(1024);
    private int _length;

    private OutputBuffer(Meter meter, bool hasMap, bool isNative)
    {
        _meter = meter;
        _map = hasMap ? ImmutableArray.CreateBuilder<RenderedPiece>() : null;
        _values = isNative ? [] : null;
    }

    /// <summary>A text that is used within the template.</summary>
    public static OutputBuffer Plain(Meter meter) => new(meter, hasMap: false, isNative: false);

    /// <summary>The final text.</summary>
    public static OutputBuffer WithMap(Meter meter) => new(meter, hasMap: true, isNative: false);

    /// <summary>The values that are printed, not yet joined.</summary>
    public static OutputBuffer Native(Meter meter) => new(meter, hasMap: false, isNative: true);

    /// <summary>Whether printed values are kept as they are.</summary>
    public bool IsNative => _values is not null;

    public IReadOnlyList<Value> Values => _values ?? [];

    public int Length => _length;

    public void Write(TextStatement text)
    {
        if (_values is null) Write(text.Chars, text.Span, isVerbatim: true);
        else Keep(text.Text);
    }

    public void Write(Value value, SourceSpan origin)
    {
        if (_values is null) Write(value.ToText(), origin, isVerbatim: false);
        else Keep(value);
    }

    /// <summary>Takes back what was written since a position.</summary>
    public void Truncate(int length)
    {
        _length = length;
        while (_map is { Count: > 0 } && _map[^1].Offset >= length) _map.RemoveAt(_map.Count - 1);
    }

    public RenderedText ToRenderedText() => new(ToString(), _map?.DrainToImmutable() ?? []);

    public override string ToString() => new(_chars, 0, _length);

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_chars);
        _chars = [];
    }

    private void Keep(Value value)
    {
        _meter.Step();
        _values!.Add(value);
    }

    private void Write(ReadOnlySpan<char> text, SourceSpan origin, bool isVerbatim)
    {
        if (text.Length == 0) return;
        if (_length + (long)text.Length > _meter.Limits.MaxOutputChars) throw _meter.TooMuchText();
        if (_length + text.Length > _chars.Length) Grow(_length + text.Length);
        text.CopyTo(_chars.AsSpan(_length));
        _map?.Add(new RenderedPiece(_length, origin, isVerbatim));
        _length += text.Length;
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(needed, (int)Math.Min(_chars.Length * 2L, Array.MaxLength)));
        _chars.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<char>.Shared.Return(_chars);
        _chars = larger;
    }
}

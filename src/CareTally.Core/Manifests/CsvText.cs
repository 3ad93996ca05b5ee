using System.Collections.Immutable;
using System.Text;

namespace CareTally.Core.Manifests;

/// <summary>A field of a CSV text.</summary>
/// <param name="Text">Its value; null where it is empty and without quotes.</param>
/// <param name="Start">Where it starts.</param>
/// <param name="Length">How long it is written.</param>
internal readonly record struct CsvField(string? Text, int Start, int Length);

/// <summary>Reads the small CSV texts of unit tests: commas, double quotes, blanks around fields that are not quoted mean nothing.</summary>
internal static class CsvText
{
    /// <summary>The lines that are not blank.</summary>
    public static ImmutableArray<ImmutableArray<CsvField>> Read(string text)
    {
        var lines = ImmutableArray.CreateBuilder<ImmutableArray<CsvField>>();
        var fields = ImmutableArray.CreateBuilder<CsvField>();
        for (var at = 0; at < text.Length;)
        {
            fields.Add(Field(text, ref at));
            if (at < text.Length && text[at] == ',')
            {
                at++;
                if (at == text.Length) fields.Add(new CsvField(null, at, 0));
                continue;
            }

            while (at < text.Length && text[at] is '\r' or '\n') at++;
            if (fields is not [{ Text: null }]) lines.Add(fields.ToImmutable());
            fields.Clear();
        }

        return lines.ToImmutable();
    }

    private static CsvField Field(string text, ref int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t') at++;
        var start = at;
        if (at < text.Length && text[at] == '"') return Quoted(text, ref at);
        while (at < text.Length && text[at] is not (',' or '\r' or '\n')) at++;
        var value = text[start..at].TrimEnd();
        return new CsvField(value.Length == 0 ? null : value, start, value.Length);
    }

    private static CsvField Quoted(string text, ref int at)
    {
        var start = at++;
        var value = new StringBuilder();
        for (; at < text.Length; at++)
        {
            if (text[at] != '"') value.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == '"') value.Append(text[at++]);
            else break;
        }

        at = Math.Min(at + 1, text.Length);
        var length = at - start;
        while (at < text.Length && text[at] is not (',' or '\r' or '\n')) at++;
        return new CsvField(value.ToString(), start, length);
    }
}

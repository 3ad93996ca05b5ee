using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CareTally.Templating.Values;

namespace CareTally.Core.Planning;

/// <summary>What has to be known of a CSV file to find its header.</summary>
/// <param name="Delimiter">Between fields.</param>
/// <param name="Quote">Around fields.</param>
/// <param name="Skip">Lines in front of the header.</param>
/// <param name="Encoding">Of its text, as the reader's option names it; null for UTF-8.</param>
internal readonly record struct CsvLayout(char Delimiter, char Quote = '"', int Skip = 0, Encoding? Encoding = null)
{
    private static readonly char[] Usual = [',', ';', '\t', '|'];

    // With these the file is not what it seems from outside, or its columns are given already.
    private static readonly string[] Unreadable = ["comment", "columns", "names", "types", "dtypes", "column_types", "all_varchar"];

    private static readonly Encoding Utf8 = new UTF8Encoding(false);

    /// <summary>A layout with this delimiter; null where it is not one character.</summary>
    public static CsvLayout? Of(string delimiter) => delimiter switch
    {
        @"\t" => new CsvLayout('\t'),
        [var only] => new CsvLayout(only),
        _ => null,
    };

    /// <summary>The layout of a file with a reader's options; null where only the database can tell.</summary>
    public static CsvLayout? Of(string file, DictValue options, ImmutableArray<string> declared)
    {
        if (options.Keys.Any(key => Unreadable.Contains(key.ToText()))) return null;
        var encoding = options.TryGet("encoding", out var named) ? EncodingOf(named.ToText()) : Utf8;
        if (encoding is null) return null;
        var skip = options.TryGet("skip", out var lines) && int.TryParse(lines.ToText(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
        var quote = options.TryGet("quote", out var given) && given.ToText() is [var mark] ? mark : '"';
        if (options.TryGet("delim", out var delimiter) || options.TryGet("sep", out delimiter) || options.TryGet("delimiter", out delimiter))
            return Of(delimiter.ToText()) is { } layout ? layout with { Quote = quote, Skip = skip, Encoding = encoding } : null;

        // Not given: the one under which the header holds most of what is declared.
        var (best, most) = (default(CsvLayout?), 0);
        foreach (var usual in Usual)
        {
            var layout = new CsvLayout(usual, quote, skip, encoding);
            var names = CsvHeader.Read(file, layout) ?? [];
            var known = declared.Count(column => names.Contains(column, StringComparer.OrdinalIgnoreCase));
            if (known > most) (best, most) = (layout, known);
        }

        return best ?? new CsvLayout(file.Contains(".tsv", StringComparison.OrdinalIgnoreCase) ? '\t' : ',', quote, skip, encoding);
    }

    // Those that the database knows without an extension.
    private static Encoding? EncodingOf(string name) => name.ToLowerInvariant() switch
    {
        "utf-8" or "utf8" => Utf8,
        "utf-16" or "utf16" => Encoding.Unicode,
        "latin-1" or "latin1" or "iso-8859-1" or "iso8859-1" => Encoding.Latin1,
        _ => null,
    };
}

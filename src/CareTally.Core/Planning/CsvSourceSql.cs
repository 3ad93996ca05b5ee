using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Planning;

/// <summary>Writes how DuckDB reads a source in CSV files. What their headers and the declared types tell is not left to be detected.</summary>
/// <param name="reader">The reader, without its arguments.</param>
/// <param name="files">What the source says of its files.</param>
/// <param name="typed">Its columns with types.</param>
internal sealed class CsvSourceSql(SourceReader reader, ExternalFiles files, ImmutableArray<NodeColumn> typed)
{
    private const string UnionByName = "union_by_name";
    private const string ByName = $"{UnionByName} = true";

    private readonly DictValue _options = files.Options;

    private bool Rejects => files.MaxUnreadableShare is not null;

    /// <exception cref="DiagnosticException">The files lack a declared column, or are not what the source says.</exception>
    public SourceReader Reader()
    {
        if (typed.IsEmpty) return Given(Flag(UnionByName) == true);
        if (Flag("header") == false)
        {
            RequireNoOptional();
            return Given(false, Tabs(), "auto_detect = false", ReaderArguments.Struct("columns", typed));
        }

        var found = reader.Files;
        var layout = found.IsEmpty || Flag("auto_detect") == true ? null : CsvLayout.Of(FirstWithRows(), _options, [.. typed.Select(column => column.Name)]);
        if (layout is not { } known) return Guessed();
        var all = found.Select(file => CsvHeader.Read(file, known)).ToImmutableArray();
        if (all.IndexOf(null) is >= 0 and var unread) return CsvHeader.IsUtf16(found[unread]) && !_options.TryGet("encoding", out _) ? throw Encoded(found[unread]) : Guessed();
        return Known(known, [.. all.Select(header => header!.Value)]);
    }

    // With every name and type known nothing is left to detect, and an error in a row then always comes with its line.
    private SourceReader Known(CsvLayout layout, ImmutableArray<ImmutableArray<string>> all)
    {
        // An empty file has no rows, whatever the columns.
        var headers = all.Where(header => !header.IsEmpty).ToImmutableArray();
        if (headers.IsEmpty) headers = [[.. typed.Select(column => column.Name)]];
        var missing = MissingColumns(headers, layout);
        string?[] certain = [ReaderArguments.Unless(_options, "header", "true"), HasDelimiter() ? null : $"delim = {SqlText.Literal(layout.Delimiter.ToString())}"];
        var arePlain = headers.All(header => !header.Contains("") && header.Distinct(StringComparer.OrdinalIgnoreCase).Count() == header.Length);
        if (arePlain && headers.All(header => header.SequenceEqual(headers[0]))) return WithNulls(Given(false, Certain(headers[0])), missing);

        // Detection may still say of the rows of each file which is which, but must not take the header for something else.
        string?[] detected = [.. certain, ByName, ReaderArguments.Unless(_options, "skip", "0"), ReaderArguments.Unless(_options, "comment", "''"), ReaderArguments.Struct("types", typed.RemoveRange(missing))];
        if (!Rejects || !arePlain) return WithNulls(Given(true, detected), missing);

        // What keeps rejected rows cannot bring differing columns together, so that files with the same ones are read together.
        var groups = reader.Files.Zip(all, (file, header) => (File: file, Header: header)).Where(pair => !pair.Header.IsEmpty).GroupBy(pair => string.Join('\0', pair.Header));
        return WithNulls(Given(false, detected), missing) with
        {
            Groups = [.. groups.Select(group => (group.Select(pair => pair.File).ToImmutableArray(), ReaderArguments.Join(Options(keepsUnion: false), Certain(group.First().Header))))],
        };

        string?[] Certain(ImmutableArray<string> header) => [.. certain, "auto_detect = false", ReaderArguments.Struct("columns", Typed(header))];
    }

    private ImmutableArray<NodeColumn> Typed(ImmutableArray<string> header)
    {
        var types = typed.ToDictionary(column => column.Name, column => column.DataType!, StringComparer.OrdinalIgnoreCase);
        return [.. header.Select(name => new NodeColumn(name, types.GetValueOrDefault(name, "varchar"), "", new DictValue(), []))];
    }

    private SourceReader Guessed()
    {
        RequireNoOptional();
        if (_options.TryGet("columns", out _) || _options.TryGet("types", out _)) return Given(Flag(UnionByName) == true);
        return Rejects && reader.Files.Length == 1
            ? Given(false, ReaderArguments.Struct("types", typed))
            : Given(true, ByName, ReaderArguments.Struct("types", typed));
    }

    private SourceReader Given(bool detectsUnion, params string?[] arguments)
    {
        if (detectsUnion && Rejects)
        {
            throw new DiagnosticException(Diagnostic.Of(PlanProblems.CannotReject, files.Span, reader.Name) with
            {
                Hint = "give their columns as they are in all files, or say on_unreadable: fail here",
            });
        }

        return reader with { Options = ReaderArguments.Join(Options(keepsUnion: !Rejects && !arguments.Contains(ByName)), arguments) };
    }

    private static SourceReader WithNulls(SourceReader reader, ImmutableArray<NodeColumn> missing)
    {
        if (missing.IsEmpty) return reader;
        var nulls = missing.Select(column => $"cast(null as {column.DataType}) as {SqlText.Identifier(column.Name)}");
        return reader with { Before = $"(select *, {string.Join(", ", nulls)} from ", After = ")" };
    }

    private string FirstWithRows() => reader.Files.FirstOrDefault(file => new FileInfo(file).Length > 0) ?? reader.Files[0];

    private void RequireNoOptional()
    {
        if (typed.FirstOrDefault(column => column.IsOptional) is not { } optional) return;
        throw new DiagnosticException(Diagnostic.Of(PlanProblems.UnknownHeader, files.Span, reader.Name, optional.Name) with
        {
            Hint = "it is read where it is text on this machine and no option says otherwise, as 'header: false', 'comment' and those for columns do",
        });
    }

    private DiagnosticException Encoded(string file) =>
        new(Diagnostic.Of(PlanProblems.OtherEncoding, files.Span, reader.Name, file) with { Hint = "say so: options: {encoding: utf-16}" });

    // Those that no file has, where that is allowed.
    private ImmutableArray<NodeColumn> MissingColumns(ImmutableArray<ImmutableArray<string>> headers, CsvLayout layout)
    {
        var all = headers.SelectMany(header => header).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var missing = typed.Where(column => !all.Contains(column.Name)).ToImmutableArray();
        if (missing.FirstOrDefault(column => !column.IsOptional) is not { } required) return missing;
        throw new DiagnosticException(Diagnostic.Of(PlanProblems.NoSuchCsvColumn, files.Span, reader.Name, required.Name, FirstWithRows()) with
        {
            Hint = DidYouMean.Hint(required.Name, all) ?? HeaderHint(headers[0], layout),
        });
    }

    // One column most likely is several that are divided otherwise.
    private static string HeaderHint(ImmutableArray<string> header, CsvLayout layout) => header is [var only]
        ? $"divided by '{layout.Delimiter}' its only column is '{only}'; another delimiter: options: {{delim: ...}}"
        : $"its columns: {string.Join(", ", header)}; one that may be missing: config: {{optional: true}}";

    private bool HasDelimiter() => _options.TryGet("delim", out _) || _options.TryGet("sep", out _) || _options.TryGet("delimiter", out _);

    private string? Tabs() => files.Location.Contains(".tsv", StringComparison.OrdinalIgnoreCase) && !HasDelimiter() ? "delim = '\t'" : null;

    private bool? Flag(string name) => _options.TryGet(name, out var value) ? value.IsTruthy : null;

    private DictValue Options(bool keepsUnion) => new(_options.Entries.Where(entry => entry.Key.ToText() switch
    {
        "auto_detect" => entry.Value.IsTruthy,
        UnionByName => keepsUnion,
        _ => true,
    }));
}

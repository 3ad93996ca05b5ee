using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Properties;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>Reads the rows of unit tests in all their formats.</summary>
internal sealed class UnitTestRowsReader(PackageContext context)
{
    /// <summary>The rows; null where there are none, or where they cannot be read (then a problem is reported).</summary>
    public UnitTestRows? Read(RowsProperties properties)
    {
        if (properties.Format == "dict") return properties.Rows is YamlSequence rows ? new UnitTestRows([.. rows.Items.Select(Row)], null, rows.Span) : null;
        if (TextOf(properties) is not var (text, place, file)) return null;
        return properties.Format == "sql"
            ? new UnitTestRows([], text, place)
            : new UnitTestRows(Csv(text, (start, length) => file is null ? place : file.Span(start, length)), null, place);
    }

    private (string Text, SourceSpan Place, SourceText? File)? TextOf(RowsProperties properties)
    {
        if (properties.Rows is YamlScalar inline) return (inline.Text, inline.Span, null);
        if (properties.Fixture is not { } fixture) return null;
        var files = context.Package.Contents.Fixtures.Where(file => Path.GetExtension(file.Path) == $".{properties.Format}").ToArray();
        var name = Path.GetFileNameWithoutExtension(fixture.Text);
        if (files.FirstOrDefault(file => file.Name == name) is { } found) return (found.Source.Text, found.Source.Span(0, 0), found.Source);
        context.Problems.ReportWithHint(
            ManifestProblems.UnknownFixture, fixture.Span, DidYouMean.Hint(name, files.Select(file => file.Name)) ?? "fixtures lie in the folder 'fixtures' of a test folder", fixture.Text, properties.Format);
        return null;
    }

    private ImmutableArray<UnitTestCell> Row(YamlNode node)
    {
        if (node is YamlMapping map) return [.. map.Entries.Select(entry => new UnitTestCell(entry.Key.Text, ValueOf(entry.Value), entry.Value.Span, entry.Key.Span))];
        context.Problems.Report(ProjectProblems.WrongType, node.Span, "rows", "a list of mappings", YamlValues.Describe(node));
        return [];
    }

    // A number keeps the digits it is written with.
    private static Value ValueOf(YamlNode node) => node is YamlScalar { IsPlain: true } scalar && YamlValues.ToValue(scalar).Kind == ValueKind.Float ? scalar.Text : YamlValues.ToValue(node);

    private ImmutableArray<ImmutableArray<UnitTestCell>> Csv(string text, Func<int, int, SourceSpan> spanOf)
    {
        var lines = CsvText.Read(text);
        if (lines.IsEmpty) return [];
        var header = lines[0];
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<UnitTestCell>>();
        foreach (var line in lines.Skip(1))
        {
            if (line.Length != header.Length)
            {
                var at = spanOf(line[0].Start, line[^1].Start + line[^1].Length - line[0].Start);
                context.Problems.Report(ManifestProblems.BadCsvRow, at, line.Length, header.Length, string.Join(", ", header.Select(field => field.Text)));
                continue;
            }

            rows.Add([.. header.Zip(line, (column, field) => new UnitTestCell(
                column.Text ?? "", field.Text is { } value ? value : Value.None, spanOf(field.Start, field.Length), spanOf(column.Start, column.Length)))]);
        }

        return rows.ToImmutable();
    }
}

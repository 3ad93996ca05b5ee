using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Projects.Properties;

/// <summary>Reads an entry of <c>unit_tests:</c>.</summary>
internal static class UnitTestLoader
{
    private static readonly string[] Formats = ["dict", "csv", "sql"];

    public static UnitTestProperties Load(YamlMapping map, Problems problems)
    {
        var reader = new MappingReader(map, "a unit test", problems);
        var overrides = reader.Map("overrides") is { } given ? new MappingReader(given, "overrides", problems) : null;
        var test = new UnitTestProperties
        {
            Name = reader.RequiredText("name"),
            Span = PropertyFileLoader.NameSpan(map),
            Model = reader.Scalar("model"),
            Snapshot = reader.Scalar("snapshot"),
            Versions = Versions(reader, problems),
            Macro = reader.Scalar("macro"),
            Description = reader.Scalar("description"),
            Given = [.. reader.Maps("given").Select(input => Given(input, problems))],
            Expect = Expect(reader, problems),
            Arguments = reader.Node("arguments") ?? reader.Node("args"),
            Macros = overrides?.Map("macros")?.Entries ?? [],
            Vars = overrides?.Map("vars")?.Entries ?? [],
            EnvironmentVariables = overrides?.Map("env_vars")?.Entries ?? [],
            Configs = PropertyFileLoader.Configs(reader),
        };
        if (new[] { test.Model, test.Snapshot, test.Macro }.Count(subject => subject is not null) != 1)
            problems.ReportWithHint(ProjectProblems.NoSubject, test.Span, "write 'model: my_model', or 'snapshot: my_snapshot', or 'macro: my_macro'", test.Name);
        overrides?.RejectUnknown();
        reader.RejectUnknown();
        return test;
    }

    private static GivenProperties Given(YamlMapping map, Problems problems)
    {
        var reader = new MappingReader(map, "an input of a unit test", problems);
        reader.RequiredText("input");
        var given = new GivenProperties(reader.Scalar("input") ?? new YamlScalar("", true, map.Span with { Length = 0 }), Rows(reader, problems));
        reader.RejectUnknown();
        return given;
    }

    private static VersionsProperties? Versions(MappingReader owner, Problems problems)
    {
        if (owner.Map("versions") is not { } map) return null;
        var reader = new MappingReader(map, "versions", problems);
        var (include, exclude) = (reader.List("include"), reader.List("exclude"));
        if (include.IsEmpty == exclude.IsEmpty) problems.ReportWithHint(ProjectProblems.BadTestedVersions, map.Span, "write {include: [1, 2]}, or {exclude: [1]}");
        reader.RejectUnknown();
        return new VersionsProperties([.. include.Concat(exclude).OfType<YamlScalar>()], include.IsEmpty);
    }

    private static SourceSpan? AfterTable(MappingReader reader, Problems problems)
    {
        if (reader.Scalar("after") is not { } after) return null;
        if (after.Text != "table") problems.ReportWithHint(ProjectProblems.WrongType, after.Span, "leave it out where the query itself is to give the rows", "after", "table", $"'{after.Text}'");
        return after.Span;
    }

    private static ExpectProperties Expect(MappingReader owner, Problems problems)
    {
        if (owner.Map("expect") is not { } map)
        {
            if (owner.Node("expect") is null) problems.Report(ProjectProblems.MissingKey, owner.Mapping.Span with { Length = 0 }, "a unit test", "expect");
            return new ExpectProperties(null, null, owner.Mapping.Span with { Length = 0 });
        }

        var reader = new MappingReader(map, "what a unit test expects", problems);
        var text = reader.Scalar("text");
        var rows = Rows(reader, problems);
        var after = AfterTable(reader, problems);
        reader.RejectUnknown();
        return new ExpectProperties(text is null ? rows : null, text, map.Span) { AfterTable = after };
    }

    private static RowsProperties Rows(MappingReader reader, Problems problems)
    {
        var format = reader.Scalar("format");
        var rows = new RowsProperties
        {
            Format = format?.Text ?? "dict",
            Rows = reader.Node("rows"),
            Fixture = reader.Scalar("fixture"),
            Span = reader.Node("rows")?.Span ?? reader.Mapping.Span,
        };
        if (!Formats.Contains(rows.Format))
        {
            problems.ReportWithHint(ProjectProblems.WrongType, format!.Span, DidYouMean.Hint(rows.Format, Formats), "format", "dict, csv or sql", $"'{rows.Format}'");
            return rows with { Format = "dict", Rows = null };
        }

        if (rows.Format == "dict" && rows.Fixture is { } fixture)
            problems.ReportWithHint(ProjectProblems.WrongType, fixture.Span, "write format: csv, or format: sql, beside it", "fixture", "of a format that a file can have", "dict");
        if (rows.Format == "dict" && rows.Rows is not (null or YamlSequence))
            problems.ReportWithHint(ProjectProblems.WrongType, rows.Rows.Span, "write format: csv or format: sql for a text", "rows", "a list of mappings", YamlValues.Describe(rows.Rows));
        if (rows.Format != "dict" && rows.Rows is not (null or YamlScalar))
            problems.Report(ProjectProblems.WrongType, rows.Rows.Span, "rows", $"a text, as the format is {rows.Format}", YamlValues.Describe(rows.Rows));
        return rows;
    }
}

using System.Collections.Immutable;
using System.Globalization;
using CareTally.Core.Projects.Versions;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Projects.Properties;

/// <summary>Which version of a model an entry describes.</summary>
/// <param name="Version">The version.</param>
/// <param name="Latest">The one that <c>ref()</c> means where it names none.</param>
/// <param name="DefinedIn">The name of its file, or null for the usual ones.</param>
internal sealed record VersionProperties(ModelVersion Version, ModelVersion Latest, string? DefinedIn);

/// <summary>
/// Reads an entry of <c>models:</c>. Of a model with versions every version becomes an entry of its own: what the model says, with what
/// the version says over it.
/// </summary>
internal static class ModelLoader
{
    public static IEnumerable<ResourceProperties> Load(YamlMapping map, Problems problems)
    {
        var reader = new MappingReader(map, "a model", problems);
        reader.WarnNotYet("time_spine");
        var latest = reader.Scalar("latest_version");
        var constraints = ConstraintLoader.Load(reader, isOfColumn: false, problems);
        var deprecation = Date(reader.Scalar("deprecation_date"), problems);
        var versions = reader.Maps("versions").ToArray();
        var model = PropertyFileLoader.Resource(reader, problems, topLevelConfigs: ["access", "group"]) with { Constraints = constraints, DeprecationDate = deprecation };
        if (versions.Length > 0) return Versions(model, versions, latest, problems);
        if (latest is not null) problems.Report(ProjectProblems.LatestOfNone, latest.Span, model.Name);
        return [model];
    }

    private static List<ResourceProperties> Versions(ResourceProperties model, YamlMapping[] versions, YamlScalar? latest, Problems problems)
    {
        var read = new List<(ModelVersion Version, YamlMapping Map)>();
        foreach (var map in versions)
        {
            if (map["v"] is not YamlScalar { IsNull: false } scalar)
            {
                problems.Report(ProjectProblems.MissingKey, map.Span with { Length = 0 }, $"a version of '{model.Name}'", "v");
                continue;
            }

            var version = Of(scalar);
            if (read.Exists(other => other.Version == version)) problems.Report(ProjectProblems.VersionTwice, scalar.Span, version.Text, model.Name);
            else read.Add((version, map));
        }

        if (read.Count == 0) return [];
        var all = read.Select(one => one.Version).ToArray();
        var newest = latest is null ? all.Max()! : Of(latest);
        if (!all.Contains(newest))
        {
            problems.Report(ProjectProblems.UnknownLatest, latest!.Span, newest.Text, model.Name, string.Join(", ", all.Select(version => version.Text)));
            newest = all.Max()!;
        }

        return [.. read.Select(one => Version(model, one.Map, one.Version, newest, problems))];
    }

    private static ResourceProperties Version(ResourceProperties model, YamlMapping map, ModelVersion version, ModelVersion latest, Problems problems)
    {
        var reader = new MappingReader(map, $"a version of '{model.Name}'", problems);
        reader.Accept("v", "docs");
        var constraints = ConstraintLoader.Load(reader, isOfColumn: false, problems);
        var hasTests = reader.Node("data_tests") is not null || reader.Node("tests") is not null;
        var result = model with
        {
            Version = new VersionProperties(version, latest, reader.Text("defined_in") is { } file && file.EndsWith(".sql", StringComparison.OrdinalIgnoreCase) ? file[..^4] : reader.Text("defined_in")),
            VersionSpan = map["v"]!.Span,
            Description = reader.Scalar("description") ?? model.Description,
            DeprecationDate = Date(reader.Scalar("deprecation_date"), problems) ?? model.DeprecationDate,
            Constraints = constraints.IsEmpty ? model.Constraints : constraints,
            DataTests = hasTests ? DataTestLoader.Load(reader, problems) : model.DataTests,
            Columns = Columns(model.Columns, reader, problems),
            Configs = [.. model.Configs, .. PropertyFileLoader.Configs(reader, "access", "group")],
        };
        reader.RejectUnknown();
        return result;
    }

    // Its own columns, and of the model's those that it includes: all where it does not say.
    private static ImmutableArray<ColumnProperties> Columns(ImmutableArray<ColumnProperties> inherited, MappingReader version, Problems problems)
    {
        var columns = inherited;
        var own = new List<ColumnProperties>();
        var hasRule = false;
        foreach (var map in version.Maps("columns"))
        {
            if (map["include"] is null && map["exclude"] is null)
            {
                own.Add(PropertyFileLoader.Column(map, problems));
                continue;
            }

            if (hasRule) problems.Report(ProjectProblems.TwoIncludes, map.Span with { Length = 0 });
            hasRule = true;
            columns = Included(inherited, new MappingReader(map, "the columns of a version", problems), problems);
        }

        var kept = columns.Select(column => own.Find(other => other.Name == column.Name) ?? column);
        return [.. kept, .. own.Where(column => columns.All(other => other.Name != column.Name))];
    }

    private static ImmutableArray<ColumnProperties> Included(ImmutableArray<ColumnProperties> inherited, MappingReader rule, Problems problems)
    {
        var include = rule.Texts("include");
        var exclude = rule.Texts("exclude");
        var includesAll = rule.Node("include") is null || include is ["all" or "*"];
        rule.RejectUnknown();
        foreach (var node in rule.List("exclude").Concat(includesAll ? [] : rule.List("include")).OfType<YamlScalar>())
        {
            if (inherited.Any(column => column.Name == node.Text)) continue;
            problems.ReportWithHint(ProjectProblems.NoSuchColumn, node.Span, DidYouMean.Hint(node.Text, inherited.Select(column => column.Name)), node.Text);
        }

        return [.. inherited.Where(column => (includesAll || include.Contains(column.Name)) && !exclude.Contains(column.Name))];
    }

    private static DeprecationDate? Date(YamlScalar? scalar, Problems problems)
    {
        if (scalar is null) return null;
        if (DateTimeOffset.TryParse(scalar.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)) return new DeprecationDate(date, scalar.Span);
        problems.ReportWithHint(ProjectProblems.WrongType, scalar.Span, "for example 2026-12-31", "deprecation_date", "a date", $"'{scalar.Text}'");
        return null;
    }

    private static ModelVersion Of(YamlScalar scalar) => new(YamlValues.ToValue(scalar));
}

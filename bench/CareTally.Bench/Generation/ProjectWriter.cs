using System.Globalization;
using System.Text;

namespace CareTally.Bench.Generation;

/// <summary>Writes a synthetic project to disk, with the same work as plain statements in <c>raw.sql</c> beside it.</summary>
internal static class ProjectWriter
{
    public const string RawStatements = "raw.sql";
    private const int ModelsPerFolder = 20;

    public static void Write(int models, int seed, string directory, bool withUnitTests = false)
    {
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any())
            throw new BenchException($"{directory} is not empty: generate into a new folder");
        var random = new Random(seed);
        var written = ProjectShape.Draw(models, random).Select(shape => ModelBodies.Write(shape, random)).ToList();
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, "tally_project.yml"), ProjectFile($"bench_{models}"));
        WriteMacros(Path.Combine(directory, "macros"));
        foreach (var folder in written.GroupBy(model => model.Shape.Folder))
            WriteFolder(Path.Combine(directory, "models", folder.Key.ToString().ToLowerInvariant()), [.. folder]);
        if (withUnitTests)
            File.WriteAllText(Path.Combine(directory, "models", "unit_tests.yml"), UnitTests.Of(written.Select(model => model.Shape)));
        File.WriteAllText(Path.Combine(directory, RawStatements), Statements(written));
    }

    private static string ProjectFile(string name) => $"""
        name: {name}
        version: '1.0.0'
        config-version: 2
        model-paths: [models]
        macro-paths: [macros]
        vars:
          recent_only: false
        models:
          {name}:
            staging:
              +materialized: view
              +tags: [staging]
            intermediate:
              +materialized: view
            marts:
              +materialized: table
              +tags: [marts]

        """;

    private static void WriteMacros(string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (var (file, source) in Macros.Files)
            File.WriteAllText(Path.Combine(directory, file + ".sql"), source);
    }

    private static void WriteFolder(string directory, IReadOnlyList<SyntheticModel> models)
    {
        foreach (var (index, chunk) in models.Chunk(ModelsPerFolder).Index())
        {
            var folder = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"set_{index:000}"));
            Directory.CreateDirectory(folder);
            foreach (var model in chunk)
                File.WriteAllText(Path.Combine(folder, model.Shape.Name + ".sql"), model.Template);
            File.WriteAllText(Path.Combine(folder, "_models.yml"), PropertyFile(chunk));
        }
    }

    private static string PropertyFile(IEnumerable<SyntheticModel> models)
    {
        var yaml = new StringBuilder("version: 2\n\nmodels:\n");
        foreach (var model in models)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"  - name: {model.Shape.Name}\n");
            yaml.Append(CultureInfo.InvariantCulture, $"    description: Model {model.Shape.Name} of layer {model.Shape.Layer}, from {model.Shape.Parents.Count} parents.\n");
            yaml.Append("    columns:\n");
            AppendColumn(yaml, model, "id", "The row's key.");
            AppendColumn(yaml, model, "group_id", "\"Group of the row: 0 to 6.\"");
            AppendColumn(yaml, model, "amount", "An amount in units, not in cents.");
        }

        return yaml.ToString();
    }

    private static void AppendColumn(StringBuilder yaml, SyntheticModel model, string column, string description)
    {
        yaml.Append(CultureInfo.InvariantCulture, $"      - name: {column}\n        description: {description}\n");
        var tests = model.Tests.Where(test => test.Column == column).ToList();
        if (tests.Count == 0)
            return;
        yaml.Append("        data_tests:\n");
        foreach (var test in tests)
            yaml.Append(CultureInfo.InvariantCulture, $"          - {test.Yaml}\n");
    }

    private static string Statements(IEnumerable<SyntheticModel> models)
    {
        var sql = new StringBuilder();
        foreach (var model in models)
        {
            sql.Append(CultureInfo.InvariantCulture, $"create {(model.Shape.IsTable ? "table" : "view")} {model.Shape.Name} as\n{model.Sql}\n;\n");
            foreach (var test in model.Tests)
                sql.Append(CultureInfo.InvariantCulture, $"{test.Sql}\n;\n");
        }

        return sql.ToString();
    }
}

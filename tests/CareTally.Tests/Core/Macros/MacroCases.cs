using CareTally.Core.Manifests;
using CareTally.Diagnostics;
using CareTally.Templating;

namespace CareTally.Tests.CoreTests.Macros;

/// <summary>The cases in Fixtures/Macros: templates that use built-in macros, and what databases must make of them.</summary>
public static class MacroCases
{
    public static TheoryData<string, string> ForDuckDb() => Read(answers => answers[0]);

    public static TheoryData<string, string> ForPostgres() => Read(answers => answers[^1]);

    /// <summary>A query for one text: the template's rows in order.</summary>
    /// <param name="template">A query of one column, or an expression.</param>
    /// <param name="adapterType">The kind of database.</param>
    public static string QueryFor(string template, string adapterType)
    {
        var (library, scope) = Libraries[adapterType].Value;
        var sql = TemplateRenderer.Render(Template.Parse(new SourceText("case.sql", template)), scope, library.OptionsFor("shop")).Text.Trim();
        var query = sql.StartsWith("select ", StringComparison.Ordinal) || sql.StartsWith("with ", StringComparison.Ordinal) ? sql : "select " + sql;
        return $"select coalesce(string_agg(coalesce(cast(x as varchar), 'null'), ' ' order by x), 'nothing') from ({query}\n) as q(x)";
    }

    private static readonly Dictionary<string, Lazy<(MacroLibrary, Scope)>> Libraries = new()
    {
        ["duckdb"] = new(() => Load("duckdb")),
        ["postgres"] = new(() => Load("postgres")),
    };

    private static (MacroLibrary, Scope) Load(string adapterType)
    {
        using var sample = new SampleProject("");
        var loaded = ManifestLoader.LoadProject(sample.Options(), new Problems());
        var project = loaded with { Target = loaded.Target with { Type = adapterType } };
        var library = MacroLibrary.Build(project, new Problems());
        return (library, new Scope(new Dictionary<string, CareTally.Templating.Values.Value> { ["adapter"] = new CareTally.Core.Contexts.AdapterValue(project.Target, CareTally.Core.Contexts.RelationPolicy.All, CareTally.Core.Contexts.OfflineWarehouse.Instance, new CareTally.Core.Contexts.TemplateMessages(), library.Dispatch.Call) }, project.Scope));
    }

    private static TheoryData<string, string> Read(Func<string[], string> choose)
    {
        var cases = new TheoryData<string, string>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Macros", "cross_database.txt")))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var parts = line.Split(" => ");
            cases.Add(parts[0], choose(parts[1].Split(" || ")).Replace("(empty)", "", StringComparison.Ordinal));
        }

        return cases;
    }
}

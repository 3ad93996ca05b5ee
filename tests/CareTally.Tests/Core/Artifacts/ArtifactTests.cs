using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CareTally.Core.Artifacts;
using CareTally.Core.Planning;
using CareTally.Core.Running;
using CareTally.Core.Selecting;
using CareTally.Diagnostics;
using CareTally.Tests.CoreTests.Running;

namespace CareTally.Tests.CoreTests.Artifacts;

public sealed partial class ArtifactTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly Builds _builds = new();

    public Task InitializeAsync()
    {
        ArtifactSample.Write(_builds.Project);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _builds.DisposeAsync();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    [Fact]
    public void The_manifest_is_what_it_was()
    {
        var manifest = _builds.Project.Load();
        var folder = manifest.Project.TargetFolder;
        new ArtifactWriter(folder, new CareTally.Core.Projects.Secrets(new Dictionary<string, string>())).WriteManifest(manifest);
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json")))!;

        // Of the built-in macros one of each package is enough.
        var macros = json["macros"]!.AsObject();
        var others = macros.Select(entry => entry.Key).Where(id => id.StartsWith("macro.dbt", StringComparison.Ordinal)).Except(["macro.dbt.test_unique", "macro.dbt_duckdb.duckdb__dateadd"]).ToArray();
        others.ShouldContain("macro.dbt.generate_schema_name");
        foreach (var other in others) macros.Remove(other);
        Snapshot.Match("Core/manifest.json", MacroSql().Replace(json.ToJsonString(Indented) + "\n", "\"macro_sql\": \"...\""));
    }

    [Fact]
    public async Task The_results_of_a_run_are_what_they_were()
    {
        var manifest = _builds.Project.Load();
        var plan = Planner.Plan(manifest, Selector.Select(manifest, SelectionCriteria.All, new Problems()), CareTally.Core.Warehouses.Catalog.Empty, PlanOptions.Build, new Problems());
        var results = await new Runner(_builds.Warehouse, TimeProvider.System, 1).RunAsync(plan, _ => { }, CancellationToken.None);
        var folder = manifest.Project.TargetFolder;
        new ArtifactWriter(folder, new CareTally.Core.Projects.Secrets(new Dictionary<string, string>())).WriteRunResults(manifest, plan, results, "build");
        var text = Times().Replace(Pretty(Path.Combine(folder, "run_results.json")), "$1 0");
        Snapshot.Match("Core/run_results.json", text.Replace(_builds.Project.Root, "ROOT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_catalog_says_what_is_in_the_database()
    {
        var results = await _builds.BuildAsync();
        await _builds.ExecuteAsync("create schema raw; create table raw.people (id int); comment on table good is 'Said in the database.'; comment on column good.id is 'A number.'");
        var manifest = _builds.Project.Load();
        var folder = manifest.Project.TargetFolder;
        new ArtifactWriter(folder, new CareTally.Core.Projects.Secrets(new Dictionary<string, string>()))
            .WriteCatalog(manifest, await _builds.Warehouse.ReadDetailsAsync(["main", "raw"], CancellationToken.None));
        results.Results.ShouldNotBeEmpty();
        Snapshot.Match("Core/catalog.json", Pretty(Path.Combine(folder, "catalog.json")));
    }

    [Fact]
    public void A_compiled_manifest_has_the_sql_and_a_file_is_known_by_its_content()
    {
        var plan = _builds.Project.Plan(PlanOptions.Compile);
        var manifest = _builds.Project.Load();
        new ArtifactWriter(manifest.Project.TargetFolder, new CareTally.Core.Projects.Secrets(new Dictionary<string, string>())).WriteCompilation(manifest, plan);
        var good = JsonNode.Parse(File.ReadAllText(Path.Combine(manifest.Project.TargetFolder, "manifest.json")))!["nodes"]!["model.shop.good"]!;
        good["compiled"]!.GetValue<bool>().ShouldBeTrue();
        good["compiled_code"]!.GetValue<string>().Trim().ShouldBe("select * from \"main\".\"codes\"");
        good["compiled_path"]!.GetValue<string>().ShouldBe("target/compiled/shop/models/good.sql");
        var text = File.ReadAllBytes(_builds.Project.PathOf("models/good.sql"));
        good["checksum"]!["checksum"]!.GetValue<string>().ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(text.AsSpan().TrimEnd("\n "u8))));
    }

    [Fact]
    public void A_query_lists_the_ephemeral_models_in_front_of_it_each_behind_those_it_needs()
    {
        _builds.Project.Write(
            """
            -- file: models/deep/inside.sql
            {{ config(materialized='ephemeral') }}select id from {{ ref('deeper') }}
            -- file: models/deep/deeper.sql
            {{ config(materialized='ephemeral') }}select 1 as id
            """);
        var plan = _builds.Project.Plan(PlanOptions.Compile);
        var manifest = _builds.Project.Load();
        new ArtifactWriter(manifest.Project.TargetFolder, new CareTally.Core.Projects.Secrets(new Dictionary<string, string>())).WriteCompilation(manifest, plan);
        var nodes = JsonNode.Parse(File.ReadAllText(Path.Combine(manifest.Project.TargetFolder, "manifest.json")))!["nodes"]!;
        nodes["model.shop.after"]!["extra_ctes"]!.ToJsonString().ShouldBe(
            """[{"id":"model.shop.deeper","sql":" __dbt__cte__deeper as (\nselect 1 as id\n)"},{"id":"model.shop.inside","sql":" __dbt__cte__inside as (\nselect id from __dbt__cte__deeper\n)"}]""");
        nodes["model.shop.after"]!["extra_ctes_injected"]!.GetValue<bool>().ShouldBeTrue();
        nodes["model.shop.good"]!["extra_ctes"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public void Nodes_and_columns_name_the_docs_blocks_of_their_descriptions()
    {
        _builds.Project.Write("models/docs.yml", """
            sources:
              - {name: noted, tables: [{name: t, description: "{{ doc('shop', 'good_id') }} of {{ doc('good_id') }}", columns: [{name: id, description: "{{ doc('good_id') }}"}]}]}
            """);
        var manifest = _builds.Project.Load();
        new ArtifactWriter(manifest.Project.TargetFolder, new CareTally.Core.Projects.Secrets(new Dictionary<string, string>())).WriteManifest(manifest);
        var source = JsonNode.Parse(File.ReadAllText(Path.Combine(manifest.Project.TargetFolder, "manifest.json")))!["sources"]!["source.shop.noted.t"]!;
        source["doc_blocks"]!.ToJsonString().ShouldBe("""["doc.shop.good_id","doc.shop.good_id"]""");
        source["columns"]!["id"]!["doc_blocks"]!.ToJsonString().ShouldBe("""["doc.shop.good_id"]""");
    }

    [Fact]
    public void Compiled_sql_is_written_beside_its_path_and_long_names_of_tests_are_shortened()
    {
        var plan = _builds.Project.Plan(PlanOptions.Compile);
        var folder = _builds.Project.PathOf("target");
        new ArtifactWriter(folder, new CareTally.Core.Projects.Secrets(new Dictionary<string, string>())).WriteCompiled(plan);
        var files = Directory.EnumerateFiles(folder, "*.sql", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal).ToArray();
        files.ShouldContain("compiled/shop/models/good.sql");
        files.ShouldContain(file => file.StartsWith("compiled/shop/models/m.yml/accepted_values_bad_", StringComparison.Ordinal) && file.Length < 120);
        File.ReadAllText(Path.Combine(folder, "compiled/shop/models/good.sql")).Trim().ShouldBe("select * from \"main\".\"codes\"");
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_an_error()
    {
        _builds.Project.Write("target", "a file where the folder should be");
        var manifest = _builds.Project.Load();
        var failure = Should.Throw<DiagnosticException>(() => new ArtifactWriter(manifest.Project.TargetFolder, new CareTally.Core.Projects.Secrets(new Dictionary<string, string>())).WriteManifest(manifest));
        SampleProject.Line(failure.Diagnostic).ShouldStartWith($"TLY5901 - cannot write {_builds.Project.PathOf("target/manifest.json")}: ");
    }

    private static string Pretty(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        return JsonSerializer.Serialize(document, Indented) + "\n";
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [GeneratedRegex("(\"(?:execution_time|elapsed_time|started_at|completed_at)\":) [^,\n]+")]
    private static partial Regex Times();

    [GeneratedRegex("\"macro_sql\": \"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex MacroSql();
}

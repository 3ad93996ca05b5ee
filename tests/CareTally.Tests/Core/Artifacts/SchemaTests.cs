using System.Text.Json;
using System.Text.Json.Nodes;
using CareTally.Core.Artifacts;
using CareTally.Core.Planning;
using CareTally.Core.Projects;
using CareTally.Core.Running;
using CareTally.Core.Selecting;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Tests.CoreTests.Running;
using Json.Schema;

namespace CareTally.Tests.CoreTests.Artifacts;

/// <summary>What is written holds to the schemas that dbt publishes, where they are at hand.</summary>
public sealed class SchemaTests
{
    [SchemaTheory]
    [InlineData("manifest.json", "manifest/v12.json")]
    [InlineData("run_results.json", "run-results/v6.json")]
    [InlineData("catalog.json", "catalog/v1.json")]
    public async Task Artifacts_hold_to_the_schemas_of_dbt(string artifact, string schema)
    {
        await using var builds = new Builds();
        ArtifactSample.Write(builds.Project);
        var manifest = builds.Project.Load();
        var plan = Planner.Plan(manifest, Selector.Select(manifest, SelectionCriteria.All, new Problems()), Catalog.Empty, PlanOptions.Build, new Problems());
        var results = await new Runner(builds.Warehouse, TimeProvider.System, 2).RunAsync(plan, _ => { }, CancellationToken.None);
        var writer = new ArtifactWriter(manifest.Project.TargetFolder, new Secrets(new Dictionary<string, string>()));
        writer.WriteCompilation(manifest, plan);
        writer.WriteRunResults(manifest, plan, results, "build");
        writer.WriteCatalog(manifest, await builds.Warehouse.ReadDetailsAsync(["main", "raw"], CancellationToken.None));
        Errors(Path.Combine(SchemaTheoryAttribute.Folder!, schema), Path.Combine(manifest.Project.TargetFolder, artifact)).ShouldBeEmpty();
    }

    private static string[] Errors(string schema, string artifact)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(artifact));

        // The package wants each address registered once, and would have it so twice.
        var text = JsonNode.Parse(File.ReadAllText(schema))!.AsObject();
        text.Remove("$id");
        var result = JsonSchema.FromText(text.ToJsonString()).Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return result.IsValid ? [] : [.. (result.Details ?? []).Where(detail => detail.Errors is not null).Select(detail => $"{detail.InstanceLocation}: {string.Join("; ", detail.Errors!.Values)}").Take(50)];
    }
}

/// <summary>A test that needs dbt's schemas; skipped, and counted so, where TALLY_DBT_SCHEMAS names no folder with them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SchemaTheoryAttribute : TheoryAttribute
{
    public SchemaTheoryAttribute() => Skip = Folder is null ? "TALLY_DBT_SCHEMAS does not name a folder with dbt's schemas (manifest/v12.json and so on)" : null;

    /// <summary>The folder, or null.</summary>
    public static string? Folder { get; } = Environment.GetEnvironmentVariable("TALLY_DBT_SCHEMAS") is { Length: > 0 } folder ? folder : null;
}

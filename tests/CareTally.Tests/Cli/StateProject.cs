using CareTally.Cli;

namespace CareTally.Tests.Cli;

/// <summary>A project with the targets dev and prod in one database file, built in prod, whose artifacts are kept in the folder state.</summary>
internal static class StateProject
{
    public const string ProjectFile =
        """
        name: shop
        vars: {limit: 10}
        targets:
          dev: {type: duckdb, path: shop.duckdb, schema: dev}
          prod: {type: duckdb, path: shop.duckdb, schema: prod}
          other: {type: duckdb, path: other.duckdb, schema: dev}
        target: dev
        """;

    public static async Task<Tally> BuildAsync()
    {
        var tally = new Tally();
        tally.Write("tally_project.yml", ProjectFile);
        tally.Write("seeds/codes.csv", "id\n1\n2\n");
        tally.Write("models/stg.sql", "{{ config(materialized='table') }} select * from {{ ref('codes') }}");
        tally.Write("models/inline.sql", "{{ config(materialized='ephemeral') }} select * from {{ ref('stg') }}");
        tally.Write("models/fct.sql", "select * from {{ ref('inline') }} where id < {{ var('limit') }}");
        tally.Write("models/rpt.sql", "{{ config(materialized='table' if target.name == 'prod' else 'view') }} select * from {{ ref('fct') }}");
        tally.Write("models/m.yml", "models: [{name: fct, columns: [{name: id, data_tests: [not_null: {name: fct_has_id}]}]}]");
        var (code, _, error) = await tally.RunAsync("build", "--target", "prod", "--no-site");
        code.ShouldBe(ExitCode.Success, error);
        tally.KeepState();
        return tally;
    }

    /// <summary>Keeps the artifacts of the last run in the folder state.</summary>
    public static void KeepState(this Tally tally)
    {
        Directory.CreateDirectory(Path.Combine(tally.Folder, "state"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(tally.Folder, "target"), "*.json")) File.Copy(file, Path.Combine(tally.Folder, "state", Path.GetFileName(file)), overwrite: true);
    }

    /// <summary>The names that a selection lists, on one line.</summary>
    public static async Task<string> ListAsync(this Tally tally, params string[] arguments)
    {
        var (code, output, error) = await tally.RunAsync(["ls", "--output", "name", .. arguments]);
        code.ShouldBe(ExitCode.Success, error);
        return string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    /// <summary>The rows that a model's relation holds, whatever its query would return now.</summary>
    public static Task<string> StoredAsync(this Tally tally, string model, params string[] arguments) =>
        tally.ShowAsync(["--inline", $"select * from {{{{ ref('{model}') }}}} order by all", .. arguments]);

    /// <summary>The rows of a model's query, or what the error says.</summary>
    public static Task<string> RowsAsync(this Tally tally, string model, params string[] arguments) => tally.ShowAsync([model, .. arguments]);

    private static async Task<string> ShowAsync(this Tally tally, string[] arguments)
    {
        var (code, output, error) = await tally.RunAsync(["show", "--output", "csv", .. arguments]);
        return code == ExitCode.Success ? string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries)) : error;
    }
}

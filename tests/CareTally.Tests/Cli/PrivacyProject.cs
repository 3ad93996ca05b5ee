using System.IO.Compression;
using CareTally.Cli;

namespace CareTally.Tests.Cli;

/// <summary>A small project with people in it: calls and their customers, in files, tables, a snapshot and the rows of failing tests.</summary>
internal static class PrivacyProject
{
    /// <summary>The customer who is erased.</summary>
    public const string Anna = "crm:4711";

    /// <summary>What names her, as it is written here and there.</summary>
    public static readonly string[] OfAnna = ["Anna Sentinel", "anna.sentinel@example.com", "901234567", "crm:4711"];

    public static async Task<Tally> StartAsync()
    {
        var tally = new Tally();
        tally.Write("tally_project.yml", """
            name: people
            version: "1.0.0"
            config-version: 2
            vars: {person_keys: [customer_id]}
            models: {people: {+materialized: table}}
            """);
        tally.Write("macros/privacy.sql", """
            {% macro personal_values(customer_id) %}
            select distinct unnest([customer_id, email, phone]) as value
            from {{ ref('stg_customers') }}
            where customer_id = '{{ customer_id }}'
            {% endmacro %}
            """);
        tally.Write("models/sources.yml", """
            sources:
              - name: crm
                tables:
                  - name: customers
                    config: {external: {location: exports/customers.csv}}
                    columns:
                      - {name: customer_id, data_type: varchar}
                      - {name: name, data_type: varchar, config: {meta: {pii: true}}}
                      - {name: email, data_type: varchar, config: {meta: {pii: true}}}
                      - {name: phone, data_type: varchar, config: {meta: {pii: true}}}
                  - name: calls
                    config: {external: {location: "exports/calls_*.jsonl.gz", format: jsonl}, meta: {retention: started_at}}
                    columns:
                      - {name: call_id, data_type: bigint}
                      - {name: caller, data_type: varchar, config: {meta: {pii: true}}}
                      - {name: started_at, data_type: timestamp}
            """);
        tally.Write("models/stg_customers.sql", "select * from {{ source('crm', 'customers') }}");
        tally.Write("models/stg_calls.sql", "{{ config(meta={'retention': 'started_at'}) }} select * from {{ source('crm', 'calls') }}");
        tally.Write("models/calls.sql", """
            {{ config(materialized='incremental', unique_key='call_id', meta={'retention': 'started_at'}) }}
            select calls.call_id, calls.started_at, calls.caller, customers.customer_id
            from {{ ref('stg_calls') }} as calls
            left join {{ ref('stg_customers') }} as customers on customers.phone = calls.caller
            """);
        tally.Write("models/identities.sql", "{{ config(meta={'erasure': 'delete'}) }} select customer_id, phone as value from {{ ref('stg_customers') }} where phone is not null");
        tally.Write("models/people.sql", "{{ config(materialized='view') }} select customer_id, name, email from {{ ref('stg_customers') }}");
        tally.Write("models/models.yml", """
            models:
              - name: stg_customers
                columns:
                  - {name: customer_id, data_tests: [unique, not_null]}
                  - {name: name, config: {meta: {pii: true}}}
                  - {name: email, config: {meta: {pii: true}}, data_tests: [{accepted_values: {name: emails_are_known, arguments: {values: [nobody@example.com]}, config: {severity: warn, store_failures: true}}}]}
                  - {name: phone, config: {meta: {pii: true}}}
              - name: stg_calls
                columns: [{name: caller, config: {meta: {pii: true}}}]
              - name: calls
                columns: [{name: call_id, data_tests: [unique]}, {name: caller, config: {meta: {pii: true}}}]
              - name: identities
                columns: [{name: value, config: {meta: {pii: true}}, data_tests: [not_null]}]
            """);
        tally.Write("snapshots/customers_history.yml", """
            snapshots:
              - name: customers_history
                relation: ref('stg_customers')
                config: {unique_key: customer_id, strategy: check, check_cols: [email]}
                columns: [{name: name, config: {meta: {pii: true}}}, {name: email, config: {meta: {pii: true}}}, {name: phone, config: {meta: {pii: true}}}]
            """);
        tally.Write("exports/customers.csv", "customer_id,name,email,phone\ncrm:4711,Anna Sentinel,Anna.Sentinel@example.com,+84901234567\ncrm:4712,Bert Other,bert@example.com,+84907654321\n");
        WriteCalls(tally, "calls_2023.jsonl.gz", (1, "+84901234567", "2023-05-01"), (2, "+84907654321", "2023-06-01"));
        WriteCalls(tally, "calls_2026.jsonl.gz", (3, "+84 90 123 45 67", "2026-02-01"), (4, "+84901234567", "2026-02-02"), (5, "+84907654321", "2026-02-03"));
        var (code, _, error) = await tally.RunAsync("build");
        code.ShouldBe(ExitCode.Success, error);
        return tally;
    }

    public static async Task<string> QueryAsync(Tally tally, string sql)
    {
        var (code, output, error) = await tally.RunAsync("show", "--inline", sql, "--output", "csv", "--limit", "-1", "--show-pii", "--quiet");
        code.ShouldBe(ExitCode.Success, error);
        return string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1));
    }

    /// <summary>Files below the project's folder, but for its exports, in which one of the texts occurs; as they are and uncompressed.</summary>
    public static IEnumerable<string> FilesWith(Tally tally, params string[] texts) =>
        from file in Directory.EnumerateFiles(tally.Folder, "*", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(tally.Folder, file)
        where !relative.StartsWith("exports", StringComparison.Ordinal)
        let content = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file))
        where texts.Any(text => content.Contains(text, StringComparison.OrdinalIgnoreCase))
        select relative;

    private static void WriteCalls(Tally tally, string name, params (int Id, string Caller, string Day)[] calls)
    {
        var path = tally.Write($"exports/{name}", "");
        using var writer = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.Fastest));
        foreach (var (id, caller, day) in calls) writer.Write($$"""{"call_id": {{id}}, "caller": "{{caller}}", "started_at": "{{day}}T10:00:00"}{{"\n"}}""");
    }
}

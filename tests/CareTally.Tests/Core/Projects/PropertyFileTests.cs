using CareTally.Core.Manifests;

namespace CareTally.Tests.CoreTests.Projects;

public class PropertyFileTests
{
    private const string Model = "-- file: models/a.sql\nselect 1 as id, 'x' as kind\n-- file: models/m.yml\n";

    [Theory]
    [InlineData("[a]", "TLY2021 models/m.yml:1:1 'models/m.yml' must be a mapping with keys such as models and sources, not a list")]
    [InlineData("model: []", "TLY2020 models/m.yml:1:1 unknown key 'model' in a property file (did you mean 'models'?)")]
    [InlineData("models: {a: {}}", "TLY2021 models/m.yml:1:9 'models' must be a list of mappings, not a mapping")]
    [InlineData("models: [a]", "TLY2021 models/m.yml:1:10 'models' must be a list of mappings, not 'a'")]
    [InlineData("models: [{description: x}]", "TLY2022 models/m.yml:1:10 a model needs the key 'name'")]
    [InlineData("models: [{nme: a, description: x}]", "TLY2020 models/m.yml:1:11 unknown key 'nme' in a model (did you mean 'name'?)")]
    [InlineData("exposures: [{name: a, tpye: ml, owner: {name: ann}}]", "TLY2020 models/m.yml:1:23 unknown key 'tpye' in an exposure (did you mean 'type'?)")]
    [InlineData("models: [{name: a, descripton: x}]", "TLY2020 models/m.yml:1:20 unknown key 'descripton' in a model (did you mean 'description'?)")]
    [InlineData("models: [{name: a, columns: [{name: id, test: [unique]}]}]", "TLY2020 models/m.yml:1:41 unknown key 'test' in a column (did you mean 'tests'?)")]
    [InlineData("seeds: [{name: a, colums: []}]", "TLY2020 models/m.yml:1:19 unknown key 'colums' in a seed (did you mean 'columns'?)")]
    [InlineData("sources: [{name: s, table: []}]", "TLY2020 models/m.yml:1:21 unknown key 'table' in a source (did you mean 'tables'?)")]
    [InlineData("sources: [{name: s, tables: [{name: t, identifer: x}]}]", "TLY2020 models/m.yml:1:40 unknown key 'identifer' in a source table (did you mean 'identifier'?)")]
    [InlineData("sources: [{name: s, tables: [{name: t, columns: [{name: id, data_type: integer}, {name: Id}]}]}]", "TLY2031 models/m.yml:1:89 column 'Id' stands twice, as case does not matter in names of columns; the other place is models/m.yml:1:57 (keep one of them)")]
    [InlineData("macros: [{name: m, args: []}]", "TLY2020 models/m.yml:1:20 unknown key 'args' in a macro")]
    [InlineData("models: [{name: a, columns: {name: id}}]", "TLY2021 models/m.yml:1:29 'columns' must be a list of mappings, not a mapping")]
    [InlineData("models: [{name: a, columns: [{name: id, data_tests: [[unique]]}]}]", "TLY2021 models/m.yml:1:54 'data_tests' must be a list of test names, or of one test name with its arguments, not a list")]
    [InlineData("models: [{name: a, columns: [{name: id, data_tests: [accepted_values: [1]]}]}]", "TLY2021 models/m.yml:1:54 'data_tests' must be a list of test names, or of one test name with its arguments, not a mapping")]
    [InlineData("models: [{name: a, columns: [{name: id, data_tests: [unique: {config: 5}]}]}]", "TLY2021 models/m.yml:1:71 'config' must be a mapping, not '5'")]
    [InlineData("models: [{name: a, columns: [{name: id, data_tests: [uniqe]}]}]", "TLY3008 models/m.yml:1:54 there is no generic test 'uniqe' (did you mean 'unique'?)")]
    [InlineData("models: [{name: a, columns: [{name: id, data_tests: [unique, unique]}]}]", "TLY3009 models/m.yml:1:62 this test stands twice: unique_a_id (remove it, or give it a name of its own with 'name:')")]
    [InlineData("models: [{name: a, columns: [{name: id, data_tests: [unique: {config: {severity: wrn}}]}]}]", "TLY3011 models/m.yml:1:82 config 'severity' must be error or warn, not 'wrn'")]
    [InlineData("models: [{name: a, columns: [{name: id, data_tests: [unique: {config: {limit: ten}}]}]}]", "TLY3011 models/m.yml:1:79 config 'limit' must be a whole number, not 'ten'")]
    [InlineData("models: [{name: a}, {name: a}]", "TLY3014 models/m.yml:1:28 model 'a' is described twice; the other place is models/m.yml:1:17")]
    [InlineData("models: [{name: a, config: {enabled: 'false'}}]", "TLY3011 models/m.yml:1:38 config 'enabled' must be true or false, not 'false'")]
    [InlineData("models: [{name: a, description: \"{{ doc('nope') }}\"}]", "TLY3017 models/m.yml:1:33 docs block 'nope' does not exist")]
    public void A_mistake_in_a_property_file_is_an_error_at_its_place(string yaml, string error)
    {
        using var project = new SampleProject(Model + yaml);
        project.LoadErrors().ShouldBe([error]);
    }

    [Theory]
    [InlineData("models: [{name: b}]", "TLY3007 models/m.yml:1:17 there is no model 'b' to describe (did you mean 'a'?)")]
    [InlineData("macros: [{name: m}]", "TLY3007 models/m.yml:1:17 there is no macro 'm' to describe")]
    [InlineData("metrics: [{name: m}]", "TLY2024 models/m.yml:1:1 'metrics' is understood but has no effect in this version")]
    [InlineData("models: [{name: a, time_spine: {}}]", "TLY2024 models/m.yml:1:20 'time_spine' is understood but has no effect in this version")]
    public void What_is_merely_doubtful_is_a_warning(string yaml, string warning)
    {
        using var project = new SampleProject(Model + yaml);
        project.Load();
        project.Lines.ShouldBe([warning]);
    }

    [Fact]
    public void A_misspelt_config_is_an_error()
    {
        using var project = new SampleProject(Model + "models: [{name: a, config: {materialised: table}}]");
        project.LoadErrors().ShouldBe(["TLY2027 models/m.yml:1:29 config 'materialised' is not one that tally knows (did you mean 'materialized'?)"]);
    }

    [Fact]
    public void Tests_may_be_written_in_every_shape_that_dbt_accepts()
    {
        using var project = new SampleProject(Model +
            """
            models:
              - name: a
                tests:
                  - unique: {column_name: kind}
                columns:
                  - name: id
                    data_tests:
                      - not_null
                      - unique:
                          config: {where: "id > 0", severity: warn}
                  - name: kind
                    tests:
                      - accepted_values:
                          values: [x, y]
                          severity: warn
                      - accepted_values:
                          name: kinds_by_arguments
                          arguments: {values: [x], quote: true}
                          config: {limit: 5}
                      - name: kinds_long_form
                        test_name: accepted_values
                        values: [x]
                      - accepted_values:
                        name: kinds_slipped
                        values: [x]
                        description: A slipped indentation.
            """);
        project.Load().Tests().Select(t => $"{t.Name} {t.Generic!.Column} {CareTally.Templating.Values.Value.Of(t.Generic.Arguments).ToRepr()} {(t.Rules.IsWarning ? "warn" : "error")} {t.Rules.Where} {t.Rules.Limit} {t.Description}".TrimEnd())
            .Order(StringComparer.Ordinal).ShouldBe([
                "accepted_values_a_kind__x__y kind {'values': ['x', 'y']} warn",
                "kinds_by_arguments kind {'values': ['x'], 'quote': True} error  5",
                "kinds_long_form kind {'values': ['x']} error",
                "kinds_slipped kind {'values': ['x']} error   A slipped indentation.",
                "not_null_a_id id {} error",
                "unique_a_id id {} warn id > 0",
                "unique_a_kind  {'column_name': 'kind'} error",
            ]);
        project.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void Descriptions_may_quote_docs_blocks_and_macros_may_have_theirs()
    {
        using var project = new SampleProject(Model +
            """
            models:
              - name: a
                description: "Before {{ doc('about_a') }} after"
                columns: [{name: id, description: "{{ doc('shop', 'about_a') }}", meta: {pii: true}, config: {tags: [k]}}]
            -- file: models/docs.md
            {% docs about_a %}
            **A** with {{ braces }}
            {% enddocs %}
            """);
        var model = project.Load().Model("a");
        model.Description.ShouldBe("Before **A** with {{ braces }} after");
        var column = model.Columns.ShouldHaveSingleItem();
        (column.Description, column.Tags[0], column.Meta["pii"].ToRepr()).ShouldBe(("**A** with {{ braces }}", "k", "True"));
    }

    [Fact]
    public void Sources_have_tables_with_identifiers_schemas_and_files()
    {
        using var project = new SampleProject(Model +
            """
            sources:
              - name: raw
                schema: "{{ var('s', 'landing') }}"
                tables:
                  - {name: calls, identifier: CALLS_V1}
                  - {name: files, external: {location: data/x.jsonl.gz}}
              - name: bare
                tables: [{name: t}]
            """);
        var sources = project.Load().Nodes.Values.OfType<SourceNode>().OrderBy(s => s.Id).Select(s => $"{s.Id} {s.Relation} {s.External?.Format}".TrimEnd());
        sources.ShouldBe(["source.shop.bare.t bare.t", "source.shop.raw.calls landing.CALLS_V1", "source.shop.raw.files landing.files jsonl"]);
    }

    [Theory]
    [InlineData("{}", "TLY3012 models/m.yml:1:65 external source: it needs a location (for example external: {location: 'data/calls_*.csv'})")]
    [InlineData("{location: x.dat}", "TLY3012 models/m.yml:1:65 external source: the format of 'x.dat' cannot be told from its name (formats: csv, json, jsonl, parquet)")]
    [InlineData("{location: x, format: xml}", "TLY3012 models/m.yml:1:65 external source: unknown format 'xml' (formats: csv, json, jsonl, parquet)")]
    [InlineData("{location: x.csv, delim: ';'}", "TLY3012 models/m.yml:1:65 external source: unknown key 'delim' (the file reader's own options belong under 'options:')")]
    public void A_source_file_that_cannot_be_meant_is_an_error(string external, string error)
    {
        using var project = new SampleProject(Model + $"sources: [{{name: raw, tables: [{{name: t, columns: [], external: {external}}}]}}]");
        project.LoadErrors().ShouldBe([error]);
    }
}

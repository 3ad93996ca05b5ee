using CareTally.Core.Planning;
using CareTally.Core.Projects;
using CareTally.Core.Selecting;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Tests.CoreTests.Contexts;

/// <summary>The names and objects that dbt gives to templates.</summary>
public sealed class ContextTests
{
    private const string Macros =
        """
        {% macro shout(x) %}{{ return(x | upper ~ '!') }}{% endmacro %}
        {% macro this_holds_itself() %}{% set l = [1] %}{% do l.append(l) %}{{ return(l) }}{% endmacro %}
        {% macro shared(levels) %}{% set ns = namespace(x=[1]) %}{% for i in range(levels) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ return(ns.x) }}{% endmacro %}
        {% macro nested(levels) %}{% set ns = namespace(x=[1]) %}{% for i in range(levels) %}{% set ns.x = [ns.x] %}{% endfor %}{{ return(ns.x) }}{% endmacro %}

        """;

    // What Python 3.13 with agate's and dbt's classes prints for the same.
    [Theory]
    [InlineData("modules.datetime.datetime(2024, 2, 29, 13, 5)", "2024-02-29 13:05:00")]
    [InlineData("modules.datetime.datetime(2024, 2, 29, 13, 5, 6, 70)", "2024-02-29 13:05:06.000070")]
    [InlineData("[modules.datetime.datetime(2024, 2, 29, 13, 5)]", "[datetime.datetime(2024, 2, 29, 13, 5)]")]
    [InlineData("modules.datetime.date(2024, 3, 1) - modules.datetime.timedelta(days=1)", "2024-02-29")]
    [InlineData("modules.datetime.date(2024, 3, 1) - modules.datetime.date(2023, 3, 1)", "366 days, 0:00:00")]
    [InlineData("(modules.datetime.datetime(2024, 1, 1) - modules.datetime.datetime(2024, 1, 2, 6)).total_seconds()", "-108000.0")]
    [InlineData("modules.datetime.timedelta(hours=-1)", "-1 day, 23:00:00")]
    [InlineData("[modules.datetime.timedelta(days=1, minutes=90)]", "[datetime.timedelta(days=1, seconds=5400)]")]
    [InlineData("modules.datetime.timedelta(days=1) * 2.5", "2 days, 12:00:00")]
    [InlineData("modules.datetime.date(2024, 12, 30).strftime('%d %b %Y, %A %j %U %W %V %G %-d')", "30 Dec 2024, Monday 365 52 53 01 2025 30")]
    [InlineData("modules.datetime.datetime.strptime('05/03/24 07:08 PM', '%d/%m/%y %I:%M %p')", "2024-03-05 19:08:00")]
    [InlineData("modules.datetime.datetime.strptime('2024-03-05T01:02:03.5+0200', '%Y-%m-%dT%H:%M:%S.%f%z').isoformat()", "2024-03-05T01:02:03.500000+02:00")]
    [InlineData("modules.datetime.datetime.fromisoformat('2024-03-05 01:02').isoformat(' ', 'seconds')", "2024-03-05 01:02:00")]
    [InlineData("modules.datetime.date.fromisoformat('2024-03-05').isoweekday()", "2")]
    [InlineData("modules.datetime.datetime.combine(modules.datetime.date(2024, 1, 2), modules.datetime.time(3, 4)).replace(year=2020)", "2020-01-02 03:04:00")]
    [InlineData("modules.datetime.date(2024, 1, 2) < modules.datetime.date(2024, 1, 3)", "True")]
    [InlineData("modules.datetime.date(2024, 1, 2) == modules.datetime.date(2024, 1, 2)", "True")]
    [InlineData("modules.datetime.date(2024, 1, 2).isocalendar()[1]", "1")]
    [InlineData("modules.pytz.timezone('America/New_York').localize(modules.datetime.datetime(2024, 7, 1, 12))", "2024-07-01 12:00:00-04:00")]
    [InlineData("modules.pytz.utc.localize(modules.datetime.datetime(2024, 1, 1)).astimezone(modules.pytz.timezone('Asia/Kolkata'))", "2024-01-01 05:30:00+05:30")]
    [InlineData("modules.datetime.datetime(2024, 1, 1, tzinfo=modules.datetime.timezone.utc).strftime('%Z %z')", "UTC +0000")]
    [InlineData("modules.re.sub('(?P<first>a+)(b)', '[\\\\2\\\\g<first>]', 'aab ab')", "[baa] [ba]")]
    [InlineData("modules.re.findall('(a)(b)?', 'ab a')", "[('a', 'b'), ('a', '')]")]
    [InlineData("modules.re.match('b', 'ab')", "None")]
    [InlineData("modules.re.match('a(.)', 'ab').group(1)", "b")]
    [InlineData("modules.re.search('B', 'ab', modules.re.IGNORECASE).span()", "(1, 2)")]
    [InlineData("modules.re.split('[, ]+', 'a, b c', 1)", "['a', 'b c']")]
    [InlineData("modules.re.fullmatch('a', 'ab') is none", "True")]
    [InlineData("modules.re.compile('[^a-z]').sub('_', 'a b-c', count=1)", "a_b-c")]
    [InlineData("modules.itertools.product([1, 2], ['a', 'b']) | list", "[(1, 'a'), (1, 'b'), (2, 'a'), (2, 'b')]")]
    [InlineData("modules.itertools.combinations([1, 2, 3], 2) | list", "[(1, 2), (1, 3), (2, 3)]")]
    [InlineData("modules.itertools.permutations('ab') | list", "[('a', 'b'), ('b', 'a')]")]
    [InlineData("modules.itertools.zip_longest([1, 2], [3], fillvalue=0) | list", "[(1, 3), (2, 0)]")]
    [InlineData("modules.itertools.islice([1, 2, 3, 4, 5], 1, 5, 2) | list", "[2, 4]")]
    [InlineData("toyaml({'a': [1, {'b': true}], 'c': none, 'd': 'yes', 'e': {'f': 'x y'}})", "a:\n- 1\n- b: true\nc: null\nd: 'yes'\ne:\n  f: x y\n")]
    [InlineData("fromyaml('a: [1, 2]').a[1]", "2")]
    [InlineData("toyaml(1) ~ toyaml('yes') ~ toyaml(none)", "1\n...\n'yes'\nnull\n...\n")]
    [InlineData("toyaml({'b': 'é😀\\t', 'a': (1, 2.0)}, sort_keys=true)", "a:\n- 1\n- 2.0\nb: \"\\xE9\\U0001F600\\t\"\n")]
    [InlineData("toyaml({'a': ref}) ~ toyaml([nothing], 'no')", "Noneno")]
    [InlineData("fromyaml('a: [') ~ fromyaml('a: [', 'no') ~ fromyaml(1) ~ fromyaml('a: 1\\n---\\nb: 2')", "NonenoNoneNone")]
    [InlineData("tojson({'b': [1, 2.0, 1e20, 'é😀\\n', true, none], 'a': {}})", "{\"b\": [1, 2.0, 1e+20, \"\\u00e9\\ud83d\\ude00\\n\", true, null], \"a\": {}}")]
    [InlineData("tojson({'b': 1, 'a': (2, 3)}, sort_keys=true)", "{\"a\": [2, 3], \"b\": 1}")]
    [InlineData("tojson(this_holds_itself(), 'no') ~ tojson(this_holds_itself())", "noNone")]
    [InlineData("{'a': '<b>'} | tojson", "{\"a\": \"\\u003cb\\u003e\"}")]
    [InlineData("fromjson('{\"a\": [1, 2.5, 123456789012345678901234567890]}').a", "[1, 2.5, 123456789012345678901234567890]")]
    [InlineData("fromjson('nonsense') ~ fromjson('nonsense', []) ~ fromjson('') ~ fromjson('\"\\\\ud800\"')", "None[]NoneNone")]
    [InlineData("local_md5('hello')", "5d41402abc4b2a76b9719d911017c592")]
    [InlineData("diff_of_two_dicts({'select': ['A', 'b'], 'insert': ['c']}, {'SELECT': ['a'], 'insert': ['C']})", "{'select': ['b']}")]
    [InlineData("diff_of_two_dicts({'a': ['x', 'y']}, {'A': ['x'], 'a': ['y']})", "{'a': ['x']}")]
    [InlineData("modules.re.match('a  # first', 'ab', modules.re.VERBOSE).group()", "a")]
    [InlineData("modules.re.fullmatch('(?xi) a b  # both', 'AB').group()", "AB")]
    [InlineData("modules.datetime.datetime.fromtimestamp(-62135596800)", "0001-01-01 00:00:00")]
    [InlineData("modules.itertools.combinations(range(40), 39) | length", "40")]
    [InlineData("modules.itertools.combinations('ab', 3) | list ~ modules.itertools.combinations('ab', 0) | list", "[][()]")]
    [InlineData("modules.itertools.combinations_with_replacement('ab', 2) | list", "[('a', 'a'), ('a', 'b'), ('b', 'b')]")]
    [InlineData("modules.itertools.permutations('abc', 2) | length", "6")]
    [InlineData("modules.itertools.product(range(100), range(100), [], repeat=3) | list", "[]")]
    [InlineData("modules.itertools.product('ab', repeat=0) | list", "[()]")]
    [InlineData("api.Relation.create(database='d', schema='s', identifier='t')", "\"d\".\"s\".\"t\"")]
    [InlineData("api.Relation.create(schema='s', identifier='t', type='view').incorporate(path={'identifier': 'u'}).include(schema=false).quote(identifier=false)", "u")]
    [InlineData("api.Relation.create(schema='s', identifier='t', type='view').is_view", "True")]
    [InlineData("api.Relation.create(database='d', schema='s', identifier='t').information_schema('columns')", "\"d\".INFORMATION_SCHEMA.columns")]
    [InlineData("api.Relation.create(schema='s', identifier='t') == api.Relation.create(schema='S', identifier='T')", "True")]
    [InlineData("this is mapping and this.get('metadata').get('type').endswith('Relation')", "True")]
    [InlineData("this", "\"main\".\"m\"")]
    [InlineData("this.incorporate(path={'identifier': 'other'}) ~ this.database", "\"main\".\"other\"caretally")]
    [InlineData("this.without_identifier()", "\"main\"")]
    [InlineData("api.Column.create('a', 'string').data_type", "TEXT")]
    [InlineData("api.Column('a', 'decimal', none, 18, 3).data_type", "decimal(18,3)")]
    [InlineData("api.Column.numeric_type('numeric', 10, 2) ~ api.Column.string_type(20)", "numeric(10,2)character varying(20)")]
    [InlineData("api.Column('a', 'VARCHAR').is_string() and api.Column('a', 'HUGEINT').is_number() and not api.Column('a', 'DATE').is_numeric()", "True")]
    [InlineData("model.unique_id ~ ' ' ~ model.config.materialized ~ ' ' ~ model['columns'] ~ ' ' ~ model.depends_on.nodes", "model.shop.m view {} []")]
    [InlineData("graph.nodes.values() | map(attribute='name') | list", "['m']")]
    [InlineData("context['target'].type ~ context.get('nothing', 1) ~ ('ref' in context)", "duckdb1True")]
    [InlineData("context['shout']('a') ~ context['shop']['shout']('b')", "A!B!")]
    [InlineData("render('{{ 1 + 1 }}')", "2")]
    [InlineData("flags.WHICH ~ flags.FULL_REFRESH", "parseFalse")]
    [InlineData("adapter.quote('a b') ~ adapter.type()", "\"a b\"duckdb")]
    [InlineData("load_result('x')", "None")]
    [InlineData("selected_resources", "['model.shop.m']")]
    [InlineData("model.path ~ ' ' ~ model.relation_name ~ ' ' ~ ('version' in model) ~ ' ' ~ ('schema' in model.config)", "m.sql \"caretally\".\"main\".\"m\" False False")]
    [InlineData("graph.nodes['model.shop.m'].version ~ graph.nodes['model.shop.m'].config.unique_key ~ graph.nodes['model.shop.m'].config.on_schema_change", "NoneNoneignore")]
    public void Prints_what_dbt_prints(string expression, string expected) => Render(expression).ShouldBe(expected);

    [Theory]
    [InlineData("env_var('DBT_ENV_SECRET_TOKEN')", "TLY2055", "only profiles.yml, the project file's targets and packages.yml may read it")]
    [InlineData("exceptions.raise_compiler_error('no')", "TLY2051", "no")]
    [InlineData("exceptions.raise_not_implemented('not here')", "TLY2051", "not here")]
    [InlineData("exceptions.relation_wrong_type(this, 'table')", "TLY2051", "already, but as a view, not a table")]
    [InlineData("debug()", "TLY2062", "debug() opens")]
    [InlineData("adapter.get_columns_in_relation('x')", "TLY2062", "takes a relation, not str")]
    [InlineData("adapter.get_column_in_relation(this)", "TLY1101", "did you mean 'get_columns_in_relation'")]
    [InlineData("modules.re.sub('(', '', 'a')", "TLY2071", "regular expression")]
    [InlineData("modules.re.match('(a|aa)+$', 'a' * 60 ~ 'b')", "TLY2071", "takes more than")]
    [InlineData("modules.re.split('(a|aa)+$', 'a' * 60 ~ 'b')", "TLY2071", "takes more than")]
    [InlineData("modules.re.compile('(a|aa)+$').split('a' * 60 ~ 'b')", "TLY2071", "takes more than")]
    [InlineData("modules.datetime.datetime.fromtimestamp(-100000000000)", "TLY2070", "timestamp out of range")]
    [InlineData("modules.datetime.datetime.fromtimestamp(253402300799.9999999)", "TLY2070", "timestamp out of range")]
    [InlineData("modules.itertools.product(range(100), repeat=100)", "TLY1201", "steps")]
    [InlineData("modules.itertools.combinations(range(60), 30)", "TLY1201", "steps")]
    [InlineData("modules.itertools.permutations(range(200), 150)", "TLY1201", "steps")]
    [InlineData("modules.itertools.combinations_with_replacement([1], 1000000)", "TLY1201", "steps")]
    [InlineData("tojson(shared(40))", "TLY1206", "longer than")]
    [InlineData("toyaml(shared(40))", "TLY1201", "steps")]
    [InlineData("modules.datetime.date(1, 1, 1) + modules.datetime.timedelta(days=99999999)", "TLY2070", "date value out of range")]
    [InlineData("modules.datetime.datetime(1, 1, 1) + modules.datetime.timedelta(days=99999999)", "TLY2070", "out of range")]
    [InlineData("modules.datetime.timedelta(days=1) * 10 ** 40", "TLY2070", "too long")]
    [InlineData("modules.datetime.timedelta(days=99999999) * 1e14", "TLY2070", "too long")]
    [InlineData("modules.datetime.timedelta(days=1) / 0", "TLY2070", "by zero")]
    [InlineData("tojson([ref])", "TLY1102", "Object of type function is not JSON serializable")]
    [InlineData("tojson(run_started_at)", "TLY1102", "is not JSON serializable")]
    [InlineData("this_holds_itself() | tojson", "TLY1103", "Circular reference detected")]
    [InlineData("fromjson(none)", "TLY1102", "not NoneType")]
    [InlineData("fromyaml('{a: 1, a: 2}')", "TLY2054", "'a'")]
    [InlineData("tojson(nested(600))", "TLY1103", "nested more than")]
    [InlineData("toyaml(nested(600))", "TLY1103", "nested more than")]
    [InlineData("modules.datetime.date(2023, 2, 29)", "TLY2070", "day is out of range for month")]
    [InlineData("modules.datetime.datetime.strptime('x', '%Y')", "TLY2070", "does not match format")]
    [InlineData("modules.pytz.timezone('Mars/Olympus')", "TLY2070", "no time zone")]
    [InlineData("api.Relation.create(type='tabel')", "TLY2062", "cannot be 'tabel'")]
    public void Says_what_is_wrong_and_where(string expression, string code, string message)
    {
        using var project = Project(expression);
        var line = Should.Throw<InvalidProjectException>(() => project.Plan(PlanOptions.Run)).Diagnostics.Select(SampleProject.Line).Single();
        line.ShouldStartWith($"{code} models/m.sql:1:");
        line.ShouldContain(message);
    }

    [Theory]
    [InlineData("quoting: {schema: false, identifier: false}", "this", "main.m")]
    [InlineData("quoting: {database: false}", "this.include(database=true)", "caretally.\"main\".\"m\"")]
    [InlineData("quoting: {identifier: false}", "this.quote(identifier=true) ~ this.quote_policy.identifier", "\"main\".\"m\"False")]
    [InlineData("quoting: {schema: false}", "api.Relation.create(schema='s', identifier='t')", "s.\"t\"")]
    [InlineData("quoting: {schema: false}", "api.Relation.create(schema='s', identifier='t', quote_policy={'schema': true, 'identifier': false})", "\"s\".t")]
    [InlineData("quoting: {schema: false}", "adapter.quote_as_configured('s', 'schema') ~ adapter.quote_as_configured('t', 'identifier')", "s\"t\"")]
    [InlineData("quoting: {identifier: false}", "model.relation_name", "\"caretally\".\"main\".m")]
    [InlineData("models: {+quoting: {identifier: false}}", "this", "\"main\".m")]
    [InlineData("quoting: {identifier: false}\nmodels: {+quoting: {identifier: true, schema: false}}", "this", "main.\"m\"")]
    [InlineData("sources: {+quoting: {identifier: false}}", "source('a', 'b')", "\"a\".b")]
    [InlineData("quoting: {project: false}", "source('a', 'b').include(database=true)", "caretally.\"a\".\"b\"")]
    public void Quotes_as_the_project_and_the_node_say(string quoting, string expression, string expected)
    {
        using var project = new SampleProject($"-- file: models/s.yml\nsources: [{{name: a, tables: [{{name: b}}]}}]\n-- file: models/m.sql\n{{# {{{{ source('a', 'b') }}}} #}}{{{{ {expression} }}}}|", $"name: shop\n{quoting}\n");
        ((PlanStep.BuildModel)project.Plan(PlanOptions.Run).Steps.Single()).Sql.Compiled!.Text[..^1].ShouldBe(expected);
    }

    [Theory]
    [InlineData("true", "{\"a\":true,\"true\":\"so true\"}", "{\"a\":true,\"true\":\"so *****\"}")]
    [InlineData("2026", "{\"rows\":2026,\"t\":\"2026-01-01\"}", "{\"rows\":2026,\"t\":\"*****-01-01\"}")]
    [InlineData("\",\"a", "{\"x\":\"y\",\"a\":\"\\\",\\\"a\"}", "{\"x\":\"y\",\"a\":\"*****\"}")]
    [InlineData("nabc", "{ \"x\": [\"\\nabc\", \"nabc\"] }", "{ \"x\": [\"\\nabc\", \"*****\"] }")]
    [InlineData("name", "{\"name\":\"no name\"}", "{\"name\":\"no *****\"}")]
    public void A_secret_leaves_json_as_it_was_but_for_its_texts(string secret, string json, string scrubbed)
    {
        var secrets = new Secrets(new Dictionary<string, string> { ["DBT_ENV_SECRET_A"] = secret });
        secrets.ScrubLine(json).ShouldBe(scrubbed);
        secrets.ScrubJson(json).ShouldBe(scrubbed);
        secrets.ScrubLine($"{{{secret} is no json").ShouldBe("{***** is no json");
    }

    [Fact]
    public void A_secret_of_three_characters_replaces_nothing_and_cannot_be_read()
    {
        var short3 = new Dictionary<string, string> { ["DBT_ENV_SECRET_A"] = "abc" };
        new Secrets(short3).Scrub("abcd").ShouldBe("abcd");
        using var project = new SampleProject("-- file: models/a.sql\nselect 1", "name: shop\ntargets:\n  dev: {type: duckdb, path: \"{{ env_var('DBT_ENV_SECRET_A') }}.duckdb\"}\n");
        project.LoadErrors(o => o with { Environment = short3 }).ShouldHaveSingleItem()
            .ShouldStartWith("TLY2057 tally_project.yml:3:29 the secret 'DBT_ENV_SECRET_A' has fewer than 4 characters");
    }

    [Fact]
    public void Secrets_are_replaced_wherever_they_turn_up()
    {
        var secrets = new Secrets(new Dictionary<string, string> { ["DBT_ENV_SECRET_A"] = "s3cret", ["DBT_ENV_SECRET_B"] = "s3cret-longer", ["OTHER"] = "plain", ["DBT_ENV_SECRET_C"] = "" });
        secrets.Scrub("a s3cret-longer b s3cret plain").ShouldBe("a ***** b ***** plain");
    }

    [Theory]
    [InlineData("a\"b\\c")]
    [InlineData("a\nb\tc")]
    [InlineData("a<b>&'c'")]
    [InlineData("gehe\u00efm\u2028")]
    public void A_secret_is_replaced_in_json_and_html_too(string secret)
    {
        var secrets = new Secrets(new Dictionary<string, string> { ["DBT_ENV_SECRET_A"] = secret });
        secrets.Scrub($"-{secret}-").ShouldBe("-*****-");
        secrets.Scrub(System.Text.Json.JsonSerializer.Serialize(secret)).ShouldBe("\"*****\"");
        using var buffer = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(buffer, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) json.WriteStringValue(secret);
        secrets.Scrub(System.Text.Encoding.UTF8.GetString(buffer.ToArray())).ShouldBe("\"*****\"");
        secrets.Scrub(CareTally.Docs.Html.Markup.Escaped(secret).Text).ShouldBe("*****");
    }

    // Rendered twice: what the first rendering does to its lists the second does not see.
    [Theory]
    [InlineData("{% do var('list').append(4) %}{{ var('list') }}", "[1, [2]]")]
    [InlineData("{% do config.get('meta')['a'].append(4) %}{{ config.get('meta') }}", "{'a': [1]}")]
    [InlineData("{% do config.get('meta').update({'b': 1}) %}{{ config.get('meta') }}", "{'a': [1]}")]
    [InlineData("{{ model.meta['a'] }}{% do model.meta['a'].append(4) %}", "[1]")]
    [InlineData("{% set m = graph.nodes['model.shop.m'] %}{{ m.meta['a'] }}{% do m.meta['a'].append(4) %}", "[1]")]
    public void What_a_template_does_to_a_list_no_other_sees(string template, string expected)
    {
        using var project = new SampleProject(
            $"-- file: models/m.sql\n{{{{ config(meta={{'a': [1]}}) }}}}{{% if execute %}}{template}{{% endif %}}|",
            "name: shop\nvars: {list: [1, [2]]}\n");
        var manifest = project.Load();
        for (var time = 0; time < 2; time++)
        {
            var plan = Planner.Plan(manifest, Selector.Select(manifest, SelectionCriteria.All, project.Problems), Catalog.Empty, PlanOptions.Run, project.Problems);
            ((PlanStep.BuildModel)plan.Steps.Single()).Sql.Compiled!.Text.ShouldBe(expected + "|");
        }
    }

    private static SampleProject Project(string expression) => new($"-- file: macros/m.sql\n{Macros}-- file: models/m.sql\n{{{{ ({expression}) if execute }}}}|");

    private static string Render(string expression)
    {
        using var project = Project(expression);
        var step = (PlanStep.BuildModel)project.Plan(PlanOptions.Run).Steps.Single();
        step.Sql.IsDeferred.ShouldBeFalse();
        return step.Sql.Compiled!.Text[..^1];
    }
}

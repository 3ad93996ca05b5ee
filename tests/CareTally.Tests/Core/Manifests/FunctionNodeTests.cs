using CareTally.Core.Manifests;
using CareTally.Core.Planning;

namespace CareTally.Tests.CoreTests.Manifests;

/// <summary>Functions in files of a function folder, and what property files say of them.</summary>
public sealed class FunctionNodeTests
{
    private const string Price =
        """
        -- file: functions/shop/price.sql
        {{ config(tags=['money']) }} select price * factor
        -- file: functions/shop/f.yml
        functions:
          - name: price
            description: The price.
            config: {alias: xl_price}
            arguments:
              - {name: price, data_type: "{{ 'dou' ~ 'ble' }}", description: Of one.}
              - {name: factor, data_type: integer, default_value: 2}
            returns: {data_type: double}
        """;

    [Fact]
    public void A_function_has_a_signature_an_address_and_merged_configuration()
    {
        using var project = new SampleProject(Price, "name: shop\nfunctions: {shop: {shop: {+schema: udfs}}}\n");
        var function = Function(project.Load(), "price");
        function.Id.ToString().ShouldBe("function.shop.price");
        function.Relation.ToString().ShouldBe("main_udfs.xl_price");
        function.Fqn.ShouldBe(["shop", "shop", "price"]);
        (function.Kind, function.Tags.Single(), function.Description, function.PropertiesPath).ShouldBe((FunctionKind.Scalar, "money", "The price.", "functions/shop/f.yml"));
        function.Call.ShouldBe("price(price double, factor integer = 2)");
        function.Signature.Arguments[0].Description.ShouldBe("Of one.");
        function.Signature.Returns!.DataType.ShouldBe("double");
        project.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void Who_calls_a_function_depends_on_it_read_or_recorded()
    {
        using var project = new SampleProject(
            Price + """

            -- file: functions/more.sql
            {{ function('price') }}(1) + (select max(id) from {{ ref('read') }})
            -- file: functions/more.yml
            functions: [{name: more, returns: {data_type: int}}]
            -- file: macros/m.sql
            {% macro priced(x) %}{{ function('shop', 'price') }}({{ x }}){% endmacro %}
            -- file: models/read.sql
            select {{ function('price') }}(1) as id
            -- file: models/recorded.sql
            select {{ priced(1) }} as id
            -- file: models/untaken.sql
            select 1 as id {% if false %} , {{ function('price') }}(1) {% endif %}
            -- file: models/hooked.sql
            {{ config(post_hook="select {{ function('price') }}(1)") }} select 1 as id
            """);
        var manifest = project.Load();
        manifest.ParentsOf("read").ShouldBe(["function.shop.price"]);
        manifest.ParentsOf("recorded").ShouldBe(["function.shop.price"]);
        manifest.ParentsOf("untaken").ShouldBeEmpty();
        manifest.ParentsOf("hooked").ShouldBe(["function.shop.price"]);
        Function(manifest, "more").DependsOn.Select(id => id.ToString()).ShouldBe(["model.shop.read", "function.shop.price"]);
    }

    [Fact]
    public void A_function_may_have_the_name_of_a_model_and_none_of_another_function()
    {
        using var project = new SampleProject(
            """
            -- file: models/one.sql
            select {{ function('one') }}() as id
            -- file: functions/one.sql
            1
            -- file: functions/two.sql
            {{ config(alias='one') }} 2
            -- file: functions/f.yml
            functions: [{name: one, returns: {data_type: int}}, {name: two, returns: {data_type: int}}]
            """);
        project.LoadErrors().ShouldBe(["TLY3006 functions/two.sql:1:1 function.shop.one and function.shop.two would both be built as main.one (give one of them another alias or schema)"]);
    }

    public static TheoryData<string, string> Mistakes => new()
    {
        { "models/m.sql|select {{ function('prise') }}(1)", "TLY3700 models/m.sql:1:11 function 'prise' does not exist (needed by model.shop.m) (did you mean 'price'?)" },
        { "models/m.sql|select {{ function() }}(1)", "TLY3016 models/m.sql:1:11 function() takes one or two arguments, not 0 (write function('name') or function('package', 'name'))" },
        { "functions/f.yml|functions: [{name: price, config: {enabled: false}, returns: {data_type: int}}]\n|models/m.sql|select {{ function('price') }}(1)", "TLY3002 models/m.sql:1:11 'price' is disabled (needed by model.shop.m) (it is switched off by its config 'enabled'; see functions/price.sql)" },
        { "functions/f.yml|functions: [{name: price}]", "TLY3702 functions/f.yml:1:20 function 'price' does not say what it returns (write returns: {data_type: integer} under functions: in a property file)" },
        { "functions/f.yml|functions: [{name: price, returns: {data_type: int}, config: {type: aggregate}}]", "TLY3701 functions/f.yml:1:69 sql aggregate function not implemented for adapter duckdb (function 'price') (DuckDB puts the body of a scalar function into the query that calls it, so one whose body is sum(...) aggregates: leave out 'type')" },
        { "functions/f.yml|functions: [{name: price, returns: {data_type: int}, config: {type: scaler}}]", "TLY3011 functions/f.yml:1:69 config 'type' must be one of: scalar, aggregate, table, not 'scaler' (did you mean 'scalar'?)" },
        { "functions/f.yml|functions: [{name: price, returns: {data_type: int}, arguments: [{name: a, data_type: int, default_value: 1}, {name: b, data_type: int}]}]", "TLY2701 functions/f.yml:1:118 argument 'b' of function 'price' has no default and comes after one that has: arguments without a default cannot come after those with one (give it a default_value too, or move it before those that have one)" },
        { "functions/f.yml|functions: [{name: price, returns: {data_type: int}, arguments: [{name: a, data_type: int}, {name: A, data_type: int}]}]", "TLY2700 functions/f.yml:1:100 argument 'a' stands twice; the other place is functions/f.yml:1:73" },
        { "functions/f.yml|functions: [{name: price, returns: {data_type: int}, arguments: [{name: a}]}]", "TLY2022 functions/f.yml:1:66 an argument of a function needs the key 'data_type'" },
        { "functions/f.yml|functions: [{name: price, returns: {data_type: int}, overloads: [{defined_in: x}]}]", "TLY2702 functions/f.yml:1:65 function 'price' has overloads, which this version does not have (give each form a name and a file of its own, or give the last arguments a default_value)" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistakes_are_said_where_they_are(string files, string error)
    {
        using var project = new SampleProject("-- file: functions/price.sql\n1\n-- file: functions/f.yml\nfunctions: [{name: price, returns: {data_type: int}}]\n");
        foreach (var file in files.Split('|').Chunk(2)) project.Write(file[0].Trim(), file[1]);
        project.LoadErrors().ShouldBe([error]);
    }

    [Fact]
    public void What_is_written_in_another_language_is_refused_once_unless_it_is_switched_off()
    {
        using var project = new SampleProject(
            """
            -- file: models/frame.py
            def model(dbt, session): return {'a': "{% not a template"}
            -- file: models/off.py
            def model(dbt, session): pass
            -- file: models/reads.sql
            select * from {{ ref('frame') }} where {{ function('doubled') }}(1) = 2
            -- file: models/m.yml
            models: [{name: frame, columns: [{name: a, data_tests: [not_null]}]}, {name: off, config: {enabled: false}}]
            -- file: functions/doubled.py
            def entry(value): return value * 2
            -- file: functions/summed.js
            return 1;
            -- file: functions/f.yml
            functions: [{name: doubled, returns: {data_type: int}}, {name: summed, config: {type: aggregate}, returns: {data_type: int}}]
            """);
        project.LoadErrors().Select(line => line.Split(" (write")[0]).ShouldBe(
        [
            "TLY3701 functions/doubled.py:1:1 python scalar function not implemented for adapter duckdb (function 'doubled')",
            "TLY3701 functions/summed.js:1:1 javascript aggregate function not implemented for adapter duckdb (function 'summed')",
            "TLY3704 models/frame.py:1:1 model 'frame' is written in Python, and tally runs models in SQL only",
        ]);
    }

    [Fact]
    public void A_volatility_is_warned_of_as_it_has_no_effect()
    {
        using var project = new SampleProject("-- file: functions/one.sql\n{{ config(volatility='stable') }} 1\n-- file: functions/f.yml\nfunctions: [{name: one, returns: {data_type: int}}]\n");
        project.Load();
        project.Lines.ShouldBe(["TLY3703 functions/one.sql:1:22 the volatility of function 'one' has no effect: DuckDB puts its body into the query that calls it"]);
    }

    [Fact]
    public void An_empty_body_is_an_error()
    {
        using var project = new SampleProject("-- file: functions/one.sql\n-- nothing\n-- file: functions/f.yml\nfunctions: [{name: one, returns: {data_type: int}}]\n");
        project.PlanErrors().ShouldBe(["TLY4104 functions/one.sql:1:1 function.shop.one renders to nothing"]);
    }

    [Fact]
    public void A_function_is_made_before_what_calls_it_and_not_by_run()
    {
        using var project = new SampleProject(Price + "\n-- file: models/a.sql\nselect {{ function('price') }}(1) as id\n");
        project.Plan().Steps.Select(step => $"{step.Node.Id} after {string.Join(", ", step.WaitsFor)}").ShouldBe(["function.shop.price after ", "model.shop.a after function.shop.price"]);
        project.Plan(PlanOptions.Run).Steps.Select(step => step.Node.Id.ToString()).ShouldBe(["model.shop.a"]);
    }

    private static FunctionNode Function(Manifest manifest, string name) => (FunctionNode)manifest.Nodes[new NodeId(NodeKind.Function, $"shop.{name}")];
}

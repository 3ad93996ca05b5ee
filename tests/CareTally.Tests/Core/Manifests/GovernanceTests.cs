using CareTally.Core.Manifests;

namespace CareTally.Tests.CoreTests.Manifests;

/// <summary>Groups, access, contracts as they are written, and exposures.</summary>
public sealed class GovernanceTests
{
    private const string Groups = "-- file: models/groups.yml\ngroups: [{name: finance, owner: {name: Fin, email: [a@x.org, b@x.org]}}, {name: sales, owner: {email: s@x.org}}]\n";

    [Theory]
    [InlineData("config(group='finance')", null)]
    [InlineData("config(group='sales')", "TLY3352 models/r.sql:1:46 model 'secret' is private to the group 'finance', so model.shop.r may not refer to it (only nodes of the group 'finance' may read it: set the config group of r, or make secret protected)")]
    [InlineData("config(tags='none')", "TLY3352 models/r.sql:1:44 model 'secret' is private to the group 'finance', so model.shop.r may not refer to it (only nodes of the group 'finance' may read it: set the config group of r, or make secret protected)")]
    [InlineData("config(group='finanze')", "TLY3351 models/r.sql:1:17 group 'finanze' does not exist (named by model.shop.r) (did you mean 'finance'?)")]
    public void A_private_model_is_read_by_its_group_only(string config, string? error)
    {
        using var project = new SampleProject(
            Groups + $$$"""
            -- file: models/secret.sql
            select 1 as id
            -- file: models/r.sql
            {{ {{{config}}} }} select * from {{ ref('secret') }}
            -- file: models/m.yml
            models: [{name: secret, access: private, group: finance, columns: [{name: id, data_tests: [not_null]}]}]
            """);
        if (error is null) project.Load().Model("r").Group.ShouldBe("finance");
        else project.LoadErrors().ShouldContain(error);
    }

    [Fact]
    public void A_package_may_close_all_but_its_public_models()
    {
        using var project = new SampleProject(
            """
            -- file: dbt_packages/tools/dbt_project.yml
            name: tools
            restrict-access: true
            -- file: dbt_packages/tools/models/inner.sql
            select 1 as id
            -- file: dbt_packages/tools/models/outer.sql
            {{ config(access='public') }} select * from {{ ref('inner') }}
            -- file: models/a.sql
            select * from {{ ref('outer') }} join {{ ref('inner') }} using (id)
            """);
        project.LoadErrors().ShouldBe(["TLY3353 models/a.sql:1:42 model 'inner' is not public, and package 'tools' restricts access to its models, so model.shop.a may not refer to it (its package has 'restrict-access: true'; only models with access: public can be read from outside)"]);
    }

    [Theory]
    [InlineData("{access: publik}", "table", "TLY3011 models/m.yml:1:37 config 'access' must be private, protected or public, not 'publik' (did you mean 'public'?)")]
    [InlineData("{access: public}", "ephemeral", "TLY3011 models/m.yml:1:37 config 'access' must be private or protected for an ephemeral model, not 'public' (an ephemeral model is in no database, where others could read it)")]
    [InlineData("{contract: true}", "table", "TLY3011 models/m.yml:1:39 config 'contract' must be a mapping such as {enforced: true}, not 'True'")]
    [InlineData("{contract: {enforced: true}}", "ephemeral", "TLY3358 models/a.sql:1:24 a contract cannot be enforced for the materialization 'ephemeral', only for: table, view, incremental")]
    public void A_wrong_config_is_an_error(string config, string materialized, string error)
    {
        using var project = new SampleProject($"-- file: models/a.sql\n{{{{ config(materialized='{materialized}') }}}} select 1 as id\n-- file: models/m.yml\nmodels: [{{name: a, config: {config}, columns: [{{name: id, data_type: int}}]}}]");
        project.LoadErrors().ShouldBe([error]);
    }

    [Theory]
    [InlineData("columns: [{name: id}]", "TLY3360 models/m.yml:1:75 column 'id' needs a data_type, as the contract is enforced")]
    [InlineData("columns: []", "TLY3359 models/m.yml:1:17 the contract is enforced, but no column is described (describe each column with its name and data_type)")]
    [InlineData("columns: [{name: id, data_type: int, constraints: [{type: primary_key}]}], constraints: [{type: primary_key, columns: [id]}]", "TLY3362 models/m.yml:1:116 a model has one primary key at most; this is the second (a key of several columns is a constraint of the model, with 'columns')")]
    [InlineData("columns: [{name: id, data_type: int}], constraints: [{type: unique, columns: [idd]}]", "TLY2355 models/m.yml:1:118 there is no column 'idd' among those of the model (did you mean 'id'?)")]
    [InlineData("columns: [{name: id, data_type: int, constraints: [{type: chek}]}]", "TLY2023 models/m.yml:1:116 'type' cannot be 'chek'; it is one of: not_null, unique, primary_key, foreign_key, check, custom (did you mean 'check'?)")]
    [InlineData("columns: [{name: id, data_type: int, constraints: [{type: check}]}]", "TLY2022 models/m.yml:1:116 the constraint 'check' needs the key 'expression'")]
    public void An_incomplete_contract_is_an_error(string body, string error)
    {
        using var project = new SampleProject($"-- file: models/a.sql\nselect 1 as id\n-- file: models/m.yml\nmodels: [{{name: a, config: {{contract: {{enforced: true}}}}, {body}}}]");
        project.LoadErrors().ShouldContain(error);
    }

    [Fact]
    public void Another_promise_has_another_checksum()
    {
        string Checksum(string type, string constraints)
        {
            using var project = new SampleProject($"-- file: models/a.sql\nselect 1 as id\n-- file: models/m.yml\nmodels: [{{name: a, config: {{contract: {{enforced: true}}}}, columns: [{{name: id, data_type: {type}, constraints: {constraints}}}]}}]");
            return project.Load().Model("a").Contract.Checksum!;
        }

        new[] { Checksum("int", "[]"), Checksum("bigint", "[]"), Checksum("int", "[{type: not_null}]") }.Distinct().Count().ShouldBe(3);
        Checksum("int", "[]").ShouldBe(Checksum("int", "[]"));
    }

    [Fact]
    public void Constraints_without_a_contract_are_a_warning()
    {
        using var project = new SampleProject("-- file: models/a.sql\nselect 1 as id\n-- file: models/m.yml\nmodels: [{name: a, columns: [{name: id, constraints: [{type: not_null}]}]}]");
        project.Load();
        project.Lines.ShouldBe(["TLY3357 models/m.yml:1:62 constraints have no effect without an enforced contract (they are part of the contract: set the config  contract: {enforced: true})"]);
    }

    [Fact]
    public void A_foreign_key_reads_what_it_points_to()
    {
        using var project = new SampleProject("-- file: models/a.sql\nselect 1 as id\n-- file: models/b.sql\nselect 1 as id\n-- file: models/m.yml\nmodels: [{name: a, config: {materialized: table, contract: {enforced: true}}, columns: [{name: id, data_type: int, constraints: [{type: foreign_key, to: ref('b'), to_columns: [id]}]}]}]");
        project.Load().ParentsOf("a").ShouldBe(["model.shop.b"]);
    }

    [Fact]
    public void An_exposure_is_a_node_behind_what_it_is_built_from()
    {
        using var project = new SampleProject(
            """
            -- file: models/a.sql
            select 1 as id
            -- file: models/dash/m.yml
            sources: [{name: raw, tables: [{name: calls}]}]
            exposures:
              - name: board
                label: The board
                type: dashboard
                maturity: high
                url: "{{ var('bi', 'https://example.org') }}/board"
                description: What the *board* sees.
                owner: {name: Ada, email: ada@example.org}
                depends_on: [ref('a'), "source('raw', 'calls')"]
                tags: [weekly]
                meta: {pages: 2}
            """,
            "name: shop\nexposures: {shop: {dash: {+tags: [boards]}}}\n");
        var manifest = project.Load();
        var board = (ExposureNode)manifest.Nodes[new NodeId(NodeKind.Exposure, "shop.board")];

        board.DependsOn.Select(id => id.ToString()).ShouldBe(["model.shop.a", "source.shop.raw.calls"]);
        (string.Join('.', board.Fqn), board.Label, board.Type, board.Maturity, board.Url, board.Owner.ToString(), string.Join(',', board.Tags))
            .ShouldBe(("shop.dash.board", "The board", "dashboard", "high", "https://example.org/board", "Ada", "boards,weekly"));
        manifest.ChildrenOf(new NodeId(NodeKind.Model, "shop.a")).ShouldBe([board.Id]);
    }

    [Theory]
    [InlineData("{name: b, type: dashbord, owner: {name: A}}", "TLY2023 models/m.yml:1:29 'type' cannot be 'dashbord'; it is one of: dashboard, notebook, analysis, ml, application (did you mean 'dashboard'?)")]
    [InlineData("{name: b, type: ml}", "TLY2022 models/m.yml:1:13 an exposure needs the key 'owner'")]
    [InlineData("{name: b, type: ml, owner: {slack: x}}", "TLY2022 models/m.yml:1:40 the owner of an exposure needs the key 'name' or 'email' (an owner has at least one of the two)")]
    [InlineData("{name: b, type: ml, owner: {name: A}, depends_on: [a]}", "TLY3016 models/m.yml:1:64 'depends_on' must name a model, seed or source, not 'a' (write ref('model') or source('source', 'table'))")]
    [InlineData("{name: b, type: ml, owner: {name: A}, depends_on: [ref('aa')]}", "TLY3001 models/m.yml:1:64 model, seed or snapshot 'aa' does not exist (needed by exposure.shop.b) (did you mean 'a'?)")]
    public void A_mistake_in_an_exposure_is_an_error(string exposure, string error)
    {
        using var project = new SampleProject($"-- file: models/a.sql\nselect 1 as id\n-- file: models/m.yml\nexposures: [{exposure}]");
        project.LoadErrors().ShouldBe([error]);
    }

    [Fact]
    public void A_group_says_who_answers_for_its_models()
    {
        using var project = new SampleProject(Groups + "-- file: models/a.sql\n{{ config(group='finance') }} select 1 as id");
        var manifest = project.Load();
        var group = manifest.GroupOf(manifest.Model("a"))!;
        (group.Id, group.Owner.Name, string.Join(' ', group.Owner.Emails)).ShouldBe(("group.shop.finance", "Fin", "a@x.org b@x.org"));
    }
}

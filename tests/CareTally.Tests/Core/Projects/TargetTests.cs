using CareTally.Adapters.DuckDb;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Targets;

namespace CareTally.Tests.CoreTests.Projects;

public class TargetTests
{
    private static Dictionary<string, string> Environment(params (string Key, string Value)[] pairs) => pairs.ToDictionary(p => p.Key, p => p.Value);

    private static Target TargetOf(SampleProject project, Func<LoadOptions, LoadOptions>? change = null) => project.Load(change).Project.Target;

    [Fact]
    public void Without_a_target_the_database_is_a_file_beside_the_project()
    {
        using var project = new SampleProject("");
        var target = TargetOf(project);
        (target.Name, target.Type, target.Path, target.Database, target.Schema).ShouldBe(("dev", "duckdb", project.PathOf("caretally.duckdb"), "caretally", "main"));
    }

    [Theory]
    [InlineData(null, "small", 1)]
    [InlineData("big", "big", 8)]
    public void Targets_stand_in_the_project_file(string? asked, string name, int threads)
    {
        using var project = new SampleProject("", "name: shop\ntarget: small\ntargets:\n  small: {path: data/s.duckdb, threads: 1, schema: care}\n  big: {path: ':memory:', threads: \"{{ 4 * 2 }}\"}\n");
        var target = TargetOf(project, o => o with { Target = asked, Threads = null });
        (target.Name, target.Threads).ShouldBe((name, threads));
        target.Path.ShouldBe(asked is null ? project.PathOf("data/s.duckdb") : ":memory:");
    }

    [Fact]
    public void A_database_is_called_after_its_file_up_to_the_first_dot()
    {
        using var project = new SampleProject("", "name: shop\ntargets: {dev: {path: care.v2.duckdb}}\n");
        TargetOf(project).Database.ShouldBe("care");
    }

    [Theory]
    [InlineData("targets: {dev: {type: snowflake}}", null, "TLY2043 tally_project.yml:2:23 targets of type 'snowflake' are not supported; supported: duckdb and postgres")]
    [InlineData("targets: {dev: {path: a.duckdb}}", "prod", "TLY2042 tally_project.yml:2:10 target 'prod' is not defined in the project's targets (defined: dev)")]
    [InlineData("version: 1", "prod", "TLY2042 - target 'prod' is not defined in the project, which defines none (add it under 'targets:' in the project file)")]
    [InlineData("targets: {dev: {pth: a.duckdb}}", null, "TLY2020 tally_project.yml:2:17 unknown key 'pth' in target 'dev' (did you mean 'path'?)")]
    [InlineData("targets: {dev: {threads: 0}}", null, "TLY2021 tally_project.yml:2:26 'threads' must be a whole number of at least 1, not '0'")]
    [InlineData("targets: {dev: {threads: many}}", null, "TLY2021 tally_project.yml:2:26 'threads' must be a whole number of at least 1, not 'many'")]
    public void A_target_that_cannot_be_used_is_an_error(string more, string? asked, string error)
    {
        using var project = new SampleProject("", $"name: shop\n{more}\n");
        project.LoadErrors(o => o with { Target = asked }).ShouldBe([error]);
    }

    [Fact]
    public void Profiles_are_looked_for_in_the_given_folder_then_the_project_then_the_home_folder()
    {
        using var project = new SampleProject("", "name: shop\nprofile: care\n");
        static string Profiles(string schema) => $"care: {{target: dev, outputs: {{dev: {{type: duckdb, path: x.duckdb, schema: {schema}}}}}}}\n";
        project.Write("home/.dbt/profiles.yml", Profiles("home"));
        var home = Environment(("HOME", project.PathOf("home")));
        TargetOf(project, o => o with { Environment = home }).Schema.ShouldBe("home");
        project.Write("profiles.yml", Profiles("project"));
        TargetOf(project, o => o with { Environment = home }).Schema.ShouldBe("project");
        project.Write("env/profiles.yml", Profiles("env"));
        TargetOf(project, o => o with { Environment = Environment(("DBT_PROFILES_DIR", project.PathOf("env"))) }).Schema.ShouldBe("env");
        project.Write("given/profiles.yml", Profiles("\"{{ env_var('S') }}\""));
        TargetOf(project, o => o with { ProfilesFolder = project.PathOf("given"), Environment = Environment(("S", "given")) }).Schema.ShouldBe("given");
    }

    [Fact]
    public void A_profile_named_on_the_command_line_wins_over_the_projects_targets()
    {
        using var project = new SampleProject("-- file: profiles.yml\ncare: {outputs: {dev: {schema: profile}}}\n", "name: shop\ntargets: {dev: {schema: inline}}\n");
        TargetOf(project).Schema.ShouldBe("inline");
        TargetOf(project, o => o with { Profile = "care" }).Schema.ShouldBe("profile");
    }

    [Theory]
    [InlineData("", "TLY2040 profiles.yml:1:1 profile 'care' is not in profiles.yml")]
    [InlineData("car: {outputs: {}}\n", "TLY2040 profiles.yml:1:1 profile 'care' is not in profiles.yml (did you mean 'car'?)")]
    [InlineData("care: {target: prod, outputs: {dev: {}}}\n", "TLY2042 profiles.yml:1:16 target 'prod' is not defined in profile 'care' of profiles.yml (defined: dev)")]
    public void A_profile_that_is_not_there_is_an_error(string profiles, string error)
    {
        using var project = new SampleProject("", "name: shop\nprofile: care\n");
        project.Write("profiles.yml", profiles);
        project.LoadErrors().ShouldBe([error]);
    }

    [Fact]
    public void A_profile_of_dbt_postgres_is_understood()
    {
        const string Profile = "care: {outputs: {dev: {type: postgres, host: db.example.org, user: me, pass: \"{{ env_var('P') }}\", port: \"{{ 5000 + 433 }}\", dbname: care, schema: calls, threads: 3, sslmode: require}}}\n";
        using var project = new SampleProject($"-- file: profiles.yml\n{Profile}", "name: shop\nprofile: care\n");
        var target = TargetOf(project, o => o with { Threads = null, Environment = Environment(("P", "hidden")) });
        (target.Type, target.Database, target.Schema, target.Threads).ShouldBe(("postgres", "care", "calls", 3));
        (target.Postgres!.Host, target.Postgres.Port, target.Postgres.User, target.Postgres.Password).ShouldBe(("db.example.org", 5433, "me", "hidden"));
        target.Postgres.Settings.ShouldBe(new Dictionary<string, string> { ["sslmode"] = "require" });
        target.Postgres.ToString().ShouldNotContain("hidden");
    }

    [Fact]
    public void A_postgres_target_needs_what_dbt_needs()
    {
        using var project = new SampleProject("", "name: shop\ntargets: {dev: {type: postgres, host: h, user: u, prot: 1}}\n");
        project.LoadErrors().ShouldBe([
            "TLY2022 tally_project.yml:2:16 target 'dev' needs the key 'dbname'",
            "TLY2022 tally_project.yml:2:16 target 'dev' needs the key 'schema'",
            "TLY2020 tally_project.yml:2:51 unknown key 'prot' in target 'dev' (did you mean 'port'?)",
        ], ignoreOrder: true);
    }

    [Fact]
    public void Extensions_may_name_where_they_come_from()
    {
        using var project = new SampleProject("", "name: shop\ntargets: {dev: {extensions: [httpfs, {name: h3, repo: community}]}}\n");
        TargetOf(project).Extensions.ShouldBe(["httpfs", "h3"]);
    }

    [Fact]
    public void Attached_databases_are_read_in_the_keys_of_dbt_duckdb()
    {
        using var project = new SampleProject("", "name: shop\ntargets: {dev: {attach: [{path: data/crm.v2.duckdb, read_only: true}, {path: \"{{ 'a' }}.db\", alias: old, type: sqlite}, {path: 's3://bucket/x.duckdb'}]}}\n");
        TargetOf(project).Attachments.ShouldBe([
            new DatabaseAttachment(project.PathOf("data/crm.v2.duckdb"), "crm", null, IsReadOnly: true),
            new DatabaseAttachment(project.PathOf("a.db"), "old", "sqlite"),
            new DatabaseAttachment("s3://bucket/x.duckdb", "x"),
        ]);
    }

    [Theory]
    [InlineData("{alias: a}", "TLY2022 tally_project.yml:2:26 an entry of 'attach' needs the key 'path'")]
    [InlineData("{path: a.duckdb, readonly: true}", "TLY2020 tally_project.yml:2:43 unknown key 'readonly' in an entry of 'attach' (did you mean 'read_only'?)")]
    public void An_attachment_that_cannot_be_read_is_an_error(string attachment, string error)
    {
        using var project = new SampleProject("", $"name: shop\ntargets: {{dev: {{attach: [{attachment}]}}}}\n");
        project.LoadErrors().ShouldBe([error]);
    }

    [Fact]
    public void Secrets_are_read_in_the_keys_of_dbt_duckdb_and_never_shown()
    {
        using var project = new SampleProject("", "name: shop\ntargets: {dev: {secrets: [{type: s3, key_id: 0123, secret: \"{{ env_var('DBT_ENV_SECRET_S') }}\", scope: [a, b], region: null}, {type: http, name: web, persistent: true, extra_http_headers: {Key: hush}}]}}\n");
        var target = TargetOf(project, o => o with { Environment = Environment(("DBT_ENV_SECRET_S", "hidden")) });
        target.Secrets.Select(SecretStatements.Sql).ShouldBe([
            "create or replace temporary secret \"_dbt_secret_1\" (type 's3', \"key_id\" '0123', \"secret\" 'hidden', \"scope\" ['a', 'b'])",
            "create or replace persistent secret \"web\" (type 'http', \"extra_http_headers\" map {'Key': 'hush'})",
        ]);
        project.Lines.ShouldBeEmpty();
        $"{target} {string.Join(' ', target.Secrets)}".ShouldEndWith("} s3 secret _dbt_secret_1 http secret web");
        target.ToString().ShouldNotContain("hush");
    }

    [Theory]
    [InlineData("[{key_id: a}]", "TLY2022 tally_project.yml:2:27 an entry of 'secrets' needs the key 'type'")]
    [InlineData("[{tpye: s3}]", "TLY2020 tally_project.yml:2:28 unknown key 'tpye' in an entry of 'secrets' (did you mean 'type'?)")]
    [InlineData("[{type: s3, persistent: perhaps}]", "TLY2021 tally_project.yml:2:50 'persistent' must be true or false, not 'perhaps'")]
    [InlineData("[{type: s3, name: a}, {type: http, name: A}]", "TLY2034 tally_project.yml:2:26 two secrets are named 'a'")]
    [InlineData("{type: s3}", "TLY2021 tally_project.yml:2:26 'secrets' must be a list of mappings, not a mapping")]
    public void A_secret_that_cannot_be_read_is_an_error(string secrets, string error)
    {
        using var project = new SampleProject("", $"name: shop\ntargets: {{dev: {{secrets: {secrets}}}}}\n");
        project.LoadErrors().ShouldBe([error]);
    }

    [Fact]
    public void What_is_about_Python_is_said_to_be()
    {
        using var project = new SampleProject("", "name: shop\ntargets: {dev: {plugins: [{module: excel}]}}\n");
        project.Load();
        project.Lines.ShouldBe(["TLY2033 tally_project.yml:2:17 'plugins' has no effect: it is about Python that dbt-duckdb runs, and tally runs none"]);
    }

    [Fact]
    public void A_missing_profiles_file_says_where_it_was_looked_for()
    {
        using var project = new SampleProject("", "name: shop\nprofile: care\n");
        project.LoadErrors().ShouldHaveSingleItem().ShouldStartWith($"TLY2041 - the project names profile 'care', but there is no profiles.yml in {project.Root} (put the connection under 'targets:'");
    }
}

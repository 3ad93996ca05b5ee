using CareTally.Core.Artifacts;
using CareTally.Core.Planning;

namespace CareTally.Tests.CoreTests.Planning;

/// <summary>A node is one statement: a second one would run outside its transaction, or end it.</summary>
public sealed class OneStatementTests
{
    [Theory]
    [InlineData("select 1 as id; create table sneaky as select 2", "a.sql:1:15")]
    [InlineData("select 1 as id\n;\n-- then\ncommit;", "a.sql:2:1")]
    [InlineData("select ';' as a; select 2", "a.sql:1:16")]
    public void A_second_statement_is_refused_where_the_first_one_ends(string sql, string place)
    {
        using var project = new SampleProject("");
        project.Write("models/a.sql", sql);
        project.PlanErrors().ShouldHaveSingleItem().ShouldStartWith($"TLY4107 models/{place} model.shop.a holds more than one statement");
    }

    [Theory]
    [InlineData("select 1 as id;")]
    [InlineData("select 1 as id; -- done;\n;")]
    [InlineData(@"select E'it\'s ''here''; still' as a")]
    [InlineData("select ';' as a, \"b;c\", $$;$$ as d from (select 1 as \"b;c\") /* ; select */")]
    public void Semicolons_that_part_nothing_are_no_second_statement(string sql)
    {
        using var project = new SampleProject("");
        project.Write("models/a.sql", sql);
        project.Plan().Steps.ShouldHaveSingleItem();
    }

    [Fact]
    public void What_is_compiled_of_shared_models_stays_below_compiled()
    {
        using var project = new SampleProject("", "name: shop\nmodel-paths: [models, ../shared]\n");
        var shared = Path.Combine(project.Root, "..", $"shared-{Path.GetFileName(project.Root)}");
        Directory.CreateDirectory(shared);
        try
        {
            project.Write("tally_project.yml", $"name: shop\nmodel-paths: [models, ../{Path.GetFileName(shared)}]\n");
            File.WriteAllText(Path.Combine(shared, "a.sql"), "select 1 as id");
            File.WriteAllText(Path.Combine(shared, "a.yml"), "models: [{name: a, columns: [{name: id, data_tests: [not_null]}]}]");
            var plan = project.Plan(PlanOptions.Build);
            var paths = plan.Steps.Select(step => CompiledPaths.For(step.Node)).Concat(plan.Steps.SelectMany(step => step.GatingTests).Select(test => CompiledPaths.For(test.Node))).ToArray();
            paths.Length.ShouldBe(2);
            paths.ShouldAllBe(path => path.StartsWith("compiled/shop/", StringComparison.Ordinal) && !path.Contains("..", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(shared, recursive: true);
        }
    }

    [Fact]
    public void A_columns_tags_reach_its_tests()
    {
        using var project = new SampleProject(
            """
            -- file: models/a.sql
            select 1 as id
            -- file: models/a.yml
            models: [{name: a, columns: [{name: id, tags: [pii], data_tests: [not_null: {config: {tags: [nightly]}}]}]}]
            """);
        project.Load().Tests().ShouldHaveSingleItem().Tags.ShouldBe(["pii", "nightly"]);
    }
}

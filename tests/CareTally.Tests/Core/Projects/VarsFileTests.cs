namespace CareTally.Tests.CoreTests.Projects;

public sealed class VarsFileTests
{
    private const string Model = "-- file: models/a.sql\nselect '{{ var('day') }}' as day\n";

    [Theory]
    [InlineData(null, "monday_schema monday")]
    [InlineData("{day: friday}", "friday_schema friday")]
    public void Variables_of_the_file_hold_in_the_project_file_and_below_the_command_line(string? given, string expected)
    {
        using var project = new SampleProject(Model + "-- file: vars.yml\nvars:\n  day: monday\n", "name: shop\nmodels: {+schema: \"{{ var('day') }}_schema\"}\n");
        var plan = Should.NotThrow(() => project.Load(o => o with { Vars = given }));
        plan.Model("a").Relation.Schema.ShouldBe($"main_{expected.Split(' ')[0]}");
    }

    [Fact]
    public void Variables_stand_in_one_of_the_two_files()
    {
        using var project = new SampleProject(Model + "-- file: vars.yml\nvars:\n  day: monday\n", "name: shop\nvars: {day: friday}\n");
        project.LoadErrors().ShouldBe(["TLY2357 vars.yml:2:3 variables are defined in both vars.yml and tally_project.yml (keep them in one of the two; the others are at tally_project.yml:2:7)"]);
    }

    [Theory]
    [InlineData("- day", "TLY2356 vars.yml:1:1 vars.yml must be a mapping with the key 'vars'")]
    [InlineData("day: monday", "TLY2020 vars.yml:1:1 unknown key 'day' in vars.yml")]
    public void A_file_of_another_shape_is_an_error(string text, string error)
    {
        using var project = new SampleProject($"-- file: models/a.sql\nselect 1 as id\n-- file: vars.yml\n{text}\n");
        project.LoadErrors().ShouldBe([error]);
    }
}

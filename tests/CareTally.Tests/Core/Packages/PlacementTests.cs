namespace CareTally.Tests.CoreTests.Packages;

/// <summary>What stands where packages go is changed whole or not at all, and only where it is tally's.</summary>
public sealed class PlacementTests : Installing
{
    [Fact]
    public void A_folder_that_is_no_package_is_not_taken_away()
    {
        var (url, _, _) = Repository();
        Project.Write("dbt_packages/tools/notes.txt", "mine");
        Failure($"packages:\n  - git: {url}\n    revision: v1\n").ShouldHold("TLY2163", "dbt_packages/tools", "packages-install-path");
        File.ReadAllText(Project.PathOf("dbt_packages/tools/notes.txt")).ShouldBe("mine");
        File.Exists(Project.PathOf("package-lock.yml")).ShouldBeFalse();

        File.Delete(Project.PathOf("dbt_packages/tools/notes.txt"));
        Install().ShouldHaveSingleItem().Name.ShouldBe("tools");
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("models/..")]
    public void Packages_do_not_go_where_the_project_itself_lies(string path)
    {
        var (url, _, _) = Repository();
        Project.Write("tally_project.yml", $"name: shop\npackages-install-path: {path}\n");
        Failure($"packages:\n  - git: {url}\n    revision: v1\n").ShouldStartWith("TLY2164 tally_project.yml:2:24 ");
        Directory.Exists(Project.PathOf("tools")).ShouldBeFalse();
    }

    [Fact]
    public void Where_something_fails_in_the_end_all_packages_are_as_they_were()
    {
        var (tools, _, _) = Repository();
        var (spare, _, _) = Repository("spare");
        Outside("local/dbt_project.yml", "name: local\n");
        var local = $"  - local: {Path.Combine(OutsideFolder, "local")}\n";
        Install($"packages:\n  - git: {tools}\n    revision: v1\n  - git: {spare}\n    revision: v1\n{local}");
        var before = Lock;
        Project.Write("package-lock.yml.tmp/blocker.txt", "");

        Failure($"packages:\n  - git: {tools}\n    revision: main\n    warn-unpinned: false\n  - git: {spare}\n    subdirectory: inner\n    revision: v1\n").ShouldContain("TLY2162");
        Lock.ShouldBe(before);
        Folders.ShouldBe(["local", "spare", "tools"]);
        File.ReadAllText(Project.PathOf("dbt_packages/tools/macros/one.sql")).ShouldContain("1");
        File.ReadAllText(Project.PathOf("dbt_packages/local/dbt_project.yml")).ShouldBe("name: local\n");
        new DirectoryInfo(Project.PathOf("dbt_packages/local")).LinkTarget.ShouldNotBeNull();
    }

    [Fact]
    public void A_link_that_leads_nowhere_any_more_is_replaced()
    {
        Outside("first/dbt_project.yml", "name: local\n");
        Outside("second/dbt_project.yml", "name: local\n");
        Install($"packages:\n  - local: {Path.Combine(OutsideFolder, "first")}\n");
        Directory.Delete(Path.Combine(OutsideFolder, "first"), recursive: true);
        Install($"packages:\n  - local: {Path.Combine(OutsideFolder, "second")}\n");
        File.Exists(Project.PathOf("dbt_packages/local/dbt_project.yml")).ShouldBeTrue();
    }
}

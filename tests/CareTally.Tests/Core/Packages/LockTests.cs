namespace CareTally.Tests.CoreTests.Packages;

/// <summary>A lock file is edited by hand, merged by git and written by others: what it says is checked.</summary>
public sealed class LockTests : Installing
{
    [Fact]
    public void A_folder_outside_of_the_repository_is_refused_and_stays_where_it_is()
    {
        var (url, _, _) = Repository();
        var mine = Outside("mine/dbt_project.yml", "name: inner\n");
        Install($"packages:\n  - git: {url}\n    revision: v1\n    subdirectory: inner\n");
        var back = string.Concat(Enumerable.Repeat("../", 20)) + Path.GetDirectoryName(mine)!.TrimStart('/');
        Project.Write("package-lock.yml", System.Text.RegularExpressions.Regex.Replace(Lock, " # sha256:.*", "").Replace("subdirectory: inner", $"subdirectory: {back}", StringComparison.Ordinal));
        Directory.Delete(Project.PathOf("dbt_packages"), recursive: true);
        Failure().ShouldBe($"TLY2132 package-lock.yml:6:17 '{back}' leads out of the package");
        File.Exists(mine).ShouldBeTrue();
    }

    [Fact]
    public void A_name_that_the_hub_cannot_have_is_refused()
    {
        using var hub = new PackageHub().Add("acme/utils", "1.0.0");
        Variables["DBT_PACKAGE_HUB_URL"] = hub.Address;
        Install("packages:\n  - package: acme/utils\n    version: 1.0.0\n");
        Project.Write("package-lock.yml", Lock.Replace("acme/utils", "utils", StringComparison.Ordinal));
        Directory.Delete(Project.PathOf("dbt_packages"), recursive: true);
        Failure().ShouldStartWith("TLY2105 package-lock.yml:4:12 'utils' is no name of a package on the hub");
    }

    [Fact]
    public void Another_requirement_does_not_excuse_what_was_locked_from_its_hash()
    {
        using var hub = new PackageHub().Add("acme/utils", "1.0.0").Add("acme/dates", "1.0.0");
        Variables["DBT_PACKAGE_HUB_URL"] = hub.Address;
        const string One = "packages:\n  - package: acme/utils\n    version: 1.0.0\n";
        Install(One);
        hub.Replace("acme/utils", "1.0.0", "{% macro one() %}evil{% endmacro %}");
        Directory.Delete(Project.PathOf("dbt_packages"), recursive: true);
        Failure(One + "  - package: acme/dates\n    version: 1.0.0\n").ShouldHold("TLY2160", "acme/utils 1.0.0 from the hub", "--upgrade");
        Directory.Exists(Project.PathOf("dbt_packages")).ShouldBeFalse();

        Install(change: options => options with { Upgrade = true }).Length.ShouldBe(2);
        File.ReadAllText(Project.PathOf("dbt_packages/utils/macros/one.sql")).ShouldContain("evil");
    }

    [Fact]
    public void What_was_locked_and_is_still_chosen_is_not_fetched_again()
    {
        using var hub = new PackageHub().Add("acme/utils", "1.0.0").Add("acme/dates", "1.0.0");
        Variables["DBT_PACKAGE_HUB_URL"] = hub.Address;
        const string One = "packages:\n  - package: acme/utils\n    version: 1.0.0\n";
        Install(One);
        Install(One + "  - package: acme/dates\n    version: 1.0.0\n").Select(package => (package.Name, package.WasThere)).ShouldBe([("dates", false), ("utils", true)]);
    }
}

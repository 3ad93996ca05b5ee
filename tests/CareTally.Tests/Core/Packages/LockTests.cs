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
}

using CareTally.Core.Packages;

namespace CareTally.Tests.CoreTests.Packages;

/// <summary>A repository is somebody else's, and git does what it and its user's settings say.</summary>
public sealed class GitTests : Installing
{
    private string LinkingRepository(string target)
    {
        var (url, _, _) = Repository();
        var folder = new Uri(url).LocalPath;
        File.CreateSymbolicLink(Path.Combine(folder, "macros", "two.sql"), target);
        Git(folder, "add", "-A");
        Git(folder, "commit", "-q", "-m", "three");
        Git(folder, "tag", "linking");
        return url;
    }

    [Fact]
    public void A_link_in_a_repository_leads_nowhere()
    {
        var secret = Outside("elsewhere.sql", "{% macro two() %}of elsewhere{% endmacro %}");
        Install($"packages:\n  - git: {LinkingRepository(secret)}\n    revision: linking\n");
        var file = new FileInfo(Project.PathOf("dbt_packages/tools/macros/two.sql"));
        file.LinkTarget.ShouldBeNull();
        File.ReadAllText(file.FullName).ShouldBe(secret);
    }

    [Fact]
    public void A_link_put_into_an_installed_package_is_seen()
    {
        var (url, _, _) = Repository();
        Install($"packages:\n  - git: {url}\n    revision: v1\n");
        var link = Project.PathOf("dbt_packages/tools/macros/two.sql");
        File.CreateSymbolicLink(link, Outside("elsewhere.sql", "{% macro two() %}2{% endmacro %}"));
        Install().ShouldHaveSingleItem().WasThere.ShouldBeFalse();
        new FileInfo(link).LinkTarget.ShouldBeNull();
        File.Exists(link).ShouldBeFalse();
    }

    [Fact]
    public void A_tree_with_links_has_no_hash()
    {
        Outside("tree/a/b.sql", "1");
        var tree = Path.Combine(OutsideFolder, "tree");
        ContentHash.Of(tree).ShouldNotBeNull();
        Directory.CreateSymbolicLink(Path.Combine(tree, "a", "up"), "..");
        ContentHash.Of(tree).ShouldBeNull();
    }

    [Theory]
    [InlineData("export GIT_TEMPLATE_DIR={0}")]
    [InlineData("export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.hooksPath GIT_CONFIG_VALUE_0={0}/hooks")]
    public void No_hook_of_the_users_runs_in_a_package(string setting)
    {
        var (url, _, _) = Repository();
        var hook = Outside("template/hooks/post-checkout", "#!/bin/sh\necho hello > hooked.txt\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(hook, (UnixFileMode)0b111_101_101);
        GitThatFirst(string.Format(System.Globalization.CultureInfo.InvariantCulture, setting, Path.Combine(OutsideFolder, "template")));
        Install($"packages:\n  - git: {url}\n    revision: v1\n");
        File.Exists(Project.PathOf("dbt_packages/tools/hooked.txt")).ShouldBeFalse();
    }

    [Fact]
    public void A_secret_within_another_leaves_nothing_of_it_in_what_git_says()
    {
        Variables["DBT_ENV_SECRET_A"] = "token";
        Variables["DBT_ENV_SECRET_B"] = "token-and-more";
        GitThatFirst("echo 'fatal: token-and-more is refused' >&2; exit 128");
        Failure("packages:\n  - git: https://example.org/tools.git\n    revision: v1\n")
            .ShouldStartWith("TLY2121 packages.yml:2:5 git cannot get https://example.org/tools.git: fatal: ***** is refused");
    }
}

using CareTally.Core.Packages;
using CareTally.Diagnostics;

namespace CareTally.Tests.CoreTests.Packages;

public sealed class InstallTests : Installing
{
    [Fact]
    public void Nothing_asked_for_is_nothing_done()
    {
        Install().ShouldBeEmpty();
        File.Exists(Project.PathOf("package-lock.yml")).ShouldBeFalse();
    }

    [Fact]
    public void A_local_package_is_linked_with_those_it_needs()
    {
        Outside("tools/dbt_project.yml", "name: tools\n");
        Outside("tools/macros/one.sql", "{% macro one() %}1{% endmacro %}");
        Outside("tools/packages.yml", "packages:\n  - local: ../base\n");
        Outside("base/dbt_project.yml", "name: base\n");
        var written = Path.GetRelativePath(Project.Root, Path.Combine(OutsideFolder, "tools"));
        Install($"packages:\n  - local: {written}\n").Select(package => package.Name).ShouldBe(["base", "tools"]);
        Folders.ShouldBe(["base", "tools"]);
        Project.Write("models/a.sql", "select {{ tools.one() }} as x");
        Compiled().ShouldBe("select 1 as x");
        Outside("tools/macros/one.sql", "{% macro one() %}3{% endmacro %}");
        Compiled().ShouldBe("select 3 as x");
        Lock.ShouldContain($"- name: tools\n  local: {written.Replace('\\', '/')}\n");
    }

    [Fact]
    public void The_hash_of_what_is_asked_for_is_dbts_own()
    {
        Outside("tools/dbt_project.yml", "name: tools\n");
        var problems = new Problems();
        var map = (CareTally.Core.Projects.Yaml.YamlMapping)CareTally.Core.Projects.Yaml.YamlParser.Parse(new SourceText("x", "local: ../"), problems)!;
        PackageLock.HashOf([map]).ShouldBe("de2deba3d66ce03d8c02949013650cc9b94f6030");
    }

    [Theory]
    [InlineData("v1", "1")]
    [InlineData("main", "2")]
    [InlineData(null, "2")]
    public void A_repository_is_taken_at_a_tag_or_branch_and_locked_at_its_commit(string? revision, string expected)
    {
        var (url, first, second) = Repository();
        Install($"packages:\n  - git: {url}\n{(revision is null ? "" : $"    revision: {revision}\n")}");
        Lock.ShouldContain($"  revision: {(expected == "1" ? first : second)}\n");
        Problems.All.Count(problem => problem.Kind.Code == "TLY2106").ShouldBe(revision == "v1" ? 0 : 1);
        Project.Write("models/a.sql", "select {{ tools.one() }} as x");
        Compiled().ShouldBe($"select {expected} as x");
        Directory.Exists(Project.PathOf("dbt_packages/tools/.git")).ShouldBeFalse();
    }

    [Fact]
    public void A_commit_and_a_folder_of_a_repository_can_be_named()
    {
        var (url, first, _) = Repository();
        Install($"packages:\n  - git: {url}\n    revision: {first}\n    subdirectory: inner\n").ShouldHaveSingleItem().Name.ShouldBe("inner");
        Folders.ShouldBe(["inner"]);
        Lock.ShouldContain("  subdirectory: inner\n");
        Failure($"packages:\n  - git: {url}\n    revision: {first}\n    subdirectory: ../elsewhere\n").ShouldStartWith("TLY2132 packages.yml:4:19 ");
        Failure($"packages:\n  - git: {url}\n    revision: {first}\n    subdirectory: nowhere\n").ShouldContain("TLY2130");
        Failure($"packages:\n  - git: {url}\n    revision: nothing\n").ShouldContain("has no revision 'nothing'");
        Folders.ShouldBe(["inner"]);
    }

    [Fact]
    public void The_lock_decides_until_an_upgrade_or_another_requirement()
    {
        var (url, first, second) = Repository();
        var packages = $"packages:\n  - git: {url}\n    revision: main\n    warn-unpinned: false\n";
        Git(new Uri(url).LocalPath, "reset", "-q", "--hard", first);
        Install(packages);
        Lock.ShouldContain(first);
        Git(new Uri(url).LocalPath, "reset", "-q", "--hard", second);
        Install().ShouldHaveSingleItem().WasThere.ShouldBeTrue();
        Directory.Delete(Project.PathOf("dbt_packages"), recursive: true);
        Install().ShouldHaveSingleItem().WasThere.ShouldBeFalse();
        Lock.ShouldContain(first);
        Install(change: options => options with { Upgrade = true });
        Lock.ShouldContain(second);
        Install(packages.Replace("main", "v1", StringComparison.Ordinal));
        Lock.ShouldContain(first);
    }

    [Fact]
    public void What_was_tampered_with_is_restored_and_what_comes_out_otherwise_is_refused()
    {
        var (url, first, _) = Repository();
        Install($"packages:\n  - git: {url}\n    revision: v1\n");
        Project.Write("dbt_packages/tools/macros/one.sql", "{% macro one() %}9{% endmacro %}");
        Install().ShouldHaveSingleItem().WasThere.ShouldBeFalse();
        File.ReadAllText(Project.PathOf("dbt_packages/tools/macros/one.sql")).ShouldBe("{% macro one() %}1{% endmacro %}");
        Directory.Delete(Project.PathOf("dbt_packages"), recursive: true);
        Project.Write("package-lock.yml", System.Text.RegularExpressions.Regex.Replace(Lock, "sha256:.{64}", "sha256:" + new string('0', 64)));
        Failure().ShouldStartWith($"TLY2160 - {url} at {first[..12]} is not what package-lock.yml recorded");
        Directory.Exists(Project.PathOf("dbt_packages")).ShouldBeFalse();
    }

    [Fact]
    public void Two_revisions_of_one_repository_clash()
    {
        var (url, _, _) = Repository();
        Outside("mine/dbt_project.yml", "name: mine\n");
        Outside("mine/packages.yml", $"packages:\n  - git: {url}\n    revision: v1\n");
        Failure($"packages:\n  - local: {Path.Combine(OutsideFolder, "mine")}\n  - git: {url}\n    revision: main\n    warn-unpinned: false\n")
            .ShouldContain($"{url} is needed in different revisions: main by shop; v1 by mine");
    }

    [Fact]
    public void Packages_that_need_each_other_are_refused()
    {
        Outside("a/dbt_project.yml", "name: a\n");
        Outside("a/packages.yml", "packages: [{local: ../b}]\n");
        Outside("b/dbt_project.yml", "name: b\n");
        Outside("b/packages.yml", "packages: [{local: ../a}]\n");
        Failure($"packages:\n  - local: {Path.Combine(OutsideFolder, "a")}\n").ShouldHold("TLY2151", "packages need each other in a circle: a -> b -> a");
    }

    [Fact]
    public void Without_git_the_error_says_so()
    {
        Variables["PATH"] = OutsideFolder;
        Failure("packages:\n  - git: https://example.org/tools.git\n    revision: v1\n")
            .ShouldBe("TLY2120 packages.yml:2:5 https://example.org/tools.git comes by git, and there is no program 'git' here (install git, or put the package into a folder and name it with 'local:')");
    }

    [Fact]
    public void Secrets_are_neither_shown_nor_recorded()
    {
        var (url, _, _) = Repository();
        Variables["DBT_ENV_SECRET_PLACE"] = url;
        const string Written = "{{ env_var('DBT_ENV_SECRET_PLACE') }}";
        var installed = Install($"packages:\n  - git: \"{Written}\"\n    revision: v1\n").ShouldHaveSingleItem();
        installed.Description.ShouldNotContain(url);
        Lock.ShouldContain(Written);
        Lock.ShouldNotContain(url);
        Directory.Delete(Project.PathOf("dbt_packages"), recursive: true);
        Install();
        Folders.ShouldBe(["tools"]);
        Variables["DBT_ENV_SECRET_PLACE"] = "file:///nowhere/at/all";
        Failure($"packages:\n  - git: \"{Written}\"\n    revision: v2\n").ShouldNotContain("nowhere/at/all");
    }

    [Fact]
    public void The_hubs_newest_release_that_suits_everyone_is_installed()
    {
        using var hub = new PackageHub().Add("acme/utils", "1.0.0").Add("acme/utils", "1.4.0").Add("acme/utils", "1.10.0").Add("acme/utils", "2.0.0").Add("acme/utils", "1.11.0-rc.1")
            .Add("acme/dates", "0.5.0", """[{"package": "acme/utils", "version": [">=1.0.0", "<1.10.0"]}]""");
        Variables["DBT_PACKAGE_HUB_URL"] = hub.Address;
        Install("packages:\n  - package: acme/dates\n    version: 0.5.0\n  - package: acme/utils\n    version: [\">=1.0.0\", \"<2.0.0\"]\n")
            .Select(package => $"{package.Name}: {package.Description}").ShouldBe(["dates: acme/dates 0.5.0 from the hub", "utils: acme/utils 1.4.0 from the hub"]);
        Project.Write("models/a.sql", "select '{{ utils.one() }}' as x");
        Compiled().ShouldBe("select '1.4.0' as x");
        Lock.ShouldContain("  package: acme/utils\n  version: \"1.4.0\"\n");

        // Everything is there: nobody needs the hub.
        var before = hub.Requests;
        Install().ShouldAllBe(package => package.WasThere);
        hub.Requests.ShouldBe(before);
        Install("packages:\n  - package: acme/utils\n    version: \">=1.0.0\"\n    install_prerelease: true\n").ShouldHaveSingleItem().Description.ShouldContain("2.0.0");
        Folders.ShouldBe(["utils"]);
    }

    [Fact]
    public void Releases_that_cannot_be_had_together_are_explained()
    {
        using var hub = new PackageHub().Add("acme/utils", "1.0.0").Add("acme/utils", "2.0.0").Add("acme/dates", "0.5.0", """[{"package": "acme/utils", "version": "1.0.0"}]""");
        Variables["DBT_PACKAGE_HUB_URL"] = hub.Address;
        Failure("packages:\n  - package: acme/dates\n    version: 0.5.0\n  - package: acme/utils\n    version: 2.0.0\n")
            .ShouldBe("TLY2113 packages.yml:4:5 no version of acme/utils suits everyone who needs it: shop needs 2.0.0; dates needs 1.0.0 (there are 2.0.0, 1.0.0)");
        Failure("packages:\n  - package: acme/utils\n    version: 3.0.0\n").ShouldStartWith("TLY2112 packages.yml:2:5 no version of acme/utils is 3.0.0; there are 2.0.0, 1.0.0");
        Failure("packages:\n  - package: acme/nothing\n    version: 3.0.0\n").ShouldHold("TLY2111", "https://github.com/acme/nothing.git");
    }

    [Fact]
    public void A_release_for_this_dbt_is_preferred()
    {
        using var hub = new PackageHub().Add("acme/utils", "1.0.0", dbt: """[">=1.3.0", "<2.0.0"]""").Add("acme/utils", "3.0.0", dbt: """[">=2.0.0", "<4.0.0"]""");
        Variables["DBT_PACKAGE_HUB_URL"] = hub.Address;
        Install("packages:\n  - package: acme/utils\n    version: \">=1.0.0\"\n").ShouldHaveSingleItem().Description.ShouldContain("1.0.0");
    }

    [Fact]
    public void A_hub_that_does_not_answer_loses_nothing_and_the_error_names_the_git_form()
    {
        var (url, _, _) = Repository();
        Install($"packages:\n  - git: {url}\n    revision: v1\n");
        var before = Lock;
        Variables["DBT_PACKAGE_HUB_URL"] = $"http://127.0.0.1:{PackageHub.FreePort()}";
        Failure("packages:\n  - package: dbt-labs/dbt_utils\n    version: 1.1.1\n")
            .ShouldHold("TLY2110 packages.yml:2:5 dbt-labs/dbt_utils cannot be looked up", "git: \"https://github.com/dbt-labs/dbt-utils.git\"");
        Folders.ShouldBe(["tools"]);
        Lock.ShouldBe(before);
    }

    [Fact]
    public void An_archive_is_unpacked_and_nothing_leaves_its_folder()
    {
        using var hub = new PackageHub();
        var good = hub.AddFile("good.tar.gz", PackageHub.Tarball(("tools-1/dbt_project.yml", "name: tools\n"), ("tools-1/macros/one.sql", "{% macro one() %}1{% endmacro %}")));
        Install($"packages:\n  - tarball: {good}\n    name: tools\n").ShouldHaveSingleItem().Name.ShouldBe("tools");
        Folders.ShouldBe(["tools"]);
        var evil = hub.AddFile("evil.tar.gz", PackageHub.Tarball(("dbt_project.yml", "name: evil\n"), ("../../../evil.txt", "x")));
        Failure($"packages:\n  - tarball: {evil}\n    name: evil\n").ShouldHold("TLY2141", "which leads out of it");
        File.Exists(Path.Combine(Project.Root, "evil.txt")).ShouldBeFalse();
        Failure($"packages:\n  - tarball: {hub.AddFile("text.tar.gz", "hello"u8.ToArray())}\n    name: x\n").ShouldContain("TLY2141");
        Failure($"packages:\n  - tarball: {hub.Address}nothing.tar.gz\n    name: x\n").ShouldContain("TLY2140");
        Folders.ShouldBe(["tools"]);
    }

    [Fact]
    public void Only_locking_installs_nothing()
    {
        using var hub = new PackageHub().Add("acme/utils", "1.0.0");
        Variables["DBT_PACKAGE_HUB_URL"] = hub.Address;
        Install("packages:\n  - package: acme/utils\n    version: 1.0.0\n", options => options with { LockOnly = true });
        Lock.ShouldContain("name: utils # sha256:");
        Directory.Exists(Project.PathOf("dbt_packages")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("packages:\n  - name: x\n", "TLY2101 packages.yml:2:5 ")]
    [InlineData("packages:\n  - git: x\n    local: y\n", "TLY2101 packages.yml:2:5 ")]
    [InlineData("packages:\n  - private: org/x\n", "TLY2102 packages.yml:2:14 'private' packages cannot be installed")]
    [InlineData("projects:\n  - name: other\n", "TLY2102 packages.yml:2:5 'projects' packages cannot be installed")]
    [InlineData("packages:\n  - package: utils\n    version: 1.0.0\n", "TLY2105 packages.yml:2:14 ")]
    [InlineData("packages:\n  - package: a/utils\n    version: latest\n", "TLY2104 packages.yml:3:14 ")]
    [InlineData("packages:\n  - package: a/utils\n", "TLY2022 packages.yml:2:5 ")]
    [InlineData("packages:\n  - local: nowhere\n", "TLY2131 packages.yml:2:12 ")]
    [InlineData("packages:\n  - git: x\n    revison: y\n", "TLY2020 packages.yml:3:5 unknown key 'revison'")]
    public void What_cannot_be_understood_is_said_at_its_place(string packages, string expected) => Failure(packages).ShouldContain(expected);

    [Fact]
    public void Packages_may_stand_in_dependencies_yml_but_not_in_both()
    {
        Outside("tools/dbt_project.yml", "name: tools\n");
        Project.Write("dependencies.yml", $"packages:\n  - local: {Path.Combine(OutsideFolder, "tools")}\n");
        Install().ShouldHaveSingleItem().Name.ShouldBe("tools");
        Failure("packages:\n  - local: x\n").ShouldContain("TLY2103 dependencies.yml:2:5 packages are named in both packages.yml and dependencies.yml");
    }

    [Theory]
    [InlineData(null, "packages:\n  - package: \"acme/utils\"\n    version: \"1.0.0\"\n")]
    [InlineData("packages: # ours\n\n  - local: x\n", "packages: # ours\n\n  - package: \"acme/utils\"\n    version: \"1.0.0\"\n  - local: x\n")]
    [InlineData("# mine\n\npackages: [] # none yet\n\n# more\n", "# mine\n\npackages: # none yet\n  - package: \"acme/utils\"\n    version: \"1.0.0\"\n\n# more\n")]
    [InlineData("packages: # ours\n  # - local: x\n", "packages: # ours\n  - package: \"acme/utils\"\n    version: \"1.0.0\"\n  # - local: x\n")]
    [InlineData("# mine\n\n# more", "# mine\n\n# more\npackages:\n  - package: \"acme/utils\"\n    version: \"1.0.0\"\n")]
    [InlineData("# mine\npackages:\n    - local: x # keep\n", "# mine\npackages:\n    - package: \"acme/utils\"\n      version: \"1.0.0\"\n    - local: x # keep\n")]
    public void A_package_is_added_to_the_file_that_names_them(string? before, string after)
    {
        if (before is not null) Project.Write("packages.yml", before);
        using (PackageAddition.Make(Project.Root, "acme/utils@1.0.0", "hub")) File.ReadAllText(Project.PathOf("packages.yml")).ShouldBe(after);
        if (before is null) File.Exists(Project.PathOf("packages.yml")).ShouldBeFalse();
        else File.ReadAllText(Project.PathOf("packages.yml")).ShouldBe(before);
        using (var kept = PackageAddition.Make(Project.Root, "acme/utils@1.0.0", "hub")) kept.Keep();
        Should.Throw<DiagnosticException>(() => PackageAddition.Make(Project.Root, "acme/utils@2.0.0", "hub")).Diagnostic.Kind.Code.ShouldBe("TLY2107");
    }

    [Theory]
    [InlineData("packages: [\n]\n")]
    [InlineData("packages: [{local: x}]\n")]
    [InlineData("packages:\n  a: b\n")]
    [InlineData("{}\n")]
    public void A_file_of_another_shape_is_left_to_its_writer(string text)
    {
        Project.Write("packages.yml", text);
        var failure = Should.Throw<DiagnosticException>(() => PackageAddition.Make(Project.Root, "acme/utils@1.0.0", "hub"));
        SampleProject.Line(failure.Diagnostic).ShouldHold("TLY2101 packages.yml:", "write the entry by hand: - package: acme/utils");
        File.ReadAllText(Project.PathOf("packages.yml")).ShouldBe(text);
    }
}

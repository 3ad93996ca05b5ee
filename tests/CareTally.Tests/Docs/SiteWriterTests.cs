using CareTally.Core.Projects;
using CareTally.Diagnostics;
using CareTally.Docs;

namespace CareTally.Tests.Docs;

public sealed class SiteWriterTests : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("tally-site-").FullName;

    private static readonly Secrets NoSecrets = new(new Dictionary<string, string>());

    private string Folder => Path.Combine(_parent, "deep", "site");

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    [Fact]
    public void Pages_that_no_longer_exist_are_gone()
    {
        SiteWriter.Write(new Site([new("index.html", "1"), new("models/old.html", "old")]), Folder, NoSecrets);
        SiteWriter.Write(new Site([new("index.html", "2"), new("models/new.html", "new")]), Folder, NoSecrets);

        Files().ShouldBe([".tally-site", "index.html", "models/new.html"]);
        File.ReadAllText(Path.Combine(Folder, "index.html")).ShouldBe("2");
        Directory.GetFileSystemEntries(Path.GetDirectoryName(Folder)!).Length.ShouldBe(1);
    }

    [Fact]
    public void Pages_hold_no_secrets()
    {
        var secrets = new Secrets(new Dictionary<string, string> { ["DBT_ENV_SECRET_A"] = "a<\"b\">&'c" });
        SiteWriter.Write(new Site([new("index.html", "<p title=\"a&lt;&quot;b&quot;&gt;&amp;&#39;c\">a&lt;&quot;b&quot;&gt;&amp;&#39;c")]), Folder, secrets);
        File.ReadAllText(Path.Combine(Folder, "index.html")).ShouldBe("<p title=\"*****\">*****");
    }

    [Fact]
    public void A_folder_that_holds_something_else_is_left_alone()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "thesis.txt"), "years of work");

        Should.Throw<DiagnosticException>(() => SiteWriter.Write(new Site([new("index.html", "1")]), Folder, NoSecrets)).Diagnostic.Kind.Code.ShouldBe("TLY7520");

        Files().ShouldBe(["thesis.txt"]);
    }

    [Fact]
    public void The_old_site_stays_where_the_new_one_cannot_be_written()
    {
        SiteWriter.Write(new Site([new("index.html", "1")]), Folder, NoSecrets);

        // A file where a folder is needed.
        Should.Throw<DiagnosticException>(() => SiteWriter.Write(new Site([new("a", "2"), new("a/b.html", "2")]), Folder, NoSecrets)).Diagnostic.Kind.Code.ShouldBe("TLY7521");

        File.ReadAllText(Path.Combine(Folder, "index.html")).ShouldBe("1");
        Directory.Exists(Folder + ".next").ShouldBeFalse();
    }

    [Fact]
    public void A_write_that_was_killed_between_its_renames_is_made_good()
    {
        SiteWriter.Write(new Site([new("index.html", "1")]), Folder, NoSecrets);
        Directory.Move(Folder, Folder + ".last");

        SiteWriter.Write(new Site([new("index.html", "2")]), Folder, NoSecrets);

        Files().ShouldBe([".tally-site", "index.html"]);
        Directory.Exists(Folder + ".last").ShouldBeFalse();
    }

    [Fact]
    public void Somebody_elses_folder_beside_the_site_is_not_deleted()
    {
        Directory.CreateDirectory(Folder + ".next");
        File.WriteAllText(Path.Combine(Folder + ".next", "thesis.txt"), "years of work");

        Should.Throw<DiagnosticException>(() => SiteWriter.Write(new Site([new("index.html", "1")]), Folder, NoSecrets));

        File.Exists(Path.Combine(Folder + ".next", "thesis.txt")).ShouldBeTrue();
    }

    private string[] Files() => [.. Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];
}

using System.Collections.Immutable;
using System.Diagnostics;
using CareTally.Core.Packages;
using CareTally.Diagnostics;

namespace CareTally.Tests.CoreTests.Packages;

/// <summary>A project to install packages into, a folder outside of it where they come from, and an environment.</summary>
public abstract class Installing : IDisposable
{
    private protected SampleProject Project { get; } = new("-- file: models/a.sql\nselect 1 as x\n");

    protected string OutsideFolder { get; } = Directory.CreateTempSubdirectory("tally-packages-").FullName;

    protected Dictionary<string, string> Variables { get; } = new() { ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "" };

    protected Problems Problems { get; private set; } = new();

    protected string Lock => File.ReadAllText(Project.PathOf("package-lock.yml"));

    protected string[] Folders => [.. Directory.EnumerateFileSystemEntries(Project.PathOf("dbt_packages")).Select(path => Path.GetFileName(path)).Order()];

    public void Dispose()
    {
        Project.Dispose();
        Directory.Delete(OutsideFolder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected ImmutableArray<InstalledPackage> Install(string? packages = null, Func<InstallOptions, InstallOptions>? change = null)
    {
        Problems = new Problems();
        if (packages is not null) Project.Write("packages.yml", packages);
        var options = new InstallOptions { Load = Project.Options(load => load with { Environment = Variables }) };
        return PackageInstaller.InstallAsync(change is null ? options : change(options), Problems, default).GetAwaiter().GetResult();
    }

    protected string Failure(string? packages = null, Func<InstallOptions, InstallOptions>? change = null)
    {
        var failure = Should.Throw<Exception>(() => Install(packages, change));
        return failure switch
        {
            DiagnosticException one => SampleProject.Line(one.Diagnostic),
            InvalidProjectException all => string.Join('\n', all.Diagnostics.Where(d => d.Severity == Severity.Error).Select(SampleProject.Line)),
            _ => failure.ToString(),
        };
    }

    protected string Outside(string path, string text)
    {
        var full = Path.Combine(OutsideFolder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    protected static string Git(string folder, params string[] arguments)
    {
        string[] all = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false", .. arguments];
        using var git = Process.Start(new ProcessStartInfo("git", all) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        git.ExitCode.ShouldBe(0, git.StandardError.ReadToEnd());
        return said.Trim();
    }

    // A repository with a tag, and one more commit on its branch; a package at its top, and one in a folder.
    protected (string Url, string First, string Second) Repository(string name = "tools")
    {
        var folder = Path.Combine(OutsideFolder, "repository-" + name);
        Outside($"repository-{name}/dbt_project.yml", $"name: {name}\n");
        Outside($"repository-{name}/macros/one.sql", "{% macro one() %}1{% endmacro %}");
        Outside($"repository-{name}/inner/dbt_project.yml", "name: inner\n");
        Git(folder, "init", "-q");
        Git(folder, "add", "-A");
        Git(folder, "commit", "-q", "-m", "one");
        Git(folder, "tag", "v1");
        var first = Git(folder, "rev-parse", "HEAD");
        Outside($"repository-{name}/macros/one.sql", "{% macro one() %}2{% endmacro %}");
        Git(folder, "commit", "-q", "-am", "two");
        return (new Uri(folder).AbsoluteUri, first, Git(folder, "rev-parse", "HEAD"));
    }

    protected string Compiled(string model = "a")
    {
        var manifest = Project.Load();
        return new CareTally.Core.Planning.NodeCompiler(new CareTally.Core.Planning.NodeScopes(manifest, [], new CareTally.Core.Planning.IncrementalModels(manifest, CareTally.Core.Warehouses.Catalog.Empty)), _ => { }).Plan(manifest.Model(model)).Compiled!.Text;
    }

    // A git that does something first, as one may that the user has set up in their own way.
    protected void GitThatFirst(string commands)
    {
        var git = Variables["PATH"].Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "git")).First(File.Exists);
        var path = Outside("bin/git", $"#!/bin/sh\n{commands}\nexec {git} \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        Variables["PATH"] = Path.GetDirectoryName(path)!;
    }
}

internal static class TextAssertions
{
    public static void ShouldHold(this string text, params string[] parts)
    {
        foreach (var part in parts) text.ShouldContain(part);
    }
}

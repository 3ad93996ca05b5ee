using System.Diagnostics;
using CareTally.Core.Projects;
using CareTally.Diagnostics;

namespace CareTally.Core.Packages;

/// <summary>Gets repositories with the program <c>git</c>, and with whatever access it has been given.</summary>
/// <param name="environment">The process's environment, whose PATH git is looked for in.</param>
/// <param name="secrets">Takes secrets out of what git says.</param>
internal sealed class GitClient(IReadOnlyDictionary<string, string> environment, Secrets secrets)
{
    // A hook or an alias of the user's own repository must not reach into the one that is fetched.
    private static readonly string[] NotPassedOn = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"];

    // Links could lead out of the package, and the user's templates and hooks are for repositories that the user works in.
    private static readonly string[] Settings = ["-c", "core.symlinks=false", "-c", "core.hooksPath=/dev/null", "-c", "core.autocrlf=false"];

    /// <summary>Puts one commit's files into an empty folder, without their history.</summary>
    /// <param name="url">The repository.</param>
    /// <param name="revision">Tag, branch or commit; null for the main branch.</param>
    /// <param name="folder">An empty folder.</param>
    /// <param name="span">Where the repository is named.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <returns>The commit.</returns>
    /// <exception cref="DiagnosticException">It cannot be had.</exception>
    public async Task<string> CheckOutAsync(Address url, string? revision, string folder, SourceSpan? span, CancellationToken cancellationToken)
    {
        if (url.Value.StartsWith('-') || revision?.StartsWith('-') == true) throw new DiagnosticException(PackageProblems.GitFailed, span, url, "neither a repository nor a revision starts with '-'");
        await RequireAsync(["init", "--quiet", "--template="]);
        await RequireAsync(["remote", "add", "origin", url.Value]);

        // One commit is all that is needed; a server that gives only branches and tags is asked for all of them.
        var (code, said) = await RunAsync(["fetch", "--quiet", "--depth", "1", "origin", revision ?? "HEAD"], folder, url, span, cancellationToken);
        var commit = "FETCH_HEAD";
        if (code != 0)
        {
            if (revision is null) throw Failed(said);
            await RequireAsync(["fetch", "--quiet", "--tags", "origin", "+refs/heads/*:refs/remotes/origin/*"]);
            commit = await FindAsync(revision) ?? throw new DiagnosticException(PackageProblems.GitRevision, span, url, revision);
        }

        await RequireAsync(["checkout", "--quiet", "--detach", commit]);
        var hash = (await RequireAsync(["rev-parse", "HEAD"])).Trim();
        DeleteHistory(Path.Combine(folder, ".git"));
        return hash;

        async Task<string> RequireAsync(string[] arguments)
        {
            var (exit, text) = await RunAsync(arguments, folder, url, span, cancellationToken);
            return exit == 0 ? text : throw Failed(text);
        }

        async Task<string?> FindAsync(string name)
        {
            foreach (var candidate in new[] { name, $"origin/{name}" })
            {
                if (await RunAsync(["rev-parse", "--verify", "--quiet", $"{candidate}^{{commit}}"], folder, url, span, cancellationToken) is (0, var found)) return found.Trim();
            }

            return null;
        }

        DiagnosticException Failed(string why) =>
            new(Diagnostic.Of(PackageProblems.GitFailed, span, url, secrets.Scrub(LastLine(why))) with { Hint = "try 'git ls-remote' with that address: tally uses git with the access that it has" });
    }

    private async Task<(int ExitCode, string Said)> RunAsync(string[] arguments, string folder, Address url, SourceSpan? span, CancellationToken cancellationToken)
    {
        var program = FindProgram() ?? throw new DiagnosticException(Diagnostic.Of(PackageProblems.NoGit, span, url) with { Hint = "install git, or put the package into a folder and name it with 'local:'" });
        var start = new ProcessStartInfo(program, [.. Settings, .. arguments]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var name in NotPassedOn) start.Environment.Remove(name);
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        using var git = Process.Start(start)!;
        git.StandardInput.Close();
        var (output, error) = (git.StandardOutput.ReadToEndAsync(cancellationToken), git.StandardError.ReadToEndAsync(cancellationToken));
        try
        {
            await git.WaitForExitAsync(cancellationToken);
            return (git.ExitCode, git.ExitCode == 0 ? await output : await error);
        }
        catch (OperationCanceledException)
        {
            git.Kill(entireProcessTree: true);
            throw;
        }
    }

    private string? FindProgram()
    {
        var names = OperatingSystem.IsWindows() ? new[] { "git.exe", "git.cmd" } : ["git"];
        return environment.GetValueOrDefault("PATH", "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => names, Path.Combine).FirstOrDefault(File.Exists);
    }

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [.., var last] ? last : "it says nothing";

    // Git writes its objects read-only, which Windows would refuse to delete.
    private static void DeleteHistory(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)) File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(folder, recursive: true);
    }
}

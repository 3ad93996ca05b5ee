using System.Text.Json;

namespace CareTally.EndToEnd.Tests.Harness;

/// <summary>A project in a folder of its own, deleted afterwards.</summary>
internal sealed class ProjectFolder : IDisposable
{
    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("caretally-e2e-");

    private ProjectFolder(string below) => Path = Directory.CreateDirectory(System.IO.Path.Combine(_temporary.FullName, below)).FullName;

    /// <summary>The project's folder.</summary>
    public string Path { get; }

    public Database Database => new(System.IO.Path.Combine(Path, "caretally.duckdb"));

    public static ProjectFolder Empty() => new("project");

    /// <summary>A copy of one of tests/projects.</summary>
    public static ProjectFolder Of(string name)
    {
        var folder = Empty();
        Repository.Copy(System.IO.Path.Combine(Repository.Root, "tests", "projects", name), folder.Path);
        return folder;
    }

    /// <summary>A copy of another folder with all that has been built there.</summary>
    public static ProjectFolder CopyOf(ProjectFolder original)
    {
        var folder = Empty();
        Repository.Copy(original.Path, folder.Path, withResults: true);
        return folder;
    }

    /// <summary>A copy of the care project, which is the repository's root.</summary>
    public static ProjectFolder OfCare()
    {
        var folder = Empty();
        folder.CopyFromRoot("models", "macros", "seeds", "tests/data");
        return folder;
    }

    /// <summary>A copy of the project on the bank's call log, with the parts of the care project that it shares.</summary>
    public static ProjectFolder OfBank()
    {
        var folder = new ProjectFolder("repository/examples/bank-1999");
        folder.CopyFromRoot("models", "macros", "seeds/shared", "tests/data", "examples/bank-1999");
        return folder;
    }

    /// <summary>A copy of one of tests/projects that reaches up to the care project, with what it shares.</summary>
    public static ProjectFolder WithCare(string name)
    {
        var folder = new ProjectFolder($"repository/tests/projects/{name}");
        folder.CopyFromRoot("models", "macros", "seeds/reference", "seeds/shared", $"tests/projects/{name}");
        return folder;
    }

    public TallyResult Tally(params string[] arguments) => TallyWith(null, arguments);

    public TallyResult TallyWith(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        using var process = TallyProcess.Start(Path, environment, arguments);
        return process.WaitForExit();
    }

    public TallyProcess Start(params string[] arguments) => TallyProcess.Start(Path, null, arguments);

    public string File(string path) => System.IO.Path.Combine(Path, path);

    public bool Has(string path) => System.IO.File.Exists(File(path));

    public string Read(string path) => System.IO.File.ReadAllText(File(path));

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(File(path))!);
        System.IO.File.WriteAllText(File(path), text);
    }

    /// <summary>Replaces a text that must be there once.</summary>
    public void Edit(string path, string old, string replacement)
    {
        var text = Read(path);
        text.Split(old).Length.ShouldBe(2, $"'{old}' in {path}");
        Write(path, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    public JsonElement Json(string path) => JsonDocument.Parse(Read(path)).RootElement;

    /// <summary>Statuses of the last run, by the node's name without package and hash; unit tests are left out.</summary>
    public Dictionary<string, string> Statuses() => Json("target/run_results.json").GetProperty("results").EnumerateArray()
        .Where(result => !result.GetProperty("unique_id").GetString()!.StartsWith("unit_test.", StringComparison.Ordinal))
        .ToDictionary(result => result.GetProperty("unique_id").GetString()!.Split('.')[2], result => result.GetProperty("status").GetString()!);

    public void Dispose() => _temporary.Delete(recursive: true);

    private void CopyFromRoot(params string[] folders)
    {
        // The root is where the folder was made, or the folder "repository" above a project that reaches up to it.
        var repository = System.IO.Path.Combine(_temporary.FullName, "repository");
        var root = Path.StartsWith(repository, StringComparison.Ordinal) ? repository : Path;
        foreach (var folder in folders) Repository.Copy(System.IO.Path.Combine(Repository.Root, folder), System.IO.Path.Combine(root, folder));
        System.IO.File.Copy(System.IO.Path.Combine(Repository.Root, "tally_project.yml"), System.IO.Path.Combine(root, "tally_project.yml"));
    }
}

/// <summary>The project tests/projects/calls, built once, for tests that break a copy of it.</summary>
public sealed class BuiltCalls : IDisposable
{
    private readonly ProjectFolder _folder = ProjectFolder.Of("calls");

    public BuiltCalls()
    {
        _folder.Tally("build").ShouldExitWith(0);
        Content = _folder.Database.Content();
    }

    internal Dictionary<string, string> Content { get; }

    internal ProjectFolder Copy() => ProjectFolder.CopyOf(_folder);

    public void Dispose() => _folder.Dispose();
}

using System.Collections.Concurrent;
using CareTally.Core.Artifacts;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;

namespace CareTally.Tests.CoreTests.Selecting;

/// <summary>
/// The projects of Fixtures/Core/selectors, each loaded once. A fixture is a project, its files one behind the other; behind
/// <c>-- then</c> what has changed since its state was kept; and behind <c>-- expressions</c> lines of an expression and what it selects.
/// </summary>
public sealed class SelectorProjects : IDisposable
{
    private const string Then = "\n-- then\n";
    private const string Without = "\n-- without: ";
    private const string Expressions = "\n-- expressions\n";

    private readonly ConcurrentDictionary<string, (SampleProject Sample, Manifest Manifest)> _projects = new();

    internal static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Core", "selectors");

    /// <summary>Every expression, with its fixture and what it is to select.</summary>
    public static TheoryData<string, string, string> All()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var file in Directory.EnumerateFiles(Folder, "*.txt").Order(StringComparer.Ordinal))
        {
            foreach (var line in Read(Path.GetFileNameWithoutExtension(file)).Expressions.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
            {
                var parts = line.Split("=>");
                data.Add(Path.GetFileNameWithoutExtension(file), parts[0].Trim(), parts[1].Trim());
            }
        }

        return data;
    }

    /// <summary>A project as it is now.</summary>
    public Manifest ManifestOf(string name) => _projects.GetOrAdd(name, Load).Manifest;

    public void Dispose()
    {
        foreach (var (sample, _) in _projects.Values) sample.Dispose();
    }

    private static (string Project, string Expressions) Read(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, name + ".txt")).ReplaceLineEndings("\n");
        var at = text.IndexOf(Expressions, StringComparison.Ordinal);
        return (text[..at], text[(at + Expressions.Length)..]);
    }

    private static (SampleProject Sample, Manifest Manifest) Load(string name)
    {
        var files = Read(name).Project.Split(Then);
        var sample = new SampleProject(files[0]);
        if (files.Length == 1) return (sample, sample.Load());
        new ArtifactWriter(sample.PathOf("state"), new Secrets(new Dictionary<string, string>())).WriteManifest(sample.Load());
        var changes = files[1].Split(Without);
        sample.Write(changes[0]);
        foreach (var path in changes[1].Split(' ')) File.Delete(sample.PathOf(path.Trim()));
        return (sample, sample.Load());
    }
}

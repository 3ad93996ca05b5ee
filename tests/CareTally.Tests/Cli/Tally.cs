using CareTally.Cli;
using Microsoft.Extensions.Time.Testing;

namespace CareTally.Tests.Cli;

/// <summary>Runs tally inside the test, in a folder of its own.</summary>
internal sealed class Tally : IDisposable
{
    public Tally()
    {
        Folder = Path.Combine(Path.GetTempPath(), $"tally-cli-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Folder);
    }

    public string Folder { get; set; }

    public Dictionary<string, string> Environment { get; } = [];

    public TimeProvider Clock { get; init; } = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    public bool IsTerminal { get; init; }

    /// <summary>A folder with the project that <c>tally init</c> makes.</summary>
    public static async Task<Tally> WithProjectAsync()
    {
        var tally = new Tally();
        (await tally.RunAsync("init", "demo")).Code.ShouldBe(ExitCode.Success);
        tally.Folder = Path.Combine(tally.Folder, "demo");
        return tally;
    }

    public async Task<(ExitCode Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync(arguments, Surroundings(output, error), CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }

    public Surroundings Surroundings(TextWriter output, TextWriter error) => new()
    {
        Output = output,
        Error = error,
        Clock = Clock,
        Environment = Environment,
        Folder = Folder,
        OutputIsTerminal = IsTerminal,
        ErrorIsTerminal = IsTerminal,
    };

    public string Write(string path, string text)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    public bool Has(string path) => Path.Exists(Path.Combine(Folder, path));

    public void Dispose()
    {
        var folder = Path.GetFileName(Folder) == "demo" ? Path.GetDirectoryName(Folder)! : Folder;
        Directory.Delete(folder, recursive: true);
    }
}

namespace CareTally.Tests;

/// <summary>Compares a text with a file committed below the test project; <c>TALLY_ACCEPT_SNAPSHOTS=1</c> writes the file instead.</summary>
internal static class Snapshot
{
    /// <param name="name">Path below <c>Snapshots/</c>.</param>
    /// <param name="actual">What there is now.</param>
    public static void Match(string name, string actual)
    {
        var project = AppContext.BaseDirectory;
        while (Directory.GetFiles(project, "*.csproj").Length == 0) project = Path.GetDirectoryName(project)!;
        var file = Path.Combine(project, "Snapshots", name);
        if (Environment.GetEnvironmentVariable("TALLY_ACCEPT_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        File.Exists(file).ShouldBeTrue($"{name} does not exist; set TALLY_ACCEPT_SNAPSHOTS=1 to make it");
        actual.ShouldBe(File.ReadAllText(file), $"{name} differs; set TALLY_ACCEPT_SNAPSHOTS=1 to accept it");
    }
}

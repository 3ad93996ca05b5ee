using System.Runtime.CompilerServices;

namespace CareTally.Tests.Templating;

/// <summary>Expected texts that are kept in files; set TALLY_ACCEPT=1 to accept what the tests make.</summary>
internal static class Snapshots
{
    public static void Match(string name, string actual, [CallerFilePath] string caller = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(caller)!, "..", "Snapshots", "Templating", name);
        if (Environment.GetEnvironmentVariable("TALLY_ACCEPT") == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        actual.ShouldBe(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Snapshots", "Templating", name)));
    }
}

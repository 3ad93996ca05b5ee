namespace CareTally.EndToEnd.Tests.Harness;

/// <summary>Where the files under test are.</summary>
internal static class Repository
{
    /// <summary>The repository's root: the nearest folder with the solution, from the test assembly upwards.</summary>
    public static string Root { get; } =
        Above(AppContext.BaseDirectory).First(folder => File.Exists(Path.Combine(folder, "CareTally.sln")));

    /// <summary>The folder of the bank's call log, which is not part of the repository; null where there is none.</summary>
    public static string? BankLog { get; } = FindData("anonymous_bank_1999", "TALLY_BANK_1999");

    /// <summary>The folder of the incident log, which is not part of the repository; null where there is none.</summary>
    public static string? IncidentLog { get; } = FindData("servicenow_incidents", "TALLY_SERVICENOW_INCIDENTS");

    public static IEnumerable<string> Above(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent) yield return current.FullName;
    }

    /// <summary>Copies a folder; what builds leave in it (artifacts, database) only where that is asked for.</summary>
    public static void Copy(string from, string to, bool withResults = false)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(from, file);
            if (!withResults && (relative.Split('/')[0] == "target" || file.Contains(".duckdb", StringComparison.Ordinal))) continue;
            var copy = Path.Combine(to, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static string? FindData(string name, string variable)
    {
        var named = Environment.GetEnvironmentVariable(variable);
        var places = string.IsNullOrEmpty(named) ? Above(Root).Select(folder => Path.Combine(folder, "shared", "data", name)) : [named];
        return places.FirstOrDefault(Directory.Exists);
    }
}

/// <summary>A test on the bank's call log. Skipped where the log is not at hand, except in continuous integration: there it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BankFactAttribute : FactAttribute
{
    public BankFactAttribute()
    {
        if (Repository.BankLog is null && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = "the bank's call log is not part of the repository; name its folder in TALLY_BANK_1999";
    }
}

/// <summary>A test on the incident log. Skipped where the log is not at hand, except in continuous integration: there it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IncidentFactAttribute : FactAttribute
{
    public IncidentFactAttribute()
    {
        if (Repository.IncidentLog is null && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = "the incident log is not part of the repository; name its folder in TALLY_SERVICENOW_INCIDENTS";
    }
}

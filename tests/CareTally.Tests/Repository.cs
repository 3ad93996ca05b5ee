namespace CareTally.Tests;

/// <summary>The working copy the tests were built from.</summary>
internal static class Repository
{
    public static string Folder { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CareTally.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("the tests do not run within the repository");
    }
}

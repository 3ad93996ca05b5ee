namespace CareTally.Core.Projects;

/// <summary>The files of macros that come along with tally.</summary>
internal static class BuiltInFiles
{
    /// <summary>What their paths begin with.</summary>
    public const string Folder = "built-in/";
}

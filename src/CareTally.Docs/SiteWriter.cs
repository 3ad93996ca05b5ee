using System.Text;
using CareTally.Core.Projects;
using CareTally.Diagnostics;

namespace CareTally.Docs;

/// <summary>Puts a site on disk: whole or not at all.</summary>
public static class SiteWriter
{
    // Says that the folder is ours to replace.
    private const string Marker = ".tally-site";

    /// <summary>Replaces the folder by the site. Pages that no longer exist are gone afterwards.</summary>
    /// <param name="site">The site.</param>
    /// <param name="folder">Its folder; made where it does not exist.</param>
    /// <param name="secrets">What must not be written.</param>
    /// <exception cref="DiagnosticException">The folder holds something else, or cannot be written. What was there is still there.</exception>
    public static void Write(Site site, string folder, Secrets secrets)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var (next, last) = (folder + ".next", folder + ".last");
        try
        {
            Recover(folder, last);
            Check(folder);
            Delete(next);
            WriteFiles(site, next, secrets);
            if (Directory.Exists(folder)) Directory.Move(folder, last);
            Publish(next, folder, last);
            Delete(last);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(Diagnostic.Of(SiteProblems.CannotWrite, null, folder, e.Message), e);
        }
    }

    // A write that was killed between its two renames has left the old site under its other name.
    private static void Recover(string folder, string last)
    {
        if (!Directory.Exists(folder) && Directory.Exists(last)) Directory.Move(last, folder);
        Delete(last);
    }

    private static void Check(string folder)
    {
        if (File.Exists(folder)) throw new IOException("it is a file");
        if (!Directory.Exists(folder) || File.Exists(Path.Combine(folder, Marker)) || !Directory.EnumerateFileSystemEntries(folder).Any()) return;
        throw new DiagnosticException(Diagnostic.Of(SiteProblems.NotASite, null, folder) with { Hint = "give it a folder of its own, or empty this one" });
    }

    private static void WriteFiles(Site site, string folder, Secrets secrets)
    {
        foreach (var directory in site.Files.Select(file => Path.GetDirectoryName(file.Path)!).Distinct()) Directory.CreateDirectory(Path.Combine(folder, directory));
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        File.WriteAllText(Path.Combine(folder, Marker), "The site in this folder is generated; the whole folder is replaced each time.\n", encoding);
        try
        {
            Parallel.ForEach(site.Files, file => File.WriteAllText(Path.Combine(folder, file.Path), secrets.Scrub(file.Content), encoding));
        }
        catch (AggregateException e)
        {
            Directory.Delete(folder, recursive: true);
            throw new IOException(e.GetBaseException().Message, e);
        }
    }

    private static void Publish(string next, string folder, string last)
    {
        try
        {
            Directory.Move(next, folder);
        }
        catch when (Directory.Exists(last))
        {
            Directory.Move(last, folder);
            throw;
        }
    }

    private static void Delete(string folder)
    {
        // Only what Write itself has made: these names belong to nobody else, but a mistake must not cost a user's files.
        if (!Directory.Exists(folder)) return;
        if (!File.Exists(Path.Combine(folder, Marker)) && Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any())
            throw new IOException($"{folder} is in the way");
        Directory.Delete(folder, recursive: true);
    }
}

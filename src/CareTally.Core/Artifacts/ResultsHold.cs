using CareTally.Core.State;
using CareTally.Diagnostics;

namespace CareTally.Core.Artifacts;

/// <summary>
/// The right to write the run_results.json of a target folder, which one command at a time has: those that use no database, or one each,
/// can run side by side, and none may take the results of another away. The system takes it back where the process ends, however it ends.
/// </summary>
public sealed class ResultsHold : IDisposable
{
    // Never deleted: who found it could hold one that is gone while another makes it anew.
    private const string FileName = "run_results.lock";

    // A file that is held: EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private ResultsHold(FileStream file) => _file = file;

    /// <summary>Takes it until it is disposed of.</summary>
    /// <param name="targetFolder">Absolute; made where it does not exist.</param>
    /// <param name="tell">Told where another command has it.</param>
    /// <returns>Null where another command has it.</returns>
    /// <exception cref="DiagnosticException">The folder cannot be written to.</exception>
    public static ResultsHold? TryTake(string targetFolder, Action<Diagnostic> tell)
    {
        ArgumentNullException.ThrowIfNull(tell);
        var path = Path.Combine(targetFolder, FileName);
        try
        {
            Directory.CreateDirectory(targetFolder);
            return new ResultsHold(new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None));
        }
        catch (IOException e) when (Held.Contains(e.HResult))
        {
            tell(Diagnostic.Of(ArtifactProblems.ResultsHeld, null, Path.Combine(targetFolder, PreviousResults.FileName)));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(ArtifactProblems.CannotWrite, null, path, e.Message);
        }
    }

    /// <summary>Gives it back.</summary>
    public void Dispose() => _file.Dispose();
}

using System.Diagnostics;
using System.Globalization;

namespace CareTally.Bench.Timing;

/// <summary>One whole process: wall and processor time, peak resident memory, what it said and how it ended.</summary>
internal sealed record ProcessRun(
    TimeSpan Wall, TimeSpan Processor, long PeakBytes, int OutputLines, int ExitCode, string FirstErrorLine);

/// <summary>Runs a command to its end and measures it from outside.</summary>
internal static class ProcessTimer
{
    // Short enough to see the peak of a start-up of 50 ms, long enough to cost under 1 % of one core.
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(2);

    public static ProcessRun Run(IReadOnlyList<string> command, string workingDirectory)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var before = ChildUsage.ProcessorTime();
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new BenchException($"cannot start {command[0]}");
        string? firstErrorLine = null;
        process.ErrorDataReceived += (_, line) => firstErrorLine ??= line.Data;
        var outputLines = 0;
        process.OutputDataReceived += (_, line) => outputLines += line.Data is null ? 0 : 1;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();

        var peak = 0L;
        do
            peak = Math.Max(peak, PeakResidentBytes(process.Id));
        while (!process.WaitForExit(Poll));
        var wall = clock.Elapsed;
        process.WaitForExit(); // until both streams are read to their end
        return new ProcessRun(wall, ChildUsage.ProcessorTime() - before, peak, outputLines, process.ExitCode, firstErrorLine ?? "");
    }

    /// <summary>
    /// The kernel's own high-water mark. Not <c>ru_maxrss</c>: a child started from a large process inherits that
    /// process's size as its maximum.
    /// </summary>
    private static long PeakResidentBytes(int processId)
    {
        try
        {
            foreach (var line in File.ReadLines($"/proc/{processId}/status"))
            {
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                    return 1024 * long.Parse(line["VmHWM:".Length..^"kB".Length], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
            }
        }
        catch (IOException)
        {
            // The process ended between the last wait and this read: the mark read before stands.
        }

        return 0;
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace CareTally.EndToEnd.Tests.Harness;

/// <summary>What a run of the program left behind.</summary>
internal sealed record TallyResult(string Command, int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Everything it said, for the message of a failing test.</summary>
    public string Everything => $"tally {Command}\nexit code {ExitCode}\n--- out\n{Output}\n--- err\n{Error}";

    public TallyResult ShouldExitWith(int exitCode)
    {
        ExitCode.ShouldBe(exitCode, Everything);
        return this;
    }

    /// <summary>The error stream holds each of the texts, and no sign of a defect.</summary>
    public TallyResult ShouldSay(params string[] texts)
    {
        foreach (var text in texts) Error.ShouldContain(text, Case.Sensitive, Everything);
        Everything.ShouldNotContain("unexpected ", Case.Sensitive, Everything);
        Everything.ShouldNotContain("   at CareTally.", Case.Sensitive, Everything);
        return this;
    }

    public TallyResult ShouldPrint(params string[] texts)
    {
        foreach (var text in texts) Output.ShouldContain(text, Case.Sensitive, Everything);
        return this;
    }
}

/// <summary>A running tally.</summary>
internal sealed partial class TallyProcess : IDisposable
{
    private const int SigInt = 2;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly string _command;

    private TallyProcess(ProcessStartInfo start, string command)
    {
        _command = command;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    private string Output => Read(_output);

    // Another build of the program, such as the published one, can be named.
    private static string Program =>
        Environment.GetEnvironmentVariable("TALLY_PROGRAM") is { Length: > 0 } named ? named : Path.Combine(AppContext.BaseDirectory, "tally");

    public static TallyProcess Start(string folder, IReadOnlyDictionary<string, string>? environment, params string[] arguments) =>
        StartProgram(Program, folder, environment, arguments);

    /// <summary>Runs another program that is built beside the tests.</summary>
    public static TallyProcess StartExample(string name, string folder, params string[] arguments) =>
        StartProgram(Path.Combine(AppContext.BaseDirectory, name), folder, null, arguments);

    private static TallyProcess StartProgram(string program, string folder, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The runtime that runs the tests runs the program; nothing of the user's reaches it.
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        start.Environment["HOME"] = folder;
        start.Environment.Remove("DBT_PROFILES_DIR");
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return new TallyProcess(start, string.Join(' ', arguments));
    }

    /// <summary>Waits until the program has printed a text.</summary>
    public void WaitForOutput(string text) => WaitUntil($"tally {_command} prints '{text}'", () => Output.Contains(text, StringComparison.Ordinal));

    /// <summary>Waits until something holds, while the program runs.</summary>
    public void WaitUntil(string what, Func<bool> holds)
    {
        var clock = Stopwatch.StartNew();
        while (!holds())
        {
            if (_process.HasExited && !holds()) throw new InvalidOperationException($"the program ended before {what}\n{Finished().Everything}");
            if (clock.Elapsed > Deadline) throw new TimeoutException($"in vain waited until {what}\n{Output}\n{Read(_error)}");
            Thread.Sleep(20);
        }
    }

    /// <summary>What Ctrl-C does.</summary>
    public void Interrupt()
    {
        if (SendSignal(_process.Id, SigInt) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>What the system does to a process when memory runs out: it gets no chance to tidy up.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for the end. A program that hangs is killed, and the test fails.</summary>
    public TallyResult WaitForExit()
    {
        if (_process.WaitForExit(Deadline)) return Finished();
        _process.Kill(entireProcessTree: true);
        throw new TimeoutException($"hung: {Finished().Everything}");
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private TallyResult Finished()
    {
        _process.WaitForExit(); // for the streams
        return new TallyResult(_command, _process.ExitCode, Output, Read(_error));
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null) return;
        lock (text) text.Append(line).Append('\n');
    }

    private static string Read(StringBuilder text)
    {
        lock (text) return text.ToString();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int pid, int signal);
}

using System.Collections;
using System.Runtime.InteropServices;
using CareTally.Cli;

using var interruption = new CancellationTokenSource();

// The first Ctrl-C lets what is under way be undone; the second is left to the system, which ends the process.
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = !interruption.IsCancellationRequested;
    if (!press.Cancel && !Console.IsOutputRedirected) Console.Out.Write("\e[?25h"); // progress hides the cursor
    interruption.Cancel();
};
using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = !interruption.IsCancellationRequested;
    interruption.Cancel();
});

var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
    .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
var isDumb = environment.GetValueOrDefault("TERM") == "dumb";
var outputIsTerminal = !Console.IsOutputRedirected && !isDumb;
var surroundings = new Surroundings
{
    Output = Console.Out,
    Error = Console.Error,
    Clock = TimeProvider.System,
    Environment = environment,
    Folder = Environment.CurrentDirectory,
    OutputIsTerminal = outputIsTerminal,
    ErrorIsTerminal = !Console.IsErrorRedirected && !isDumb,
    Width = outputIsTerminal ? Math.Max(Console.WindowWidth, 40) : 100,
    Height = outputIsTerminal ? Math.Max(Console.WindowHeight, 10) : 24,
};
return (int)await CommandLine.RunAsync(args, surroundings, interruption.Token);

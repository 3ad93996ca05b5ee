using System.CommandLine;
using System.Runtime.CompilerServices;

namespace CareTally.Cli.Help;

/// <summary>A command line to copy, and what it does.</summary>
internal sealed record Example(string Line, string Meaning);

/// <summary>The examples of each command, which <c>--help</c> shows.</summary>
internal static class Examples
{
    private static readonly ConditionalWeakTable<Command, Example[]> All = [];

    public static void AddExamples(this Command command, params Example[] examples) => All.Add(command, examples);

    public static IReadOnlyList<Example> Of(Command command) => All.TryGetValue(command, out var examples) ? examples : [];
}

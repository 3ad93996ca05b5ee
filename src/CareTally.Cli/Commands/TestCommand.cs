using System.CommandLine;
using CareTally.Cli.Help;
using CareTally.Core.Planning;

namespace CareTally.Cli.Commands;

/// <summary><c>tally test</c>.</summary>
internal static class TestCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("test", "Runs data tests against the tables that are there, and unit tests in memory. Nothing is built; a failing test makes the exit code 1.");
        command.AddExamples(
            new Example("tally test", "Run every test"),
            new Example("tally test -s stg_calls", "Run the tests of one model"),
            new Example("tally test -s test_type:singular", "Run the tests that are files of their own"),
            new Example("tally test -s test_type:unit", "Run the unit tests, which need no database"));
        context.Options.AddRunningTo(command, mayDefer: true);
        context.Options.Project.AddStoreFailuresTo(command);
        command.SetAction(async (parse, cancellationToken) =>
            (int)await RunPipeline.RunAsync(context, parse, new Job("test", PlanOptions.Test), cancellationToken));
        return command;
    }
}

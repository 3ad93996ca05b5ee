using System.CommandLine;
using System.CommandLine.Invocation;

namespace CareTally.Cli.Help;

/// <summary>What <c>--help</c> does.</summary>
internal sealed class HelpPrinter(Surroundings surroundings) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult.CommandResult.Command, surroundings);
        return (int)ExitCode.Success;
    }

    public static void Write(Command command, Surroundings surroundings) =>
        surroundings.Output.Write(HelpText.For(command, Math.Clamp(surroundings.Width, 60, 110)));
}

/// <summary>What <c>--version</c> does where something else stands beside it.</summary>
internal sealed class VersionPrinter(Surroundings surroundings) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        surroundings.Output.WriteLine(CommandLine.VersionText);
        return (int)ExitCode.Success;
    }
}

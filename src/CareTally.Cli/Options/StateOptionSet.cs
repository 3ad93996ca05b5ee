using System.CommandLine;
using CareTally.Core.Planning;
using CareTally.Core.State;
using CareTally.Diagnostics;

namespace CareTally.Cli.Options;

/// <summary>Options of commands that look at what an earlier run left behind. Names and meaning are dbt's.</summary>
internal sealed class StateOptionSet
{
    private readonly Option<string?> _state = new("--state")
    {
        HelpName = "FOLDER",
        Description = "Artifacts of an earlier run to compare with (state:modified, result:error) and to defer to; from the project's folder. The variables TALLY_STATE and DBT_STATE do the same",
    };

    private readonly Option<bool> _defer = new("--defer") { Description = "Read from the state what is not selected and not in the target" };

    private readonly Option<bool> _favorState = new("--favor-state") { Description = "With --defer: read from the state all that is not selected, even where the target has it" };

    private readonly Option<string?> _deferState = new("--defer-state") { HelpName = "FOLDER", Description = "The artifacts to defer to, where those are not the ones of --state" };

    public void AddTo(Command command) => command.Add(_state);

    /// <summary>As <see cref="AddTo"/>, for commands that compile what reads other nodes.</summary>
    public void AddWithDeferTo(Command command)
    {
        AddTo(command);
        command.Add(_defer);
        command.Add(_favorState);
        command.Add(_deferState);
    }

    /// <summary>The earlier state, or null where none is named.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="surroundings">The environment.</param>
    /// <param name="root">The project's folder.</param>
    public StateFolder? Read(ParseResult parse, Surroundings surroundings, string root) => Folder(parse.GetValue(_state), surroundings, "STATE", root);

    /// <summary>What is read from the state, or null where nothing is.</summary>
    /// <exception cref="DiagnosticException">It is asked for, but no state is named or can be read.</exception>
    public Deferral? ReadDeferral(ParseResult parse, Surroundings surroundings, string root)
    {
        if (parse.GetValue(_defer) || IsSet(surroundings, "DEFER"))
            return new Deferral(Deferred(parse, surroundings, root, "--defer").Manifest, parse.GetValue(_favorState) || IsSet(surroundings, "FAVOR_STATE"));
        if (!parse.GetValue(_favorState)) return null;
        throw new DiagnosticException(Diagnostic.Of(CliProblems.Usage, null, "--favor-state says how to defer, and needs --defer"));
    }

    /// <summary>The state, for a command that is about nothing else.</summary>
    /// <exception cref="DiagnosticException">No state is named, or it cannot be read.</exception>
    public Deferral ReadRequired(ParseResult parse, Surroundings surroundings, string root) =>
        new(Deferred(parse, surroundings, root, $"tally {parse.CommandResult.Command.Name}").Manifest, FavorsState: true);

    private StateFolder Deferred(ParseResult parse, Surroundings surroundings, string root, string what) =>
        Folder(parse.GetValue(_deferState), surroundings, "DEFER_STATE", root) ?? Read(parse, surroundings, root)
        ?? throw new DiagnosticException(Diagnostic.Of(CliProblems.NoState, null, what) with { Hint = "name the folder of its artifacts with --state, or with the variable TALLY_STATE or DBT_STATE" });

    private static StateFolder? Folder(string? given, Surroundings surroundings, string variable, string root)
    {
        var path = given ?? Variable(surroundings, variable);
        return string.IsNullOrEmpty(path) ? null : new StateFolder(Path.GetFullPath(path, root));
    }

    private static bool IsSet(Surroundings surroundings, string variable) => Variable(surroundings, variable)?.ToLowerInvariant() is "1" or "true" or "t" or "yes" or "y" or "on";

    private static string? Variable(Surroundings surroundings, string name) =>
        surroundings.Environment.GetValueOrDefault($"TALLY_{name}") ?? surroundings.Environment.GetValueOrDefault($"DBT_{name}");
}

using System.CommandLine;
using System.Reflection;
using CareTally.Cli.Completion;
using CareTally.Cli.Help;

namespace CareTally.Cli.Commands;

/// <summary><c>tally completion</c>, and the hidden command that its scripts ask.</summary>
internal static class CompletionCommand
{
    private static readonly string[] Shells = ["bash", "zsh", "fish", "pwsh"];

    public static Command Create(CommandContext context)
    {
        var command = new Command("completion", "Prints a script that teaches a shell to complete tally's commands, options and the names of models. Names are read from the project's files; the database is not opened.");
        command.AddExamples(
            new Example("source <(tally completion bash)", "bash: for this shell; put it into ~/.bashrc for all"),
            new Example("source <(tally completion zsh)", "zsh: the same, behind compinit in ~/.zshrc"),
            new Example("tally completion fish > ~/.config/fish/completions/tally.fish", "fish"),
            new Example("tally completion pwsh | Out-String | Invoke-Expression", "PowerShell: put it into $PROFILE"));
        var shell = new Argument<string>("SHELL") { Description = string.Join(", ", Shells) };
        shell.AcceptOnlyFromAmong(Shells);
        command.Add(shell);
        command.SetAction(parse =>
        {
            context.Surroundings.Output.Write(ScriptOf(parse.GetRequiredValue(shell)));
            return (int)ExitCode.Success;
        });
        return command;
    }

    /// <summary>The hidden command: given the words typed so far, it prints what the last one may become.</summary>
    public static Command CreateAnswering(CommandContext context)
    {
        var command = new Command("__complete") { Hidden = true, TreatUnmatchedTokensAsErrors = false };
        command.SetAction(parse =>
        {
            foreach (var answer in Completer.Complete(CommandLine.CreateRoot(context), parse.UnmatchedTokens)) context.Surroundings.Output.WriteLine(answer);
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static string ScriptOf(string shell)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream($"completion/tally.{shell}")!);
        return reader.ReadToEnd();
    }
}

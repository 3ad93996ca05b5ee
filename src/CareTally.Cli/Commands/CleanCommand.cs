using System.CommandLine;
using CareTally.Cli.Cleaning;
using CareTally.Cli.Help;
using CareTally.Cli.Reporting;

namespace CareTally.Cli.Commands;

/// <summary><c>tally clean</c>.</summary>
internal static class CleanCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("clean", "Deletes the folders that the project lists under clean-targets (target/ by default). Only folders inside the project, never its sources, and never a database file.");
        command.AddExamples(
            new Example("tally clean", "Delete what tally has generated"),
            new Example("tally clean --dry-run", "Show what would be deleted"));
        var dryRun = new Option<bool>("--dry-run") { Description = "Print the files and stop: nothing is deleted" };
        command.Add(dryRun);
        context.Options.Project.AddTo(command);
        command.SetAction(parse => (int)Run(context, parse, parse.GetValue(dryRun)));
        return command;
    }

    private static ExitCode Run(CommandContext context, ParseResult parse, bool isDryRun)
    {
        var messages = context.MessagesFor(parse);
        var project = context.LoadProject(parse, messages);
        var plan = CleanPlan.Make(project);
        foreach (var file in plan.Kept) messages.Note($"keep    {Shown(file)} (a database)");
        if (isDryRun)
        {
            foreach (var file in plan.Files) context.Surroundings.Output.WriteLine($"delete  {Shown(file)}");
            messages.Note($"{NodeText.Count(plan.Files.Length, "file")} would be deleted.");
            return ExitCode.Success;
        }

        plan.Execute();
        messages.Note(plan.Files.IsEmpty && plan.Folders.IsEmpty ? "Nothing to delete." : $"Deleted {NodeText.Count(plan.Files.Length, "file")}.");
        return ExitCode.Success;

        string Shown(string path) => Path.GetRelativePath(project.Root, path);
    }
}

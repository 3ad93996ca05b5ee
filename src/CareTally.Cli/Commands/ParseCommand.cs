using System.CommandLine;
using CareTally.Cli.Help;
using CareTally.Cli.Reporting;
using CareTally.Core.Artifacts;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;

namespace CareTally.Cli.Commands;

/// <summary><c>tally parse</c>.</summary>
internal static class ParseCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("parse", "Checks the project and writes target/manifest.json. Everything wrong with files, references and configuration is said at once; the database is not opened.");
        command.AddExamples(
            new Example("tally parse", "Check the project"),
            new Example("tally parse --output json", "The same for an editor or a build server: one JSON object a line"));
        context.Options.Project.AddTo(command);
        context.Options.Run.AddOutputTo(command);
        command.SetAction(parse => (int)Run(context, parse));
        return command;
    }

    private static ExitCode Run(CommandContext context, ParseResult parse)
    {
        var messages = context.MessagesFor(parse);
        var manifest = context.LoadManifest(parse, messages);
        new ArtifactWriter(manifest.Project.TargetFolder, new Secrets(manifest.Project.Options.Environment)).WriteManifest(manifest);
        var counts = manifest.Nodes.Keys.GroupBy(id => id.Kind).OrderBy(group => group.Key).Select(group => (Word: NodeId.Word(group.Key), Count: group.Count())).ToArray();
        if (messages.AsJson)
        {
            context.Surroundings.Output.WriteLine(EventJson.Line(json =>
            {
                json.WriteString("event", "parsed");
                json.WriteString("project", manifest.Project.Name);
                foreach (var (word, count) in counts) json.WriteNumber($"{word}s", count);
                json.WriteNumber("warnings", messages.Warnings);
            }));
            return ExitCode.Success;
        }

        var all = string.Join(", ", counts.Select(kind => NodeText.Count(kind.Count, kind.Word)).DefaultIfEmpty("no nodes"));
        var warnings = messages.Warnings == 0 ? "" : $"; {NodeText.Count(messages.Warnings, "warning")}";
        messages.Note($"{manifest.Project.Name} is sound: {all}{warnings}");
        return ExitCode.Success;
    }
}

using System.CommandLine;
using CareTally.Cli.Help;
using CareTally.Core.Manifests;
using CareTally.Diagnostics;

namespace CareTally.Cli.Commands;

/// <summary><c>tally ls</c>.</summary>
internal static class ListCommand
{
    private static readonly string[] Formats = ["selector", "name", "path", "json"];

    public static Command Create(CommandContext context)
    {
        var command = new Command("ls", "Lists the nodes of the project. The way to try out a selection before it is used; the database is not opened.");
        command.Aliases.Add("list");
        command.AddExamples(
            new Example("tally ls", "List everything, in the form that --select takes"),
            new Example("tally ls -s daily_service+ --resource-type model", "List a model and the models that read it"),
            new Example("tally ls --resource-type test --output name", "List the names of all tests"),
            new Example("tally ls --output json --output-keys name tags", "List everything as JSON objects with two keys"));
        var format = new Option<string>("--output") { HelpName = "FORMAT", Description = "selector (the default), name, path or json", DefaultValueFactory = _ => "selector" };
        format.AcceptOnlyFromAmong(Formats);
        var keys = new Option<string[]>("--output-keys")
        {
            HelpName = "KEY",
            Description = $"Keys of the JSON objects: {string.Join(", ", NodeJson.Keys)}",
            AllowMultipleArgumentsPerToken = true,
        };
        keys.CompletionSources.Add(_ => NodeJson.Keys.Select(key => new System.CommandLine.Completions.CompletionItem(key)));
        context.Options.Selection.AddTo(command);
        context.Options.State.AddTo(command);
        command.Add(format);
        command.Add(keys);
        context.Options.Project.AddTo(command);
        command.SetAction(parse => (int)Run(context, parse, parse.GetRequiredValue(format), parse.GetValue(keys) ?? []));
        return command;
    }

    private static ExitCode Run(CommandContext context, ParseResult parse, string format, string[] keys)
    {
        // Both "a b" and "a,b" are in use.
        var wanted = keys.SelectMany(key => key.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)).ToArray();
        if (wanted.FirstOrDefault(key => !NodeJson.Keys.Contains(key)) is { } unknown)
        {
            throw new DiagnosticException(Diagnostic.Of(CliProblems.UnknownOutputKey, null, unknown) with
            {
                Hint = DidYouMean.Hint(unknown, NodeJson.Keys) ?? $"keys: {string.Join(", ", NodeJson.Keys)}",
            });
        }

        var messages = context.MessagesFor(parse);
        var manifest = context.LoadManifest(parse, messages);
        var selection = context.Select(parse, manifest, messages);
        foreach (var id in selection.Nodes.OrderBy(id => id.ToString(), StringComparer.Ordinal))
        {
            var node = manifest.Nodes[id];
            context.Surroundings.Output.WriteLine(format switch
            {
                "name" => NameOf(node),
                "path" => node.Path,
                "json" => NodeJson.Line(node, wanted),
                _ => SelectorOf(node),
            });
        }

        return ExitCode.Success;
    }

    private static string NameOf(Node node) => node switch
    {
        SourceNode source => $"{source.SourceName}.{source.Name}",
        ModelNode model => model.NameWithVersion,
        _ => node.Name,
    };

    private static string SelectorOf(Node node) => node switch
    {
        SourceNode source => $"source:{source.Package}.{source.SourceName}.{source.Name}",
        ExposureNode => $"exposure:{node.Package}.{node.Name}",
        _ => string.Join('.', node.Fqn),
    };
}

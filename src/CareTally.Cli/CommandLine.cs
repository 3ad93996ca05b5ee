using System.CommandLine;
using System.CommandLine.Help;
using System.Reflection;
using CareTally.Cli.Commands;
using CareTally.Cli.Completion;
using CareTally.Cli.Help;
using CareTally.Cli.Options;
using CareTally.Cli.Reporting;
using CareTally.Core.Projects;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Cli;

/// <summary>Understands the arguments, runs the command they name and turns whatever happens into an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Version of the program.</summary>
    public static readonly string Version =
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    /// <summary>Product and version.</summary>
    public static string VersionText => $"tally {Version}";

    public static async Task<ExitCode> RunAsync(IReadOnlyList<string> arguments, Surroundings surroundings, CancellationToken cancellationToken)
    {
        // Asked by scripts before anything else, and needs nothing.
        if (arguments is ["--version"])
        {
            await surroundings.Output.WriteLineAsync(VersionText);
            return ExitCode.Success;
        }

        var secrets = new Secrets(surroundings.Environment);
        var scrubbed = surroundings with { Output = ScrubbingWriter.Around(surroundings.Output, secrets), Error = ScrubbingWriter.Around(surroundings.Error, secrets) };
        return await GuardedAsync(arguments, scrubbed, cancellationToken);
    }

    /// <summary>All commands.</summary>
    public static RootCommand CreateRoot(CommandContext context)
    {
        var root = new RootCommand("Builds, tests and documents tables from templated SQL.");
        context.Options.Selection.CompleteWith(new NodeCompletions(context));
        context.Options.Messages.AddTo(root);
        context.Options.Warnings.AddTo(root);
        Command[] commands =
        [
            InitCommand.Create(context), DepsCommand.Create(context), DebugCommand.Create(context), ParseCommand.Create(context), ListCommand.Create(context),
            CheckCommand.Create(context), CompileCommand.Create(context), ShowCommand.Create(context), SeedCommand.Create(context), RunCommand.Create(context),
            SnapshotCommand.Create(context), TestCommand.Create(context), BuildCommand.Create(context), RetryCommand.Create(context), CloneCommand.Create(context),
            RunOperationCommand.Create(context), ReconcileCommand.Create(context), PurgeCommand.Create(context), SourceCommand.Create(context), DocsCommand.Create(context), CleanCommand.Create(context),
            SampleDataCommand.Create(context),
            CompletionCommand.Create(context), CompletionCommand.CreateAnswering(context),
        ];
        foreach (var command in commands) root.Add(command);
        root.SetAction(parse =>
        {
            HelpPrinter.Write(root, surroundings: context.Surroundings);
            return (int)ExitCode.Unusable;
        });
        foreach (var option in root.Options)
        {
            if (option is VersionOption version) version.Action = new VersionPrinter(context.Surroundings);
            if (option is not HelpOption help) continue;
            help.Action = new HelpPrinter(context.Surroundings);
            foreach (var alias in (string[])["/?", "/h", "-?"]) help.Aliases.Remove(alias);
        }

        return root;
    }

    /// <summary>Parses without running. A selector may start with @, which elsewhere names a response file.</summary>
    public static ParseResult Parse(RootCommand root, IReadOnlyList<string> arguments) =>
        root.Parse(RunOptionSet.Normalize(arguments), new ParserConfiguration { ResponseFileTokenReplacer = null });

    private static async Task<ExitCode> GuardedAsync(IReadOnlyList<string> arguments, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var messages = new Messages(surroundings, new MessageOptions { WithTraces = arguments.Contains("--debug"), WithoutColor = arguments.Contains("--no-color") });
        try
        {
            var context = new CommandContext(surroundings, new SharedOptions());
            var parse = Parse(CreateRoot(context), arguments);
            if (UsageErrors.Find(parse) is { IsEmpty: false } errors && parse.Action is not { ClearsParseErrors: true })
            {
                foreach (var error in errors) messages.Write(error);
                return ExitCode.Unusable;
            }

            messages = context.MessagesFor(parse);
            return messages.Finish((ExitCode)await parse.InvokeAsync(Configuration(surroundings), cancellationToken));
        }
        catch (InvalidProjectException e)
        {
            messages.WriteAll(e.Diagnostics);
        }
        catch (DiagnosticException e)
        {
            messages.Write(e.Diagnostic);
        }
        catch (WarehouseException e)
        {
            messages.Write(CliProblems.Of(e));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            messages.Write(Diagnostic.Of(CliProblems.Interrupted, null));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            messages.Write(Diagnostic.Of(CliProblems.FileTrouble, null, e.Message));
        }
#pragma warning disable CA1031 // The last resort: whatever it is, the user gets a sentence and the caller an exit code.
        catch (Exception e)
#pragma warning restore CA1031
        {
            messages.WriteDefect(e);
        }

        return messages.Finish(ExitCode.Unusable);
    }

    /// <summary>How a command is run.</summary>
    public static InvocationConfiguration Configuration(Surroundings surroundings) => new()
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
        Output = surroundings.Output,
        Error = surroundings.Error,
    };
}

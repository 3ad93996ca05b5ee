using System.CommandLine;
using CareTally.Cli.Options;
using CareTally.Cli.Reporting;
using CareTally.Cli.Retrying;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects;
using CareTally.Core.Selecting;
using CareTally.Diagnostics;

namespace CareTally.Cli;

/// <summary>What every command is made with.</summary>
/// <param name="surroundings">What the process was started with.</param>
/// <param name="options">The options that commands share.</param>
internal sealed class CommandContext(Surroundings surroundings, SharedOptions options)
{
    private Messages? _messages;
    private ProjectFlags? _flags;
    private ICommandReport? _report;

    /// <summary>What the process was started with.</summary>
    public Surroundings Surroundings { get; } = surroundings;

    /// <summary>The options that commands share.</summary>
    public SharedOptions Options { get; } = options;

    /// <summary>What is run again, where this is a retry; otherwise null, and the options say what is selected.</summary>
    public RetryRequest? Retry { get; init; }

    /// <summary>What tells a build server: that of the command which runs this one, or null for one of its own.</summary>
    public ICommandReport? Report { init => _report = value; }

    /// <summary>What tells a build server; null where none is to be told.</summary>
    public ICommandReport? ReportFor(ParseResult parse) => _report ??= Reporters.CreateReport(Options.Run.ReadOutput(parse), parse, this);

    /// <summary>How this invocation talks to the user and to a build server: one for the whole of it.</summary>
    public Messages MessagesFor(ParseResult parse)
    {
        var output = Options.Run.ReadOutput(parse);
        return _messages ??= new Messages(Surroundings, Options.Messages.Read(parse, output) with { Warnings = WarningsFor(parse) }, ReportFor(parse));
    }

    /// <summary>Where to collect what is wrong.</summary>
    public Problems ProblemsFor(ParseResult parse) => new(WarningsFor(parse));

    /// <summary>What becomes of warnings.</summary>
    public WarningPolicy WarningsFor(ParseResult parse) => Options.Warnings.Read(parse, FlagsOf(parse));

    /// <summary>Whether the first failure ends the run.</summary>
    public bool FailsFast(ParseResult parse) => Options.Run.ReadFailFast(parse) || FlagsOf(parse).FailFast;

    // Needed before the project is loaded: they say what becomes of the warnings about it.
    private ProjectFlags FlagsOf(ParseResult parse) => _flags ??= ProjectFlags.Read(Options.Project.ReadFolder(parse, Surroundings));

    /// <summary>The pipeline up to the manifest; warnings are told at once.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="messages">Where warnings go.</param>
    /// <param name="inline">A query of the command's own, which takes part as a model; null for the one of the command line, if any.</param>
    /// <exception cref="InvalidProjectException">The project has errors.</exception>
    public Manifest LoadManifest(ParseResult parse, Messages messages, string? inline = null)
    {
        var problems = ProblemsFor(parse);
        var options = Options.Project.Read(parse, Surroundings);
        if (inline is not null) options = options with { Inline = inline };
        options = options with
        {
            Flags = options.Flags with
            {
                FullRefresh = Options.Incremental.ReadFullRefresh(parse),
                WarnError = WarningsFor(parse) == WarningPolicy.Strict,
                FailFast = FailsFast(parse),
                IndirectSelection = Options.Selection.ReadIndirect(parse, FlagsOf(parse)),
            },
        };
        var manifest = ManifestLoader.Load(options, problems);
        messages.WriteAll(problems.All);
        return manifest;
    }

    /// <summary>The project file alone; what is broken elsewhere does not matter.</summary>
    /// <exception cref="InvalidProjectException">The project file has errors.</exception>
    public Project LoadProject(ParseResult parse, Messages messages)
    {
        var problems = ProblemsFor(parse);
        var project = ManifestLoader.LoadProject(Options.Project.Read(parse, Surroundings), problems);
        messages.WriteAll(problems.All);
        return project;
    }

    /// <summary>What is read from an earlier state, or null where nothing is.</summary>
    public Deferral? ReadDeferral(ParseResult parse, Manifest manifest, bool isNeeded = false) => isNeeded
        ? Options.State.ReadRequired(parse, Surroundings, manifest.Project.Root)
        : Options.State.ReadDeferral(parse, Surroundings, manifest.Project.Root);

    /// <summary>The nodes that the options select; warnings are told at once.</summary>
    public Selection Select(ParseResult parse, Manifest manifest, Messages messages)
    {
        var problems = ProblemsFor(parse);
        var criteria = Options.Selection.Read(parse, FlagsOf(parse)) with { State = Options.State.Read(parse, Surroundings, manifest.Project.Root) };
        var selection = Retry is null ? Selector.Select(manifest, criteria, problems) : Retry.Select(manifest, problems);
        messages.WriteAll(problems.All);
        problems.ThrowIfErrors();
        return selection;
    }
}

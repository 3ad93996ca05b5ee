using System.CommandLine;
using CareTally.Cli.Options;
using CareTally.Cli.Retrying;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects;
using CareTally.Core.Selecting;
using CareTally.Diagnostics;

namespace CareTally.Cli;

/// <summary>What every command is made with.</summary>
/// <param name="Surroundings">What the process was started with.</param>
/// <param name="Options">The options that commands share.</param>
internal sealed record CommandContext(Surroundings Surroundings, SharedOptions Options)
{
    /// <summary>What is run again, where this is a retry; otherwise null, and the options say what is selected.</summary>
    public RetryRequest? Retry { get; init; }

    /// <summary>How this invocation talks to the user.</summary>
    public Messages MessagesFor(ParseResult parse) =>
        new(Surroundings, Options.Messages.Read(parse, Options.Run.ReadAsJson(parse)));

    /// <summary>The pipeline up to the manifest; warnings are told at once.</summary>
    /// <exception cref="InvalidProjectException">The project has errors.</exception>
    public Manifest LoadManifest(ParseResult parse, Messages messages)
    {
        var problems = new Problems();
        var manifest = ManifestLoader.Load(Options.Project.Read(parse, Surroundings), problems);
        messages.WriteAll(problems.All);
        return manifest;
    }

    /// <summary>The project file alone; what is broken elsewhere does not matter.</summary>
    /// <exception cref="InvalidProjectException">The project file has errors.</exception>
    public Project LoadProject(ParseResult parse, Messages messages)
    {
        var problems = new Problems();
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
        var problems = new Problems();
        var criteria = Options.Selection.Read(parse) with { State = Options.State.Read(parse, Surroundings, manifest.Project.Root) };
        var selection = Retry is null ? Selector.Select(manifest, criteria, problems) : Retry.Select(manifest, problems);
        messages.WriteAll(problems.All);
        return selection;
    }
}

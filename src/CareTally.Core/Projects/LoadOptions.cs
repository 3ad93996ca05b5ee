using CareTally.Templating.Values;

namespace CareTally.Core.Projects;

/// <summary>What the command line and the environment say about how a project is to be read.</summary>
public sealed record LoadOptions
{
    /// <summary>The model that a query of the command line becomes; dbt's name for it.</summary>
    public const string InlineName = "inline_query";

    /// <summary>The project's folder.</summary>
    public required string ProjectFolder { get; init; }

    /// <summary>Variables as a YAML or JSON mapping, over those of the project; null for none.</summary>
    public string? Vars { get; init; }

    /// <summary>Name of the target; null for the default one.</summary>
    public string? Target { get; init; }

    /// <summary>Name of the profile, instead of the project's.</summary>
    public string? Profile { get; init; }

    /// <summary>Folder of profiles.yml; null to look in the project and in <c>.dbt</c> of the home folder.</summary>
    public string? ProfilesFolder { get; init; }

    /// <summary>A query of the command line, which takes part as a model named <see cref="InlineName"/>; null for none.</summary>
    public string? Inline { get; init; }

    /// <summary>How many nodes are run at once; null for the target's number.</summary>
    public int? Threads { get; init; }

    /// <summary>The process's environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What templates can know of the command.</summary>
    public CommandFlags Flags { get; init; } = new();

    /// <summary>The command's options as they were given, under the names that dbt keeps them by: for a retry.</summary>
    public IReadOnlyDictionary<string, Value> Arguments { get; init; } = new Dictionary<string, Value>();

    /// <summary>The names that warnings can have in <c>warn_error_options</c>, of which only the whole program knows; null to accept any.</summary>
    public Func<IReadOnlyCollection<string>>? WarningNames { get; init; }

    /// <summary>When the command started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Identifies this run in artifacts.</summary>
    public Guid InvocationId { get; init; } = Guid.NewGuid();
}

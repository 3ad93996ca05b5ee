using CareTally.Core.Projects.Configs;
using CareTally.Core.Projects.Properties;
using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>Who may refer to a model.</summary>
public enum ModelAccess
{
    /// <summary>Nodes of the same group.</summary>
    Private,

    /// <summary>Nodes of the same package, and of others where the package does not restrict access.</summary>
    Protected,

    /// <summary>Everyone.</summary>
    Public,
}

/// <summary>What a model promises of its columns.</summary>
/// <param name="IsEnforced">Whether the promise is held when the model is built.</param>
/// <param name="Checksum">Stands for columns, types and constraints: another one means another promise. Null where nothing is promised.</param>
public sealed record ModelContract(bool IsEnforced, string? Checksum)
{
    /// <summary>Nothing is promised.</summary>
    public static readonly ModelContract None = new(false, null);

    /// <summary>Where the model is described that makes the promise; null where nothing is promised.</summary>
    public SourceSpan? Span { get; init; }
}

/// <summary>Models that belong together and have one owner.</summary>
public sealed record Group
{
    /// <summary>dbt's unique id.</summary>
    public string Id => $"group.{Package}.{Name}";

    /// <summary>The package that defines it.</summary>
    public required string Package { get; init; }

    /// <summary>Its name, as the config <c>group</c> gives it.</summary>
    public required string Name { get; init; }

    /// <summary>Who answers for its models.</summary>
    public required Owner Owner { get; init; }

    /// <summary>Markdown; empty where there is none.</summary>
    public string Description { get; init; } = "";

    /// <summary>The file that defines it, relative to the project's root.</summary>
    public required string Path { get; init; }

    /// <summary>Where it is defined.</summary>
    public required SourceSpan Span { get; init; }

    /// <summary>Its configuration.</summary>
    public required NodeConfig Config { get; init; }
}

/// <summary>Something outside the project that uses it: a dashboard, an application.</summary>
public sealed record ExposureNode : Node
{
    /// <summary>What people read; the name where there is none.</summary>
    public string? Label { get; init; }

    /// <summary>dashboard, notebook, analysis, ml or application.</summary>
    public required string Type { get; init; }

    /// <summary>high, medium or low; or null.</summary>
    public string? Maturity { get; init; }

    /// <summary>Where it can be looked at, or null.</summary>
    public string? Url { get; init; }

    /// <summary>Who answers for it.</summary>
    public required Owner Owner { get; init; }
}

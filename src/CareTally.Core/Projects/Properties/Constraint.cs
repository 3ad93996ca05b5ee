using System.Collections.Immutable;
using CareTally.Diagnostics;

namespace CareTally.Core.Projects.Properties;

/// <summary>What a constraint says.</summary>
public enum ConstraintKind
{
    /// <summary>No null.</summary>
    NotNull,

    /// <summary>No value, or combination of values, twice.</summary>
    Unique,

    /// <summary>No null and nothing twice.</summary>
    PrimaryKey,

    /// <summary>Every value is found in another relation.</summary>
    ForeignKey,

    /// <summary>A condition holds for every row.</summary>
    Check,

    /// <summary>SQL of the user's own.</summary>
    Custom,
}

/// <summary>A constraint of a model or of one of its columns.</summary>
public sealed record Constraint
{
    /// <summary>What it says.</summary>
    public required ConstraintKind Kind { get; init; }

    /// <summary>Its name in the database, or null.</summary>
    public string? Name { get; init; }

    /// <summary>The condition, or SQL behind the constraint's own words; null where there is none.</summary>
    public string? Expression { get; init; }

    /// <summary>The columns of a constraint of the whole model.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    /// <summary>What a foreign key points to, as written: <c>ref('customers')</c>; or null.</summary>
    public string? To { get; init; }

    /// <summary>The columns that a foreign key points to.</summary>
    public ImmutableArray<string> ToColumns { get; init; } = [];

    /// <summary>Whether to say that the database does not enforce it.</summary>
    public bool WarnsUnenforced { get; init; } = true;

    /// <summary>Whether to say that the database does not know it.</summary>
    public bool WarnsUnsupported { get; init; } = true;

    /// <summary>Where it is written.</summary>
    public required SourceSpan Span { get; init; }

    /// <summary>A kind as YAML spells it.</summary>
    public static string Word(ConstraintKind kind) => kind switch
    {
        ConstraintKind.NotNull => "not_null",
        ConstraintKind.Unique => "unique",
        ConstraintKind.PrimaryKey => "primary_key",
        ConstraintKind.ForeignKey => "foreign_key",
        ConstraintKind.Check => "check",
        ConstraintKind.Custom => "custom",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}

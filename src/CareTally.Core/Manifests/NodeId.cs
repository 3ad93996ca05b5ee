namespace CareTally.Core.Manifests;

/// <summary>What a node is.</summary>
public enum NodeKind
{
    /// <summary>A templated query.</summary>
    Model,

    /// <summary>A CSV file that is loaded.</summary>
    Seed,

    /// <summary>A table or file that exists before tally runs.</summary>
    Source,

    /// <summary>A query that finds rows that should not be.</summary>
    Test,

    /// <summary>A table that keeps every state that the rows of another have had.</summary>
    Snapshot,

    /// <summary>Rows given to a model, and the rows expected of it.</summary>
    UnitTest,

    /// <summary>A query that is compiled and never run.</summary>
    Analysis,

    /// <summary>What uses the project from outside: a dashboard, an application.</summary>
    Exposure,

    /// <summary>What queries call, made in the warehouse before them.</summary>
    Function,

    /// <summary>A hook of a whole run, or a macro that is run.</summary>
    Operation,
}

/// <summary>A node's identity, for example <c>model.care.interactions</c>.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Package and name, and a hash behind the name of a generic test.</param>
/// <remarks>A class: collections of it share their compiled code with those of every other class, which a short command feels.</remarks>
public sealed record NodeId(NodeKind Kind, string Name) : IComparable<NodeId>
{
    private string? _text;

    /// <inheritdoc />
    public bool Equals(NodeId? other) => other is not null && Kind == other.Kind && Name == other.Name;

    /// <inheritdoc />
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal) ^ (int)Kind;

    /// <inheritdoc />
    public int CompareTo(NodeId? other) =>
        other is null ? 1 : Kind != other.Kind ? Kind.CompareTo(other.Kind) : string.CompareOrdinal(Name, other.Name);

    /// <summary>dbt's unique id.</summary>
    public override string ToString() => _text ??= $"{Word(Kind)}.{Name}";

    /// <summary>A kind as dbt's artifacts and selectors spell it.</summary>
    public static string Word(NodeKind kind) => kind switch
    {
        NodeKind.Model => "model",
        NodeKind.Seed => "seed",
        NodeKind.Source => "source",
        NodeKind.Test => "test",
        NodeKind.Snapshot => "snapshot",
        NodeKind.UnitTest => "unit_test",
        NodeKind.Analysis => "analysis",
        NodeKind.Exposure => "exposure",
        NodeKind.Function => "function",
        NodeKind.Operation => "operation",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}

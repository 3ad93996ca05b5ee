namespace CareTally.Core.Warehouses;

/// <summary>What kind of thing a name in the warehouse is.</summary>
public enum RelationKind
{
    /// <summary>Stored rows.</summary>
    Table,

    /// <summary>A stored query.</summary>
    View,
}

/// <summary>The address of a table or view. Names are compared as the warehouses do: without regard to case.</summary>
/// <param name="Database">Database or catalog; null for the target's own.</param>
/// <param name="Schema">Schema.</param>
/// <param name="Identifier">Name in the schema.</param>
public sealed record Relation(string? Database, string Schema, string Identifier) : IComparable<Relation>
{
    /// <summary>Behind the name of a relation that is built and not published yet.</summary>
    public const string PendingSuffix = "__new";

    /// <summary>Behind the name of a relation that failed its tests and is kept for a look at it.</summary>
    public const string RejectedSuffix = "__rejected";

    internal static readonly string[] WorkingSuffixes = [PendingSuffix, RejectedSuffix];

    /// <summary>The same place under another name, for example with <c>__new</c> behind it.</summary>
    public Relation WithSuffix(string suffix) => this with { Identifier = Identifier + suffix };

    /// <inheritdoc />
    public bool Equals(Relation? other) =>
        other is not null
        && string.Equals(Database, other.Database, StringComparison.OrdinalIgnoreCase)
        && string.Equals(Schema, other.Schema, StringComparison.OrdinalIgnoreCase)
        && string.Equals(Identifier, other.Identifier, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(
        Database is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(Database),
        StringComparer.OrdinalIgnoreCase.GetHashCode(Schema),
        StringComparer.OrdinalIgnoreCase.GetHashCode(Identifier));

    /// <inheritdoc />
    public int CompareTo(Relation? other) => string.Compare(ToString(), other?.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Quoted SQL, for example <c>"main"."calls"</c>; the database is left out where it is the target's own.</summary>
    public string ToSql() =>
        Database is null
            ? $"{SqlText.Identifier(Schema)}.{SqlText.Identifier(Identifier)}"
            : $"{SqlText.Identifier(Database)}.{SqlText.Identifier(Schema)}.{SqlText.Identifier(Identifier)}";

    /// <summary>Unquoted, for messages.</summary>
    public override string ToString() => Database is null ? $"{Schema}.{Identifier}" : $"{Database}.{Schema}.{Identifier}";
}

using System.Collections.Immutable;

namespace CareTally.Core.Warehouses;

/// <summary>A column of a relation or of a result.</summary>
/// <param name="Name">As the database spells it.</param>
/// <param name="DataType">The database's own name of the type, for example <c>DECIMAL(18,3)</c>.</param>
public sealed record Column(string Name, string DataType);

/// <summary>Rows that a query returned.</summary>
/// <param name="Columns">In order.</param>
/// <param name="Rows">
/// Cells are null, <see cref="bool"/>, <see cref="long"/>, <see cref="System.Numerics.BigInteger"/>, <see cref="double"/>,
/// <see cref="decimal"/>, <see cref="string"/>, <see cref="DateOnly"/>, <see cref="TimeOnly"/>, <see cref="DateTime"/> (no zone) or
/// <see cref="DateTimeOffset"/>; every other type comes as the text the database itself prints.
/// </param>
/// <param name="IsTruncated">Whether more rows existed than were asked for.</param>
public sealed record QueryResult(ImmutableArray<Column> Columns, ImmutableArray<ImmutableArray<object?>> Rows, bool IsTruncated);

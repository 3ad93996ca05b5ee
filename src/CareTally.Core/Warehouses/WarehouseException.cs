using System.Collections.Immutable;

namespace CareTally.Core.Warehouses;

/// <summary>What went wrong in the database, as far as it matters to what is done next.</summary>
public enum WarehouseFailure
{
    /// <summary>The statement is wrong or its data are: syntax, binding, conversion, constraint, arithmetic.</summary>
    Statement,

    /// <summary>The database file is held by another process.</summary>
    Locked,

    /// <summary>The database cannot be opened: missing folder, no permission, not a database, native library missing.</summary>
    Unavailable,

    /// <summary>The database instance is broken and must be closed and opened again.</summary>
    Invalidated,
}

/// <summary>A place in a file that the database was reading.</summary>
/// <param name="Path">The file, as the database names it.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Value">The value in that line that is to blame; null where it is the line as a whole.</param>
/// <param name="Reason">What is wrong with it, without the place.</param>
public sealed record FilePlace(string Path, int Line, string? Value, string Reason);

/// <summary>The database refused.</summary>
public sealed class WarehouseException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What kind of failure it is.</summary>
    public WarehouseFailure Failure { get; init; } = WarehouseFailure.Statement;

    /// <summary>The database's own class of error, for example <c>Binder Error</c>; null where it has none.</summary>
    public string? Class { get; init; }

    /// <summary>True where the database had been taken down by another statement, so that this one may be tried again.</summary>
    public bool IsConsequence => Failure == WarehouseFailure.Invalidated && Class != "INTERNAL Error";

    /// <summary>Offset into the statement's text in UTF-16 units, where the database says.</summary>
    public int? Position { get; init; }

    /// <summary>The same, with its place counted in another text.</summary>
    public WarehouseException At(int position) =>
        new(Message, this) { Failure = Failure, Class = Class, Position = position, Candidates = Candidates, Place = Place, Hint = Hint };

    /// <summary>The same, without values of the data: a message about a row may quote it.</summary>
    public WarehouseException WithoutValues() =>
        new(ErrorValues.Hide(Message, Class)) { Failure = Failure, Class = Class, Position = Position, Candidates = Candidates, Hint = Hint };

    /// <summary>Where in a file that it read, where the file is to blame and not the statement.</summary>
    public FilePlace? Place { get; init; }

    /// <summary>Names the database thinks were meant.</summary>
    public ImmutableArray<string> Candidates { get; init; } = [];

    /// <summary>What to do about it, where that is known.</summary>
    public string? Hint { get; init; }
}

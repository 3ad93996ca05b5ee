using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using DuckDB.NET.Data;

namespace CareTally.Adapters.DuckDb;

/// <summary>Turns what the provider throws into a <see cref="WarehouseException"/>.</summary>
/// <remarks>
/// Sessions set errors_as_json, so a message is a JSON object (after "Parser Error: " where parsing failed). Before that setting,
/// and from a broken instance, it is "Class Error: text".
/// </remarks>
internal static partial class DuckDbErrors
{
    private const int CandidatesListed = 5;
    private const string ParserError = "Parser Error";

    private sealed record Parsed(string Class, string Message)
    {
        public int? Position { get; init; }

        public bool CountsCharacters { get; init; }

        public string? Name { get; init; }

        public ImmutableArray<string> Candidates { get; init; } = [];
    }

    /// <summary>Whether the provider says that the statement was interrupted.</summary>
    public static bool IsInterrupt(Exception e) =>
        e is OperationCanceledException || (e is DuckDBException && Parse(e.Message).Class == "INTERRUPT Error");

    /// <summary>Runs statements of our own, for which a position means nothing to the user.</summary>
    public static void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (DuckDBException e)
        {
            throw Explain(e, default);
        }
    }

    /// <summary>The exception to throw instead.</summary>
    /// <param name="e">From the provider.</param>
    /// <param name="statement">What was run; positions count from the start of the script it is part of.</param>
    /// <param name="prefix">ASCII characters that were put before the statement to run it.</param>
    public static WarehouseException Explain(Exception e, SqlStatement statement, int prefix = 0)
    {
        if (e is not DuckDBException) return new WarehouseException(e.Message, e);
        var error = Parse(e.Message);
        if (IsFatal(error))
        {
            return new WarehouseException($"DuckDB failed internally: {error.Message}", e)
            {
                Failure = WarehouseFailure.Invalidated,
                Class = error.Class,
                Hint = "this is a fault in DuckDB itself; the database is closed and opened again, finished tables are safe",
            };
        }

        var position = PositionIn(statement, error, prefix);
        return new WarehouseException(CsvErrors.Clean(error.Message) ?? WithoutSuggestions(error.Class is "Constraint Error" or "TransactionContext Error" ? WithoutValues(error.Message) : error.Message), e)
        {
            Class = error.Class,
            Position = position,
            Place = CsvErrors.PlaceIn(error.Message),
            Candidates = error.Candidates,
            Hint = HintFor(error) ?? (error is { Class: ParserError, CountsCharacters: true } && position is { } at ? KeywordTypos.HintAt(statement.Text, at - statement.Start) : null),
        };
    }

    private static bool IsFatal(Parsed error) =>
        error.Class is "INTERNAL Error" or "FATAL Error" || error.Message.Contains("database has been invalidated", StringComparison.Ordinal);

    private static string? HintFor(Parsed error)
    {
        if (error.Candidates.IsEmpty) return null;
        if (error.Name is { } name && DidYouMean.Hint(name, error.Candidates) is { } nearest) return nearest;

        // What the catalog offers for a name that resembles nothing helps nobody; the columns and overloads at hand do.
        if (error.Class != "Binder Error") return null;
        return $"there is {string.Join(", ", error.Candidates.Take(CandidatesListed))}{(error.Candidates.Length > CandidatesListed ? ", ..." : "")}";
    }

    // They are in Candidates and Hint.
    private static string WithoutSuggestions(string message)
    {
        string[] marks = ["\nCandidate bindings:", "\nDid you mean", "\n\tCandidate functions:"];
        var cut = marks.Select(m => message.IndexOf(m, StringComparison.Ordinal)).Where(i => i > 0).DefaultIfEmpty(message.Length).Min();
        return message[..cut].Trim();
    }

    // A key may be somebody's name. Of those that are written as "column: value" the first column is kept.
    private static string WithoutValues(string message) =>
        KeyOfColumn().IsMatch(message) ? KeyOfColumn().Replace(message, "key of \"$1\"") : Key().Replace(message, "key");

    // An error inside a view is counted from the start of the script that once created the view, which says nothing about this text:
    // what cannot be right is left out.
    private static int? PositionIn(SqlStatement statement, Parsed error, int prefix)
    {
        if (error.Position is not { } counted || counted < prefix || statement.Text is not { } sql) return null;
        if (Utf16Index(sql, counted - prefix, error.CountsCharacters) is not { } position) return null;
        var isInsideWord = position > 0 && position < sql.Length && IsWord(sql[position]) && IsWord(sql[position - 1]);
        if (isInsideWord || (error.Name is { } name && !Names(sql, position, name))) return null;
        return statement.Start + position;
    }

    // The engine counts characters where the grammar fails, and bytes of UTF-8 in everything that comes after it.
    private static int? Utf16Index(string sql, int counted, bool countsCharacters)
    {
        var index = 0;
        foreach (var rune in sql.EnumerateRunes())
        {
            if (counted <= 0) break;
            counted -= countsCharacters ? 1 : rune.Utf8SequenceLength;
            index += rune.Utf16SequenceLength;
        }

        return counted > 0 ? null : index;
    }

    private static bool Names(string sql, int position, string name)
    {
        var first = name.Split('.')[^1];
        var near = sql.AsSpan(position, Math.Min(sql.Length - position, (name.Length * 2) + 128));
        return near.Contains(first, StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"(?<!: duplicate )\bkey ""(\w+): .*""", RegexOptions.Singleline)]
    private static partial Regex KeyOfColumn();

    [GeneratedRegex(@"\bkey "".*""", RegexOptions.Singleline)]
    private static partial Regex Key();

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static Parsed Parse(string message)
    {
        var brace = message.IndexOf('{', StringComparison.Ordinal);
        if (brace >= 0 && (brace == 0 || message[..brace].EndsWith("Error: ", StringComparison.Ordinal)))
        {
            try
            {
                using var json = JsonDocument.Parse(message[brace..]);
                return FromJson(json.RootElement);
            }
            catch (JsonException)
            {
                // Not JSON after all: a plain message with a brace in it.
            }
        }

        var colon = message.IndexOf("Error: ", StringComparison.Ordinal);
        if (colon < 0) return new Parsed("Error", message.Trim());
        var end = message.IndexOf("\n\nLINE ", StringComparison.Ordinal);
        return new Parsed(message[..(colon + 5)], message[(colon + 7)..(end < 0 ? message.Length : end)].Trim());
    }

    private static Parsed FromJson(JsonElement error)
    {
        string? Field(string name) => error.TryGetProperty(name, out var value) ? value.GetString() : null;

        var message = (Field("exception_message") ?? "").Trim();
        return new Parsed($"{Field("exception_type")} Error", message)
        {
            Position = int.TryParse(Field("position"), out var position) ? position : null,
            CountsCharacters = Field("error_subtype") == "SYNTAX_ERROR",
            Name = Field("name"),
            Candidates = SplitCandidates(Field("candidates")),
        };
    }

    // They are joined by commas, which also stand between the arguments of a function.
    private static ImmutableArray<string> SplitCandidates(string? joined)
    {
        var candidates = ImmutableArray.CreateBuilder<string>();
        var depth = 0;
        var start = 0;
        for (var i = 0; i <= (joined?.Length ?? -1); i++)
        {
            if (i == joined!.Length || (joined[i] == ',' && depth == 0))
            {
                if (joined[start..i].Trim() is { Length: > 0 } candidate) candidates.Add(candidate);
                start = i + 1;
            }
            else if (joined[i] is '(' or '[') depth++;
            else if (joined[i] is ')' or ']') depth--;
        }

        return candidates.ToImmutable();
    }
}

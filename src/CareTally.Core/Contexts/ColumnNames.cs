using System.Collections.Frozen;
using System.Text.RegularExpressions;
using CareTally.Core.Warehouses;
using CareTally.Templating.Values;

namespace CareTally.Core.Contexts;

/// <summary>Columns as configs name them: as SQL, which may be an expression, and where nobody thinks of quotes.</summary>
internal static partial class ColumnNames
{
    /// <summary>The words that DuckDB or PostgreSQL take for no column unless they are quoted.</summary>
    public static readonly FrozenSet<string> Reserved = (
        "all analyse analyze and anti any array as asc asof asymmetric at authorization binary both by case cast check collate collation column columns concurrently constraint "
        + "create cross current_catalog current_date current_role current_schema current_time current_timestamp current_user default deferrable desc describe distinct do else end "
        + "except false fetch for foreign freeze from full generated glob grant group having ilike in initially inner intersect into is isnull join lambda lateral leading left "
        + "like limit localtime localtimestamp map natural not notnull null offset on only or order outer overlaps pivot pivot_longer pivot_wider placing positional primary "
        + "qualify references returning right select semi session_user show similar some struct summarize symmetric system_user table tablesample then to trailing true try_cast "
        + "union unique unpack unpivot user using variadic verbose when where window with").Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a name is a column only in quotes.</summary>
    public static bool NeedsQuotes(string name) => !Plain().IsMatch(name) || Reserved.Contains(name);

    /// <summary>The text or texts of a config; those that name a column as it is, and could not be written so in SQL, in quotes. Everything else is SQL already.</summary>
    /// <param name="value">A text, or a list of texts.</param>
    /// <param name="columns">The columns there are.</param>
    public static Value Quoted(Value value, IReadOnlyCollection<Column> columns)
    {
        if (value.IsString) return Quoted(value.AsString, columns);
        if (value.IsDict || value.AsObject?.Items is not { } items) return value;
        return new ListValue(items.Select(item => item.IsString ? Value.Of(Quoted(item.AsString, columns)) : item));
    }

    /// <inheritdoc cref="Quoted(Value, IReadOnlyCollection{Column})"/>
    public static string Quoted(string text, IReadOnlyCollection<Column> columns) =>
        NeedsQuotes(text) && columns.Any(column => column.Name.Equals(text, StringComparison.OrdinalIgnoreCase)) ? SqlText.Identifier(text) : text;

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex Plain();
}

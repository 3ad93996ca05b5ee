using System.Collections.Immutable;

namespace CareTally.Core.Contexts;

/// <summary>The incremental strategies by name. Each is a macro; a project makes a further one by writing its macro.</summary>
internal static class IncrementalStrategies
{
    public const string Default = "default";

    public const string Append = "append";

    public const string DeleteInsert = "delete+insert";

    public const string Merge = "merge";

    public const string Microbatch = "microbatch";

    private const string InsertOverwrite = "insert_overwrite";

    /// <summary>Those that DuckDB can do.</summary>
    public static readonly ImmutableArray<string> Valid = [Append, DeleteInsert, Merge, Microbatch];

    /// <summary>The macro that writes a strategy's statements.</summary>
    public static string MacroOf(string strategy) => $"get_incremental_{strategy.Replace('+', '_')}_sql";

    /// <summary>The strategy that a macro stands for, or null.</summary>
    public static string? OfMacro(string macro) =>
        macro.StartsWith("get_incremental_", StringComparison.Ordinal) && macro.EndsWith("_sql", StringComparison.Ordinal) ? macro[16..^4] : null;

    /// <summary>What to do instead where a strategy of dbt's is not one for DuckDB; null where nothing is wrong with it.</summary>
    public static string? Refused(string strategy) =>
        strategy == InsertOverwrite ? "DuckDB has no partitions to overwrite: use delete+insert with the partition's columns as unique_key, or microbatch" : null;
}

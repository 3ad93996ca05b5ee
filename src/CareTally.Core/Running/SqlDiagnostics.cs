using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>Turns what a database says about compiled SQL into a diagnostic about the template.</summary>
internal static class SqlDiagnostics
{
    /// <param name="error">What the database said.</param>
    /// <param name="sql">The statement it said it about.</param>
    /// <param name="fallback">Where to point if the database gave no position.</param>
    public static Diagnostic For(WarehouseException error, CompiledSql sql, SourceSpan fallback)
    {
        var origin = error.Position is { } position ? sql.OriginOf(position) : null;
        var message = error.Class is { } name && !error.Message.StartsWith(name, StringComparison.Ordinal) ? $"{name}: {error.Message}" : error.Message;
        var candidates = error.Candidates.IsEmpty ? null : $"did you mean {string.Join(" or ", error.Candidates.Select(candidate => $"'{candidate}'"))}?";
        return Diagnostic.Of(RunProblems.SqlFailed, origin ?? fallback, message.TrimEnd()) with { Hint = error.Hint ?? candidates };
    }
}

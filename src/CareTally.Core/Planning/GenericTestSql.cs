using CareTally.Core.Manifests;
using CareTally.Templating;

namespace CareTally.Core.Planning;

/// <summary>Maps the SQL of a generic test: to the macro where that is the user's or a package's, to the YAML otherwise.</summary>
internal static class GenericTestSql
{
    public static CompiledSql Of(DataTestNode test, RenderedTest rendered)
    {
        // A built-in macro is not at fault, and no file of the user's: what it makes is pinned on the use of the test.
        var map = rendered.Sql.Map.Select(piece => BuiltInMacros.IsBuiltIn(piece.Origin.Source) ? new RenderedPiece(piece.Offset, test.Span, IsVerbatim: false) : piece);
        var sql = new CompiledSql(rendered.Sql.Text, [.. map]);
        return test.Config.Get("where")?.Span is { } where ? WithWhere(sql, rendered, where) : sql;
    }

    // The built-in macro writes it so; one of the project's own may write something else, which is then not found.
    private static CompiledSql WithWhere(CompiledSql sql, RenderedTest rendered, Diagnostics.SourceSpan origin)
    {
        var (before, after) = ($"(select * from {rendered.Subject} where ", ") dbt_subquery");
        if (!rendered.Rows.StartsWith(before, StringComparison.Ordinal) || !rendered.Rows.EndsWith(after, StringComparison.Ordinal)) return sql;
        var where = rendered.Rows[before.Length..^after.Length];
        var written = origin.Text.IndexOf(where, StringComparison.Ordinal);
        if (written >= 0) origin = origin.Source.Span(origin.Start + written, where.Length);
        for (var at = sql.Text.IndexOf(rendered.Rows, StringComparison.Ordinal); at >= 0; at = sql.Text.IndexOf(rendered.Rows, at + 1, StringComparison.Ordinal))
            sql = sql.WithOrigin(at + before.Length, where.Length, origin, isVerbatim: written >= 0);
        return sql;
    }
}

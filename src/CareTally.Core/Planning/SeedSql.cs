using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Templating;

namespace CareTally.Core.Planning;

/// <summary>Writes the query that reads a seed. Types that are not declared are inferred from all of its rows; only an empty field is null.</summary>
internal static class SeedSql
{
    public static CompiledSql For(SeedNode seed)
    {
        var types = seed.ColumnTypes.Count == 0
            ? ""
            : $", types = {{{string.Join(", ", seed.ColumnTypes.Select(type => $"{SqlText.Literal(type.Key)}: {SqlText.Literal(type.Value)}"))}}}";
        var sql = $"select * from read_csv({SqlText.Literal(seed.File)}, header = true, delim = {SqlText.Literal(seed.Delimiter)}, quote = '\"', escape = '\"', sample_size = -1, strict_mode = true{types})";
        return new CompiledSql(sql, [new RenderedPiece(0, seed.Span, IsVerbatim: false)]);
    }
}

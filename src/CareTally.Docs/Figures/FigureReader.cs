using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Docs.Figures;

/// <summary>Reads the values of the figures that models ask for, one query each, in one session.</summary>
public static class FigureReader
{
    /// <summary>The figures of each model that asks for some.</summary>
    /// <param name="manifest">The project.</param>
    /// <param name="catalog">What exists; a figure of what does not exist has no values.</param>
    /// <param name="warehouse">Where the values are.</param>
    /// <param name="problems">Receives what is wrong with the figures; those figures are left out.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="WarehouseException">The database cannot be opened.</exception>
    public static async Task<IReadOnlyDictionary<NodeId, ImmutableArray<Figure>>> ReadAsync(
        Manifest manifest, Catalog catalog, IWarehouse warehouse, Problems problems, CancellationToken cancellationToken)
    {
        var specs = FigureSpecReader.Read(manifest, problems);
        var figures = new List<Figure>();
        IWarehouseSession? session = null;
        try
        {
            foreach (var spec in specs)
            {
                var model = (ModelNode)manifest.Nodes[spec.Model];
                if (catalog.Find(model.Relation) is not { } relation)
                {
                    figures.Add(new Figure { Spec = spec, Columns = spec.Columns, Exists = false });
                    continue;
                }

                if (FigureQuery.Of(spec, model, relation, problems) is not { } query) continue;
                if (query.Sql is null)
                {
                    figures.Add(query.Figure);
                    continue;
                }

                session ??= await warehouse.OpenSessionAsync(cancellationToken).ConfigureAwait(false);
                if (await ReadAsync(query, session, problems, cancellationToken).ConfigureAwait(false) is { } figure) figures.Add(figure);
            }
        }
        finally
        {
            if (session is not null) await session.DisposeAsync().ConfigureAwait(false);
        }

        return figures.GroupBy(figure => figure.Spec.Model).ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray());
    }

    private static async Task<Figure?> ReadAsync(FigureQuery query, IWarehouseSession session, Problems problems, CancellationToken cancellationToken)
    {
        var spec = query.Figure.Spec;
        try
        {
            var result = await session.QueryAsync(query.Sql!, spec.Limit, cancellationToken).ConfigureAwait(false);
            return query.Figure with { Rows = result.Rows, IsTruncated = result.IsTruncated };
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            problems.ReportWithHint(SiteProblems.QueryFailed, new MetaPlace(spec.Span).OfWord(spec.Where is null ? spec.Title : "where"), e.Hint, spec.What, e.Message);
            return null;
        }
    }
}

/// <summary>A figure about to be read.</summary>
/// <param name="Figure">With its columns, without rows.</param>
/// <param name="Sql">The query; null where every column is hidden.</param>
internal sealed record FigureQuery(Figure Figure, string? Sql)
{
    /// <summary>The query for a figure's rows, or null where a problem was reported. Columns marked <c>pii</c> are never asked for.</summary>
    public static FigureQuery? Of(FigureSpec spec, ModelNode model, CatalogRelation relation, Problems problems)
    {
        var columns = relation.Columns.ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);
        var hidden = model.Columns.Where(PersonalData.IsMarked).Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (!AllExist(spec, model, columns, problems) || !CanBeDrawn(spec, columns, problems)) return null;
        foreach (var order in spec.OrderBy.Where(order => hidden.Contains(order.Column)))
        {
            problems.Report(SiteProblems.OrderedByHidden, new MetaPlace(spec.Span).OfWord(order.Column), spec.What, order.Column);
            return null;
        }

        var asked = spec.Columns.IsEmpty ? [.. relation.Columns.Select(column => FigureColumn.Of(column.Name))] : spec.Columns;
        var drawn = spec.Chart is { } chart ? chart.Y.Prepend(chart.X).Concat(chart.SplitBy is { } split ? [split] : []) : [];
        var all = asked.Concat(drawn.Select(FigureColumn.Of)).DistinctBy(column => column.Name, StringComparer.OrdinalIgnoreCase).ToArray();
        var figure = new Figure
        {
            Spec = spec,
            Columns = [.. all.Where(column => !hidden.Contains(column.Name))],
            HiddenColumns = [.. all.Where(column => hidden.Contains(column.Name)).Select(column => column.Name)],
        };
        return new FigureQuery(figure, figure.Columns.IsEmpty ? null : Select(figure, model, columns));
    }

    private static string Select(Figure figure, ModelNode model, Dictionary<string, Column> columns)
    {
        var spec = figure.Spec;
        var sql = new StringBuilder("select ");
        sql.AppendJoin(", ", figure.Columns.Select(column => SqlText.Identifier(columns[column.Name].Name)));
        sql.Append(" from ").Append(model.Relation.ToSql());
        if (spec.Where is { } where) sql.Append(" where (").Append(where).Append("\n)");
        if (!spec.OrderBy.IsEmpty)
        {
            sql.Append(" order by ").AppendJoin(
                ", ", spec.OrderBy.Select(order => SqlText.Identifier(columns[order.Column].Name) + (order.IsDescending ? " desc nulls last" : " nulls last")));
        }

        // One more than is shown, so that it is known whether there are more.
        return sql.Append(CultureInfo.InvariantCulture, $" limit {spec.Limit + 1}").ToString();
    }

    private static bool AllExist(FigureSpec spec, ModelNode model, Dictionary<string, Column> columns, Problems problems)
    {
        var chart = spec.Chart;
        var named = spec.Columns.Select(column => column.Name)
            .Concat(spec.OrderBy.Select(order => order.Column))
            .Concat(chart is null ? [] : chart.Y.Prepend(chart.X))
            .Concat(chart?.SplitBy is { } split ? [split] : [])
            .Distinct(StringComparer.OrdinalIgnoreCase);
        var missing = named.Where(name => !columns.ContainsKey(name)).ToArray();
        foreach (var name in missing)
        {
            problems.ReportWithHint(
                SiteProblems.UnknownColumn, new MetaPlace(spec.Span).OfWord(name), DidYouMean.Hint(name, columns.Keys) ?? $"its columns: {string.Join(", ", columns.Keys)}",
                spec.What, name, $"{model.Relation}");
        }

        return missing.Length == 0;
    }

    private static bool CanBeDrawn(FigureSpec spec, Dictionary<string, Column> columns, Problems problems)
    {
        var wrong = spec.Chart?.Y.Where(y => !IsNumber(columns[y].DataType)).ToArray() ?? [];
        foreach (var name in wrong)
            problems.Report(SiteProblems.NotANumber, new MetaPlace(spec.Span).OfWord(name), spec.What, name, columns[name].DataType);
        return wrong.Length == 0;
    }

    private static bool IsNumber(string type)
    {
        var name = type.Split('(')[0].Trim().ToUpperInvariant();
        return name is "TINYINT" or "SMALLINT" or "INTEGER" or "INT" or "BIGINT" or "HUGEINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT" or "UHUGEINT"
            or "FLOAT" or "REAL" or "DOUBLE" or "DOUBLE PRECISION" or "DECIMAL" or "NUMERIC";
    }
}

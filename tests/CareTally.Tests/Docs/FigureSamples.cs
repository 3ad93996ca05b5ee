using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Docs.Figures;

namespace CareTally.Tests.Docs;

internal static class FigureSamples
{
    public static Figure Daily(ModelNode model) => Of(
        new FigureSpec
        {
            Model = model.Id,
            Title = "Calls per day",
            Chart = new FigureChart(ChartKind.Line, "day", ["calls"], null),
            Span = model.Span,
        },
        ["day", "calls"],
        [new DateOnly(2026, 6, 3), 1200L], [new DateOnly(2026, 6, 2), null], [new DateOnly(2026, 6, 1), 900L]);

    public static Figure Of(FigureSpec spec, string[] columns, params object?[][] rows) => new()
    {
        Spec = spec,
        Columns = [.. columns.Select(FigureColumn.Of)],
        Rows = [.. rows.Select(row => row.ToImmutableArray())],
    };
}

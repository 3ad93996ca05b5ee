using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Docs.Figures;

/// <summary>Reads what models ask for under <c>meta: {figures: ...}</c>: one figure, or a list of them.</summary>
public static class FigureSpecReader
{
    private static readonly string[] Misspellings = ["figure", "figurs", "fgures", "figuers", "Figures"];

    /// <summary>Every figure asked for, models in order of the manifest.</summary>
    /// <param name="manifest">The project.</param>
    /// <param name="problems">Receives unknown keys, missing keys and wrong types.</param>
    public static ImmutableArray<FigureSpec> Read(Manifest manifest, Problems problems) =>
        [.. manifest.Order.Select(id => manifest.Nodes[id]).OfType<ModelNode>().SelectMany(model => Read(model, problems))];

    private static List<FigureSpec> Read(ModelNode model, Problems problems)
    {
        var meta = model.Config.Meta;
        var place = new MetaPlace(model.Config.Get("meta")?.Span ?? model.Span);
        foreach (var key in Misspellings.Where(key => meta.TryGet(key, out _)))
            problems.ReportWithHint(SiteProblems.ProbablyFigures, place.OfKey(key), "did you mean 'figures'?", key, model.Name);

        if (!meta.TryGet("figures", out var figures) || figures.IsNone) return [];
        if (model.Materialization == Materialization.Ephemeral)
        {
            problems.ReportWithHint(SiteProblems.NoRelation, place.OfKey("figures"), "materialize it as a view or a table", model.Name);
            return [];
        }

        var specs = new List<FigureSpec>();
        foreach (var figure in figures.IsList ? figures.AsList.Items : [figures])
        {
            if (figure.AsObject is DictValue map) specs.AddIfNotNull(One(model, new MetaReader(map, $"a figure of model '{model.Name}'", place, problems), problems));
            else problems.Report(SiteProblems.WrongType, place.OfKey("figures"), "figures", $"model '{model.Name}'", "a mapping or a list of mappings", MetaReader.Describe(figure));
        }

        foreach (var twice in specs.GroupBy(spec => spec.Title).Where(group => group.Count() > 1))
            problems.Report(SiteProblems.DuplicateTitle, place.OfWord(twice.Key), model.Name, twice.Key);
        return specs;
    }

    private static FigureSpec? One(ModelNode model, MetaReader reader, Problems problems)
    {
        var title = reader.RequiredText("title");
        var spec = new FigureSpec
        {
            Model = model.Id,
            Title = title ?? "",
            Columns = [.. reader.List("columns").Select(column => Column(model, column, reader, problems)).OfType<FigureColumn>()],
            Where = reader.Text("where"),
            OrderBy = [.. reader.Texts("order_by").SelectMany(Order)],
            Limit = reader.Int("limit", 1, FigureSpec.LargestLimit) ?? FigureSpec.DefaultLimit,
            Chart = Chart(reader.Map("chart", $"the chart of a figure of model '{model.Name}'"), title ?? "", problems),
            Span = reader.Place.Span,
        };
        reader.RejectUnknown();
        return title is null ? null : spec;
    }

    private static FigureColumn? Column(ModelNode model, Value column, MetaReader figure, Problems problems)
    {
        if (column.AsObject is null) return FigureColumn.Of(column.ToText());
        if (column.AsObject is not DictValue map)
        {
            figure.Wrong("columns", "a list of names or mappings", column);
            return null;
        }

        var reader = new MetaReader(map, $"a figure's column of model '{model.Name}'", figure.Place, problems);
        var name = reader.RequiredText("name");
        var result = new FigureColumn(
            name ?? "",
            reader.Text("label") ?? FigureColumn.Humanize(name ?? ""),
            reader.OneOf<ValueFormat>("format") ?? ValueFormat.Number,
            reader.Int("decimals", 0, 6));
        reader.RejectUnknown();
        return name is null ? null : result;
    }

    // A text may hold several terms, as SQL writes them.
    private static IEnumerable<FigureOrder> Order(string text)
    {
        foreach (var term in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = term.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            var direction = words.Length == 2 ? words[1].ToUpperInvariant() : "";
            yield return direction is "ASC" or "DESC" ? new FigureOrder(words[0], direction == "DESC") : new FigureOrder(term, false);
        }
    }

    private static FigureChart? Chart(MetaReader? reader, string title, Problems problems)
    {
        if (reader is null) return null;
        if (reader.Get("kind") is null) problems.Report(SiteProblems.MissingKey, reader.Place.OfKey("chart"), $"the chart of figure '{title}'", "kind");
        var kind = reader.OneOf<ChartKind>("kind");
        var x = reader.RequiredText("x");
        var y = reader.Texts("y");
        var splitBy = reader.Text("split_by");
        if (y.IsEmpty) problems.Report(SiteProblems.MissingKey, reader.Place.OfKey("chart"), $"the chart of figure '{title}'", "y");
        if (splitBy is not null && y.Length > 1)
            problems.Report(SiteProblems.OneSeries, reader.Place.OfKey("split_by"), $"figure '{title}'", splitBy, y.Length);
        reader.RejectUnknown();
        return kind is { } known && x is not null && !y.IsEmpty ? new FigureChart(known, x, y, splitBy) : null;
    }

    private static void AddIfNotNull(this List<FigureSpec> specs, FigureSpec? spec)
    {
        if (spec is not null) specs.Add(spec);
    }
}

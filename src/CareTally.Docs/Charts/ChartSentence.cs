using System.Globalization;
using System.Text;
using CareTally.Docs.Figures;

namespace CareTally.Docs.Charts;

/// <summary>Says what a chart shows, for those who do not see it.</summary>
internal static class ChartSentence
{
    public static string Of(ChartData data)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{(data.Kind == ChartKind.Line ? "Line" : "Bar")} chart by {data.XColumn.Label.ToLowerInvariant()}, ");
        text.Append(CultureInfo.InvariantCulture, $"{data.X.Length} {(data.X.Length == 1 ? "point" : "points")} from {data.Label(data.X[0])} to {data.Label(data.X[^1])}.");
        foreach (var series in data.Series)
        {
            var values = series.Values.Select((value, i) => (value, i)).Where(pair => pair.value is not null).Select(pair => (Value: pair.value!.Value, X: data.X[pair.i])).ToArray();
            text.Append(' ').Append(series.Label);
            if (values.Length == 0)
            {
                text.Append(": no values.");
                continue;
            }

            var (low, high) = (values.MinBy(v => v.Value), values.MaxBy(v => v.Value));
            text.Append(CultureInfo.InvariantCulture, $": first {Write(values[0].Value)}, last {Write(values[^1].Value)}, ");
            text.Append(CultureInfo.InvariantCulture, $"lowest {Write(low.Value)} ({data.Label(low.X)}), highest {Write(high.Value)} ({data.Label(high.X)}).");
        }

        return text.ToString();

        string Write(double value) => CellText.OfNumber(value, data.Unit);
    }
}

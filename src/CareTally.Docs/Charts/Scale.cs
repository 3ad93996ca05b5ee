using System.Collections.Immutable;

namespace CareTally.Docs.Charts;

/// <summary>Maps values to pixels, with round numbers to label it by.</summary>
internal sealed record Scale(double Min, double Max, double From, double To, ImmutableArray<double> Ticks)
{
    /// <summary>The pixel of a value.</summary>
    public double At(double value) => From + ((value - Min) / (Max - Min) * (To - From));

    /// <summary>A scale that covers the values, from zero unless the values are lines that lie close together far from it.</summary>
    public static Scale Over(IEnumerable<double> values, double from, double to, bool mustHaveZero)
    {
        double min = double.PositiveInfinity, max = double.NegativeInfinity;
        foreach (var value in values) (min, max) = (Math.Min(min, value), Math.Max(max, value));
        if (min > max) (min, max) = (0, 1);
        var isFarFromZero = !mustHaveZero && min > 0 && max - min < 0.35 * max && max > min;
        if (!isFarFromZero) (min, max) = (Math.Min(0, min), Math.Max(0, max));
        if (max - min <= 0) max = min + 1;

        var step = Step((max - min) / 4.5);
        var first = Math.Floor((min / step) + 1e-9);
        var last = Math.Ceiling((max / step) - 1e-9);
        var ticks = Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step).ToImmutableArray();
        return new Scale(first * step, last * step, from, to, ticks);
    }

    // 1, 2, 2.5 or 5 times a power of ten.
    private static double Step(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var fraction = rough / power;
        return power * (fraction <= 1 ? 1 : fraction <= 2 ? 2 : fraction <= 2.5 ? 2.5 : fraction <= 5 ? 5 : 10);
    }
}

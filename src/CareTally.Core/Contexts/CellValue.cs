using System.Numerics;
using CareTally.Core.Python;
using CareTally.Templating.Values;

namespace CareTally.Core.Contexts;

/// <summary>A cell of a query's result as a template sees it: the Python object that dbt would hand over.</summary>
internal static class CellValue
{
    public static Value Of(object? cell) => cell switch
    {
        null => Value.None,
        string text => text,
        bool flag => flag,
        long number => number,
        BigInteger number => Value.Of(number),
        decimal number => new DecimalValue(number),
        double number => DecimalValue.Of(number),
        DateOnly date => new DateValue(date),
        TimeOnly time => new TimeValue(time, null),
        DateTime time => new DateTimeValue(time, null),
        DateTimeOffset moment => new DateTimeValue(moment.UtcDateTime, ZoneValue.Utc),
        _ => throw new ArgumentException($"A cell is never a {cell.GetType()}.", nameof(cell)),
    };
}

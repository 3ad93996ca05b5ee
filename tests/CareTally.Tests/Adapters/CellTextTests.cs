using System.Globalization;
using System.Numerics;
using CareTally.Core.Warehouses;

namespace CareTally.Tests.Adapters;

public sealed class CellTextTests
{
    public static TheoryData<object?, string> Cells => new()
    {
        { null, "NULL" },
        { "a\nb", "a\nb" },
        { true, "true" },
        { -5L, "-5" },
        { BigInteger.Pow(10, 30), "1000000000000000000000000000000" },
        { 1.50m, "1.50" },
        { 0.1 + 0.2, "0.30000000000000004" },
        { 12d, "12" },
        { double.NaN, "nan" },
        { double.NegativeInfinity, "-inf" },
        { new DateOnly(1999, 1, 31), "1999-01-31" },
        { new TimeOnly(7, 5, 0), "07:05:00" },
        { new DateTime(1999, 1, 31, 7, 5, 0, 250, DateTimeKind.Unspecified), "1999-01-31T07:05:00.25" },
        { new DateTimeOffset(1999, 1, 31, 7, 5, 0, TimeSpan.FromHours(2)), "1999-01-31T05:05:00Z" },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_cell_reads_the_same_everywhere(object? cell, string expected)
    {
        var culture = CultureInfo.CurrentCulture;
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        commas.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = commas;
        try
        {
            CellText.Of(cell, "NULL").ShouldBe(expected);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void What_is_no_cell_is_refused() => Should.Throw<ArgumentException>(() => CellText.Of(1f, "NULL"));
}

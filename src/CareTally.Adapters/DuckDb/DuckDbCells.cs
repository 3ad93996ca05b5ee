using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace CareTally.Adapters.DuckDb;

/// <summary>Reads the cells of one column.</summary>
/// <param name="DataType">SQL name of its type.</param>
/// <param name="IsWholeName">Whether that is the name to show; if not, the type may have arguments or an alias such as JSON.</param>
/// <param name="Read">Reads a cell that is not null.</param>
internal sealed record CellReader(string DataType, bool IsWholeName, Func<DuckDBDataReader, int, object> Read)
{
    /// <summary>Reads a cell; false where the value is beyond the .NET type's range, as <c>infinity</c> is for a date.</summary>
    public bool TryRead(DuckDBDataReader reader, int column, out object? cell)
    {
        try
        {
            cell = Read(reader, column);
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentOutOfRangeException or OverflowException)
        {
            cell = null;
            return false;
        }
    }
}

/// <summary>Which .NET value a cell of each DuckDB type becomes.</summary>
internal static class DuckDbCells
{
    // What System.Decimal holds for certain: 28 digits, all of which may stand behind the point.
    private const int DecimalDigits = 28;

    private static readonly BigInteger DecimalLimit = BigInteger.Pow(10, DecimalDigits);

    // By the provider's names of types. One that is missing here, or that another version of the bindings spells otherwise, is rendered
    // by the engine: slower, not wrong.
    private static readonly FrozenDictionary<string, CellReader> Readers = new Dictionary<string, CellReader>
    {
        ["Boolean"] = new("BOOLEAN", true, (r, i) => r.GetBoolean(i)),
        ["TinyInt"] = new("TINYINT", true, (r, i) => (long)r.GetFieldValue<sbyte>(i)),
        ["SmallInt"] = new("SMALLINT", true, (r, i) => (long)r.GetInt16(i)),
        ["Integer"] = new("INTEGER", true, (r, i) => (long)r.GetInt32(i)),
        ["BigInt"] = new("BIGINT", true, (r, i) => r.GetInt64(i)),
        ["HugeInt"] = new("HUGEINT", true, (r, i) => r.GetFieldValue<BigInteger>(i)),
        ["UnsignedTinyInt"] = new("UTINYINT", true, (r, i) => (long)r.GetFieldValue<byte>(i)),
        ["UnsignedSmallInt"] = new("USMALLINT", true, (r, i) => (long)r.GetFieldValue<ushort>(i)),
        ["UnsignedInteger"] = new("UINTEGER", true, (r, i) => (long)r.GetFieldValue<uint>(i)),
        ["UnsignedBigInt"] = new("UBIGINT", true, (r, i) => (BigInteger)r.GetFieldValue<ulong>(i)),
        ["UnsignedHugeInt"] = new("UHUGEINT", true, (r, i) => r.GetFieldValue<BigInteger>(i)),
        ["Float"] = new("FLOAT", true, (r, i) => Shortest(r.GetFloat(i))),
        ["Double"] = new("DOUBLE", true, (r, i) => r.GetDouble(i)),
        ["Decimal"] = new("DECIMAL", false, (r, i) => Exact(r.GetFieldValue<DuckDBDecimal>(i))),
        ["Varchar"] = new("VARCHAR", false, (r, i) => r.GetString(i)),
        ["Date"] = new("DATE", true, (r, i) => r.GetFieldValue<DateOnly>(i)),
        ["Time"] = new("TIME", true, (r, i) => r.GetFieldValue<TimeOnly>(i)),
        ["Timestamp"] = new("TIMESTAMP", true, (r, i) => r.GetDateTime(i)),
        ["TimestampS"] = new("TIMESTAMP_S", true, (r, i) => r.GetDateTime(i)),
        ["TimestampMs"] = new("TIMESTAMP_MS", true, (r, i) => r.GetDateTime(i)),
        ["TimestampTz"] = new("TIMESTAMP WITH TIME ZONE", true, (r, i) => new DateTimeOffset(r.GetDateTime(i), TimeSpan.Zero)),
    }.ToFrozenDictionary();

    // By the engine's names: columns that can be read whatever their value is.
    private static readonly FrozenSet<string> Safe =
        Readers.Values.Where(r => r.DataType is not ("DATE" or "TIME" or "DECIMAL") && !r.DataType.StartsWith("TIMESTAMP", StringComparison.Ordinal))
            .Select(r => r.DataType).ToFrozenSet();

    private static readonly string[] MomentFormats = ["yyyy-MM-dd HH:mm:ss.FFFFFFFzz", "yyyy-MM-dd HH:mm:ss.FFFFFFFzzz"];

    /// <summary>How to read a column, by the provider's name of its type; null where the engine has to render it.</summary>
    public static CellReader? ReaderFor(string providerType) => Readers.GetValueOrDefault(providerType);

    /// <summary>Whether every value of a type, by the engine's name, can be read without rendering it.</summary>
    public static bool IsSafe(string dataType) => Safe.Contains(dataType);

    /// <summary>Turns the engine's text of a cell into the value that it stands for; what has no .NET value stays text.</summary>
    public static Func<string, object> ParserFor(string dataType) => dataType switch
    {
        "DATE" => text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : text,
        "TIME" => text => TimeOnly.TryParseExact(text, "HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : text,
        "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS" => text =>
            DateTime.TryParseExact(text, "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : text,
        "TIMESTAMP WITH TIME ZONE" => text =>
            DateTimeOffset.TryParseExact(text, MomentFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? moment.ToUniversalTime() : text,
        _ when dataType.StartsWith("DECIMAL(", StringComparison.Ordinal) && dataType.EndsWith(')') => ParseDecimal,
        _ => text => text,
    };

    // 0.1, not the nearest double to the nearest float.
    private static double Shortest(float number) =>
        float.IsFinite(number) ? double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : number;

    // The provider's own conversion cuts off digits of a wide decimal without a word.
    private static decimal Exact(DuckDBDecimal value)
    {
        var digits = value.Value.ToBigInteger();
        if (value.Scale > DecimalDigits || BigInteger.Abs(digits) >= DecimalLimit) throw new OverflowException("The value is beyond System.Decimal.");
        var bits = decimal.GetBits((decimal)digits);
        return new decimal(bits[0], bits[1], bits[2], digits.Sign < 0, value.Scale);
    }

    // As exactly: parsing by itself would round.
    private static object ParseDecimal(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var scale = point < 0 ? 0 : text.Length - point - 1;
        var digits = text.Replace(".", "", StringComparison.Ordinal).TrimStart('-', '0').Length;
        return scale <= DecimalDigits && digits <= DecimalDigits ? decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture) : text;
    }
}

using System.Globalization;
using CareTally.SampleData.Simulation;

namespace CareTally.SampleData.Systems.Writing;

/// <summary>Times and numbers as vendors write them. Instants are seconds since 1970.</summary>
internal static class Format
{
    /// <summary>2026-06-01T02:15:04Z.</summary>
    public static string Iso(long instant) => Utc(instant, "yyyy-MM-dd'T'HH:mm:ss'Z'");

    public static string? Iso(long? instant) => instant is { } known ? Iso(known) : null;

    /// <summary>2026-06-01T02:15:04.000Z.</summary>
    public static string IsoMilliseconds(long instant) => Utc(instant, "yyyy-MM-dd'T'HH:mm:ss'.000Z'");

    /// <summary>2026-06-01 02:15:04, in UTC.</summary>
    public static string Plain(long instant) => Utc(instant, "yyyy-MM-dd HH:mm:ss");

    public static string? Plain(long? instant) => instant is { } known ? Plain(known) : null;

    public static string Utc(long instant, string format) => DateTime.UnixEpoch.AddSeconds(instant).ToString(format, CultureInfo.InvariantCulture);

    public static string Local(long instant, Zone zone, string format) => zone.LocalOf(instant).ToString(format, CultureInfo.InvariantCulture);

    public static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Number(double value, string format = "0.##") => value.ToString(format, CultureInfo.InvariantCulture);

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>00:07:02.</summary>
    public static string Clock(long seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
}

using CareTally.SampleData.Simulation;

namespace CareTally.SampleData.Systems;

/// <summary>The schedule that helpdesks count business time by: Monday to Friday, 08:00 to 18:00 in Ho Chi Minh City, holidays not left out.</summary>
internal static class OfficeHours
{
    private const long Day = 86400;
    private const long Opens = 8 * 3600;
    private const long Length = 10 * 3600;
    private const long MondayOfEpoch = 4 * Day; // 5 January 1970

    /// <summary>Seconds of business time between two instants.</summary>
    public static long Between(long from, long to) => Until(to) - Until(from);

    // Since the first Monday of 1970.
    private static long Until(long instant)
    {
        var local = instant + (Zone.HoChiMinh.StandardHours * 3600) - MondayOfEpoch;
        var (days, second) = (local / Day, local % Day);
        var (weeks, weekday) = (days / 7, days % 7);
        var full = (weeks * 5) + Math.Min(weekday, 5);
        return (full * Length) + (weekday < 5 ? Math.Clamp(second - Opens, 0, Length) : 0);
    }
}

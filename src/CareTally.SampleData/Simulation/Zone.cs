namespace CareTally.SampleData.Simulation;

/// <summary>A time zone, with its rules here: a sample must not change with the machine's list of zones.</summary>
/// <param name="Name">Its IANA name.</param>
/// <param name="StandardHours">Hours ahead of UTC in winter.</param>
/// <param name="HasUsSummer">Whether clocks go forward as in the United States since 2007.</param>
internal sealed record Zone(string Name, int StandardHours, bool HasUsSummer)
{
    public static readonly Zone HoChiMinh = new("Asia/Ho_Chi_Minh", 7, false);
    public static readonly Zone NewYork = new("America/New_York", -5, true);
    public static readonly Zone LosAngeles = new("America/Los_Angeles", -8, true);

    private static DateTime Epoch => DateTime.UnixEpoch;

    // Summers by year, as seconds of standard time; written once for each year that occurs.
    private readonly (long From, long To)[] _summers = [.. Enumerable.Range(2000, 60).Select(year => (Second(year, 3, 2), Second(year, 11, 1) - 3600))];

    /// <summary>Seconds ahead of UTC at an instant.</summary>
    public int OffsetAt(long instant)
    {
        var standard = StandardHours * 3600;
        if (!HasUsSummer) return standard;
        var local = instant + standard;
        var year = Epoch.AddSeconds(local).Year;
        if (year is < 2000 or >= 2060) return standard;
        var (from, to) = _summers[year - 2000];
        return local >= from && local < to ? standard + 3600 : standard;
    }

    /// <summary>The instant of a local date and seconds since its midnight by the clock on the wall.</summary>
    public long InstantOf(DateOnly date, int second)
    {
        var local = ((long)(date.DayNumber - DateOnly.FromDateTime(Epoch).DayNumber) * 86400) + second;
        var guess = local - (StandardHours * 3600);
        return local - OffsetAt(guess);
    }

    /// <summary>What the clock on the wall shows, as a date and time.</summary>
    public DateTime LocalOf(long instant) => Epoch.AddSeconds(instant + OffsetAt(instant));

    // The nth Sunday of a month, 02:00.
    private static long Second(int year, int month, int nth)
    {
        var first = new DateTime(year, month, 1, 2, 0, 0, DateTimeKind.Unspecified);
        var sunday = first.AddDays((7 - (int)first.DayOfWeek) % 7).AddDays(7 * (nth - 1));
        return (long)(sunday - Epoch).TotalSeconds;
    }
}

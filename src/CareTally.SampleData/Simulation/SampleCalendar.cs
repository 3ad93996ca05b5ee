using System.Collections.Immutable;

namespace CareTally.SampleData.Simulation;

/// <summary>Something that moves the numbers for a while.</summary>
/// <param name="Kind">release, incident, campaign or holiday.</param>
/// <param name="From">When it began.</param>
/// <param name="To">When it was over.</param>
/// <param name="Issue">The issue that more contacts are about; null for all.</param>
/// <param name="Factor">By how much.</param>
/// <param name="Description">What it was.</param>
internal sealed record Happening(string Kind, long From, long To, Issue? Issue, double Factor, string Description);

/// <summary>How busy each day is: weekday, season, growth, holidays and what happens.</summary>
internal sealed class SampleCalendar
{
    private const double MeanOfWeek = 6.26 / 7;

    private static readonly double[] WeekdayShape = [0.35, 1.25, 1.08, 1.0, 0.98, 1.05, 0.55]; // Sunday first, as DayOfWeek counts

    private readonly SampleSettings _settings;

    public SampleCalendar(SampleSettings settings)
    {
        _settings = settings;
        Start = Zone.HoChiMinh.InstantOf(settings.From, 0);
        End = Zone.HoChiMinh.InstantOf(settings.Until.AddDays(1), 0);
        Happenings = [.. Draw().OrderBy(happening => happening.From)];
    }

    /// <summary>Midnight at which the sample begins, in Ho Chi Minh City.</summary>
    public long Start { get; }

    /// <summary>Midnight at which the exports are made: nothing later is known.</summary>
    public long End { get; }

    /// <summary>What happens, in order of time.</summary>
    public ImmutableArray<Happening> Happenings { get; }

    public DateOnly DateOf(int day) => _settings.From.AddDays(day);

    /// <summary>How busy a day is, 1 on average.</summary>
    public double VolumeOf(int day, Region region)
    {
        var date = DateOf(day);
        var growth = 1 + (0.2 * (((day + 0.5) / _settings.Days) - 0.5));
        var season = 1 + (0.07 * PortableMath.Wave((date.DayOfYear / 365.25) - 0.62));
        var holiday = IsHoliday(date, region) ? 0.45 : 1;
        return WeekdayShape[(int)date.DayOfWeek] / MeanOfWeek * growth * season * holiday;
    }

    /// <summary>By how much more is asked about an issue at an instant.</summary>
    public double FactorAt(long instant, Issue issue)
    {
        double factor = 1;
        foreach (var happening in Happenings)
        {
            if (instant >= happening.From && instant < happening.To && happening.Issue == issue) factor *= happening.Factor;
        }

        return factor;
    }

    /// <summary>Whether an incident is on.</summary>
    public bool HasIncident(long instant) => Happenings.Any(happening => happening.Kind == "incident" && instant >= happening.From && instant < happening.To);

    /// <summary>Whether offices are closed.</summary>
    public static bool IsHoliday(DateOnly date, Region region) => region == Region.Vietnam
        ? (date.Month, date.Day) is (1, 1) or (4, 30) or (5, 1) or (9, 2) || (date >= new DateOnly(2025, 1, 28) && date <= new DateOnly(2025, 1, 31)) || (date >= new DateOnly(2026, 2, 16) && date <= new DateOnly(2026, 2, 20))
        : (date.Month, date.Day) is (1, 1) or (7, 4) or (12, 25) || (date.Month == 11 && date.DayOfWeek == DayOfWeek.Thursday && date.Day is >= 22 and <= 28);

    private IEnumerable<Happening> Draw()
    {
        var random = new Randomness(_settings.Seed, 0, Stream.Happenings);
        for (var day = random.Between(9, 35); day < _settings.Days; day += random.Between(30, 60))
        {
            var from = Local(day, (9 * 3600) + random.Below(6 * 3600));
            yield return new Happening("incident", from, from + (3600 * random.Between(3, 9)), Issue.Technical, 1.8 + random.Uniform(), random.Pick(["Sign-in fails for some customers", "Payments time out", "App is slow"]));
        }

        for (var day = random.Between(14, 40); day < _settings.Days; day += random.Between(55, 90))
        {
            var from = Local(day, 0);
            yield return new Happening("campaign", from, from + (86400 * random.Between(4, 8)), Issue.Sales, 1.4 + (0.5 * random.Uniform()), random.Pick(["Upgrade offer by e-mail", "Refer a friend", "Season offer"]));
        }

        for (var day = 12; day < _settings.Days; day += 28)
            yield return new Happening("release", Local(day, 22 * 3600), Local(day + 3, 0), Issue.Technical, 1.2, $"App release {day / 28 + 1}");
        for (var day = 45; day < _settings.Days; day += 182)
            yield return new Happening("campaign", Local(day, 0), Local(day + 6, 0), Issue.Billing, 1.35, "New prices announced");
        for (var day = 0; day < _settings.Days; day++)
        {
            if (IsHoliday(DateOf(day), Region.Vietnam)) yield return new Happening("holiday", Local(day, 0), Local(day + 1, 0), null, 0.45, "Public holiday");
        }
    }

    private long Local(int day, int second) => Zone.HoChiMinh.InstantOf(DateOf(day), second);
}

using System.Collections.Immutable;

namespace CareTally.SampleData.Simulation;

/// <summary>An invented contact centre, a day after the other. What it keeps between days does not grow with their number.</summary>
internal sealed class Simulator
{
    private const int Half = 1800;
    private const int SlotsOpen = 24;

    // Half hours from 08:00 to 20:00.
    private static readonly double[] Intraday = [2, 3, 4.5, 5.6, 6, 6.1, 5.6, 5, 3.6, 2.9, 3.2, 3.9, 4.8, 5, 4.9, 4.7, 4.3, 4, 3.6, 3.1, 2.6, 2.2, 1.8, 1.4];
    private static readonly double[] HoursOfCases = [1, 1, 1, 1, 1, 1, 2, 4, 8, 10, 10, 8, 6, 8, 9, 9, 8, 6, 4, 4, 3, 3, 2, 1];
    private static readonly double[] IssueShares = [0.38, 0.34, 0.15, 0.13];

    private readonly SampleSettings _settings;
    private readonly Counters _counters = new();
    private readonly ImmutableArray<(Centre Centre, double PerDay, Workforce Workforce)> _centres;
    private readonly Surveying _surveying;
    private readonly Quality _quality;
    private readonly Knowledge _knowledge;
    private readonly CaseLife _cases;
    private readonly SortedDictionary<int, List<Demand>> _again = [];

    public Simulator(SampleSettings settings)
    {
        _settings = settings;
        Calendar = new SampleCalendar(settings);
        var numbers = 0;
        var centres = Centre.Of(settings);
        _centres = [.. centres.Select(centre => (centre.Centre, centre.PerDay, new Workforce(centre.Centre, centre.PerDay, Calendar, settings, () => numbers++)))];
        var vietnamese = centres.Where(centre => centre.Centre.Region == Region.Vietnam).Sum(centre => centre.PerDay);
        var american = centres.Where(centre => centre.Centre.Region == Region.UnitedStates).Sum(centre => centre.PerDay);
        Customers = new CustomerBase(settings, vietnamese + american == 0 ? 0.5 : vietnamese / (vietnamese + american));
        _surveying = new Surveying(settings, _counters);
        _quality = new Quality(settings, _counters);
        _knowledge = new Knowledge(settings);
        _cases = new CaseLife(Calendar, _counters);
    }

    public SampleCalendar Calendar { get; }

    public CustomerBase Customers { get; }

    /// <summary>All agents, in the order of their numbers.</summary>
    public IEnumerable<Agent> Agents => _centres.SelectMany(centre => centre.Workforce.Agents);

    /// <summary>The days, in order.</summary>
    public IEnumerable<DayRecords> Days()
    {
        for (var day = 0; day < _settings.Days; day++) yield return Simulate(day);
    }

    private DayRecords Simulate(int day)
    {
        var records = new DayRecords(day, Calendar.DateOf(day));
        foreach (var _ in Customers.Join(records.Date, Draws(Stream.Customers, day, 1)))
        {
        }

        var again = _again.Remove(day, out var due) ? due.ToLookup(demand => demand.Kind) : Enumerable.Empty<Demand>().ToLookup(demand => demand.Kind);
        var repeats = again[ContactKind.Inbound].ToList();
        foreach (var (centre, perDay, workforce) in _centres)
        {
            var part = Centre.All.IndexOf(centre);
            var random = Draws(Stream.Demand, day, part);
            var staff = workforce.Day(day);
            records.AgentDays.AddRange(staff);
            var demand = Demand(centre, perDay, day, random);
            demand.AddRange(TakeRepeats(repeats, centre, perDay, day, random));
            if (centre.Medium == Medium.Case)
            {
                var draws = Draws(Stream.Cases, day, part);
                foreach (var one in demand.OrderBy(one => one.At)) AddCase(records, centre, workforce, one, null, draws);
            }
            else
            {
                records.Contacts.AddRange(new ContactDay(centre, Calendar, _counters, Draws(Stream.Routing, day, part), staff).Run(demand));
                records.Forecasts.AddRange(Expect(centre, perDay, day));
            }
        }

        OpenCasesAfter(records, Draws(Stream.Cases, day, 90));
        Follow(records, day);
        records.Knowledge = _knowledge.Day(Calendar, day, Draws(Stream.Knowledge, day, 0));
        if (records.Date.AddDays(1).Day == 1) records.CustomerMonths.AddRange(Customers.Close(records.Date.AddDays(1 - records.Date.Day), Draws(Stream.Customers, day, 2)));
        return records;
    }

    private Randomness Draws(Stream stream, int day, int part) => new(_settings.Seed, day, stream, part);

    // New contacts: what is left of the volume when those who ask again are counted.
    private List<Demand> Demand(Centre centre, double perDay, int day, Randomness random)
    {
        var demand = new List<Demand>();
        var date = Calendar.DateOf(day);
        var mean = perDay * 0.86 * Calendar.VolumeOf(day, centre.Region ?? Region.UnitedStates);
        var slots = centre.Medium == Medium.Case ? HoursOfCases : Intraday;
        var (opens, length) = centre.Medium == Medium.Case ? (0, 3600) : (Centre.OpensAt, Half);
        for (var slot = 0; slot < slots.Length; slot++)
        {
            var from = centre.Zone.InstantOf(date, opens + (slot * length));
            foreach (var issue in (Issue[])[Issue.Billing, Issue.Technical, Issue.Sales, Issue.Account])
            {
                var count = random.Poisson(mean * slots[slot] / slots.Sum() * IssueShares[(int)issue] * Calendar.FactorAt(from, issue));
                for (var i = 0; i < count; i++) demand.Add(new Demand(from + random.Below(length), Customers.Draw(centre.Region, random), issue, ContactKind.Inbound, false));
            }
        }

        if (centre.Medium != Medium.Voice) return demand;
        Extra(0.02, ContactKind.AfterHours, () => random.Pick([6, 7, 20, 21]) * 3600);
        Extra(0.04, ContactKind.Outbound, () => random.Between(9, 16) * 3600);
        if (day % 3 == 0 && centre.System == "talkdesk") demand.Add(new Demand(centre.Zone.InstantOf(date, Centre.OpensAt + random.Below(600)), Customers.Draw(centre.Region, random), Issue.Billing, ContactKind.Test, false));
        return demand;

        void Extra(double share, ContactKind kind, Func<int> second)
        {
            for (var count = random.Poisson(mean * share); count > 0; count--)
                demand.Add(new Demand(centre.Zone.InstantOf(date, second() + random.Below(3600)), Customers.Draw(centre.Region, random), kind == ContactKind.Outbound ? Issue.Sales : (Issue)random.Weighted(IssueShares), kind, false));
        }
    }

    // Those who ask again do so where their region is served; each centre takes its share of what is left.
    private List<Demand> TakeRepeats(List<Demand> repeats, Centre centre, double perDay, int day, Randomness random)
    {
        var taken = new List<Demand>();
        for (var i = repeats.Count - 1; i >= 0; i--)
        {
            var fits = centre.Region is null || centre.Region == repeats[i].Customer.Region;
            var later = _centres.SkipWhile(other => other.Centre != centre).Where(other => other.Centre.Region is null || other.Centre.Region == repeats[i].Customer.Region).Sum(other => other.PerDay);
            if (!fits || !random.Chance(perDay / later)) continue;
            var second = (int)(Centre.OpensAt + (random.Uniform() * SlotsOpen * Half * 0.95));
            taken.Add(repeats[i] with { At = centre.Zone.InstantOf(Calendar.DateOf(day), second) });
            repeats.RemoveAt(i);
        }

        taken.Reverse();
        return taken;
    }

    private void AddCase(DayRecords records, Centre centre, Workforce workforce, Demand demand, Contact? after, Randomness random)
    {
        var team = demand.Issue == Issue.Technical ? Issue.Technical : Issue.Billing;
        var about = _cases.Make(centre, demand, workforce.AnyOf(team, records.Date, random), after, random);
        if (after is not null) after.Case = about;
        records.Cases.Add(about);
    }

    // After some calls and chats, the agent writes a case in the helpdesk of the region.
    private void OpenCasesAfter(DayRecords records, Randomness random)
    {
        foreach (var contact in records.Contacts)
        {
            if (contact.LastHandled is null || contact.Kind != ContactKind.Inbound || !random.Chance(contact.IsResolved ? 0.03 : 0.3)) continue;
            var desk = _centres.FirstOrDefault(centre => centre.Centre.Medium == Medium.Case && centre.Centre.Region == contact.Customer.Region);
            if (desk.Centre is null) continue;
            AddCase(records, desk.Centre, desk.Workforce, new Demand(contact.LastHandled.EndAt, contact.Customer, contact.Issue, ContactKind.Inbound, false), contact, random);
        }
    }

    // What the day means for how customers feel, who is asked about it and who asks again.
    private void Follow(DayRecords records, int day)
    {
        var surveys = Draws(Stream.Surveys, day, 0);
        var repeats = Draws(Stream.Demand, day, 99);
        foreach (var contact in records.Contacts)
        {
            if (contact.Kind is ContactKind.Test or ContactKind.Outbound) continue;
            contact.Survey = _surveying.AfterContact(contact, surveys);
            Customers.Feel(contact.Customer, Surveying.QualityOf(contact));
            var chance = contact.LastHandled is null ? 0.35 : contact.IsResolved ? 0.03 : contact.Case is null ? 0.5 : 0.2;
            if (repeats.Chance(chance)) Again(contact.Customer, contact.Issue, day, repeats);
        }

        foreach (var about in records.Cases)
        {
            if (about.IsTest) continue;
            var end = about.At(long.MaxValue);
            about.Survey = _surveying.AboutCase(about, end, surveys);
            if (about.Survey is not null) records.Surveys.Add(about.Survey);
            Customers.Feel(about.Customer, Surveying.QualityOf(about, end));
            if (repeats.Chance(end.Reopens > 0 ? 0.15 : 0.05)) Again(about.Customer, about.Issue, day, repeats);
        }

        _quality.Evaluate(records, Draws(Stream.Quality, day, 0));
        if (!_settings.Has("delighted") && !_settings.Has("qualtrics")) return;
        for (var count = surveys.Poisson(_settings.ContactsPerDay * 0.05); count > 0; count--)
        {
            var customer = Customers.Draw(null, surveys);
            records.Surveys.Add(_surveying.Relationship(customer, Customers.MoodOf(customer), Zone.HoChiMinh.InstantOf(records.Date, surveys.Between(9 * 3600, 16 * 3600)), surveys));
        }
    }

    private void Again(Customer customer, Issue issue, int day, Randomness random)
    {
        var next = day + 1 + Math.Min(12, (int)random.Exponential(2.2));
        if (!_again.TryGetValue(next, out var list)) _again[next] = list = [];
        list.Add(new Demand(0, customer, issue, ContactKind.Inbound, true));
    }

    // A planner knows weekdays, season and growth, but not what will happen; and nobody is exact.
    private IEnumerable<Forecast> Expect(Centre centre, double perDay, int day)
    {
        var random = Draws(Stream.Workforce, day, 200 + Centre.All.IndexOf(centre));
        var mean = perDay * Calendar.VolumeOf(day, centre.Region ?? Region.UnitedStates) * (1 + (0.06 * random.Normal()));
        foreach (var queue in (QueueName[])[QueueName.Billing, QueueName.Technical, QueueName.Sales])
        {
            var share = queue == QueueName.Billing ? IssueShares[0] + IssueShares[3] : IssueShares[(int)queue];
            for (var slot = 0; slot < SlotsOpen; slot++)
            {
                var contacts = mean * share * Intraday[slot] / Intraday.Sum();
                var talk = centre.MeanTalk(queue);
                var load = contacts * (talk + 40) / Half / centre.Capacity;
                yield return new Forecast(centre.System, queue, centre.Zone.InstantOf(Calendar.DateOf(day), Centre.OpensAt + (slot * Half)), contacts, talk, 40, load + (0.55 * Math.Sqrt(load)));
            }
        }
    }
}

namespace CareTally.SampleData.Simulation;

internal enum Activity
{
    Phone,
    Break,
    Lunch,
    Training,
}

/// <summary>A stretch of a shift.</summary>
internal readonly record struct Stretch(long From, long To, Activity Activity);

/// <summary>An agent's day: the plan, and what came of it.</summary>
internal sealed class AgentDay(Agent agent, DateOnly date)
{
    public Agent Agent { get; } = agent;

    public DateOnly Date { get; } = date;

    /// <summary>The plan, without gaps.</summary>
    public List<Stretch> Plan { get; } = [];

    /// <summary>What was done, without gaps; nothing where the agent did not come.</summary>
    public List<Stretch> Actual { get; } = [];

    public bool IsAbsent => Actual.Count == 0;

    /// <summary>When contacts were handled: answer, begin of wrap-up and its end; of chats, several at once.</summary>
    public List<(long From, long WrapFrom, long To)> Handling { get; } = [];

    public long ShiftFrom => Plan[0].From;

    public long ShiftTo => Plan[^1].To;
}

/// <summary>The agents of a centre, and who comes when.</summary>
internal sealed class Workforce
{
    private const int Half = 1800;

    private static readonly int[] ShiftStarts = [8 * 3600, (9 * 3600) + Half, (11 * 3600) + Half];

    private readonly Centre _centre;
    private readonly double _perDay;
    private readonly SampleCalendar _calendar;
    private readonly SampleSettings _settings;

    public Workforce(Centre centre, double perDay, SampleCalendar calendar, SampleSettings settings, Func<int> nextNumber)
    {
        (_centre, _perDay, _calendar, _settings) = (centre, perDay, calendar, settings);
        var most = centre.Medium == Medium.Case ? Desk(perDay * 1.5) : Needed(perDay * 1.7).Sum();
        var count = centre.Medium == Medium.Case ? most : (int)Math.Ceiling(most * 1.45) + 1;
        if (centre.System is "talkdesk" or "zendesk") count = Math.Max(count, 8);
        var random = new Randomness(settings.Seed, 0, Stream.Workforce, Centre.All.IndexOf(centre));
        for (var place = 0; place < count; place++)
        {
            // Of the last fifth, each comes at a time of its own while the sample runs.
            var isLate = place >= count * 0.8;
            var hired = isLate ? settings.From.AddDays(random.Below(settings.Days * 2 / 3)) : settings.From.AddDays(-random.Between(30, 1200));
            var number = nextNumber();
            Agents.Add(new Agent(number, Names.OfAgent(number), Team(place), centre.System, place, centre.Zone, hired, 0.5 * random.Normal()));
        }
    }

    public List<Agent> Agents { get; } = [];

    /// <summary>Who handles cases of a team on a day.</summary>
    public Agent AnyOf(Issue team, DateOnly date, Randomness random)
    {
        for (var tries = 0; tries < 20; tries++)
        {
            var agent = random.Pick(Agents);
            if (agent.HiredOn <= date && (tries > 9 || agent.Team == team)) return agent;
        }

        return Agents[0];
    }

    /// <summary>The shifts of a day, with the plan and what came of it.</summary>
    public List<AgentDay> Day(int day)
    {
        var date = _calendar.DateOf(day);
        var random = new Randomness(_settings.Seed, day, Stream.Workforce, 100 + Centre.All.IndexOf(_centre));
        var present = Agents.Where(agent => agent.HiredOn <= date).ToArray();
        var needed = Needed(_perDay * _calendar.VolumeOf(day, _centre.Region ?? Region.UnitedStates));
        var days = new List<AgentDay>();
        var next = day * 5 / 7;
        for (var shift = 0; shift < needed.Length; shift++)
        {
            for (var i = 0; i < needed[shift] && days.Count < present.Length; i++)
            {
                var agentDay = new AgentDay(present[(next + days.Count) % present.Length], date);
                PlanShift(agentDay, _centre.Zone.InstantOf(date, ShiftStarts[shift]), i, random);
                if (!random.Chance(0.03) || days.Count == 0) Happen(agentDay, random);
                days.Add(agentDay);
            }
        }

        return days;
    }

    private static Issue Team(int place) => place < 8
        ? place switch { < 3 => Issue.Billing, < 6 => Issue.Technical, _ => Issue.Sales }
        : (place % 8) switch { < 4 => Issue.Billing, < 7 => Issue.Technical, _ => Issue.Sales };

    private static int Desk(double perDay) => Math.Max(2, (int)Math.Ceiling(perDay / 22));

    // Agents by shift, from the load of the busiest hour: offered erlangs and a margin that shrinks with size.
    private int[] Needed(double contacts)
    {
        if (_centre.Medium == Medium.Case) return [Desk(contacts), 0, 0];
        var peak = contacts * 0.125;
        var load = peak * (_centre.MeanTalk(QueueName.Billing) + 90) / 3600 / _centre.Capacity;
        var agents = (int)Math.Ceiling(load + (0.55 * Math.Sqrt(load)) + 0.15);
        var early = Math.Max(1, (int)Math.Round(agents * 0.55));
        var late = Math.Max(1, (int)Math.Round(agents * 0.45));
        return [early, Math.Max(0, agents - early), late];
    }

    private static void PlanShift(AgentDay day, long from, int place, Randomness random)
    {
        var to = from + (17 * Half);
        var shiftedBy = place % 4 * Half / 2;
        Add(from + (4 * Half) + shiftedBy, Half / 2, Activity.Break);
        Add(from + (7 * Half) + shiftedBy, 2 * Half, Activity.Lunch);
        if (random.Chance(0.08)) Add(from + (11 * Half), 2 * Half, Activity.Training);
        Add(from + (13 * Half) + shiftedBy, Half / 2, Activity.Break);
        Fill(to);

        void Add(long begins, int seconds, Activity activity)
        {
            Fill(begins);
            day.Plan.Add(new Stretch(begins, begins + seconds, activity));
        }

        void Fill(long until)
        {
            var last = day.Plan.Count == 0 ? from : day.Plan[^1].To;
            if (until > last) day.Plan.Add(new Stretch(last, until, Activity.Phone));
        }
    }

    // Nobody keeps a plan to the second: late in the morning now and then, and breaks that begin late and last longer.
    private static void Happen(AgentDay day, Randomness random)
    {
        var at = day.ShiftFrom + (random.Chance(0.1) ? random.Between(240, 1500) : random.Between(-120, 150));
        for (var i = 0; i < day.Plan.Count; i++)
        {
            var to = day.Plan[i].To + (i == day.Plan.Count - 1 ? random.Between(0, 300) : random.Between(-60, 240));
            day.Actual.Add(new Stretch(at, to, day.Plan[i].Activity));
            at = to;
        }
    }
}

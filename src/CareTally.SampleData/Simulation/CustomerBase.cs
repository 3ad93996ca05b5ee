namespace CareTally.SampleData.Simulation;

/// <summary>A customer at the end of a month, and how it moved.</summary>
internal sealed record CustomerMonth(Customer Customer, DateOnly Month, int OpeningCents, int ClosingCents, string Plan, DateOnly StartedOn, DateOnly? ChurnedOn, string? ChurnReason, string Stage);

/// <summary>All customers: who there are, what they pay and how they feel. Their experience decides who leaves.</summary>
internal sealed class CustomerBase
{
    private const int Most = 300_000;

    private static readonly string[] Plans = ["Starter", "Team", "Business", "Enterprise"];
    private static readonly int[] Prices = [2900, 9900, 39900, 149900];
    private static readonly double[] PlanWeights = [55, 28, 13, 4];

    private readonly List<State> _all = [];
    private readonly List<State>[] _active = [[], []];
    private readonly double _vietnameseShare;
    private readonly int _initial;

    private sealed class State(Customer customer, int plan, int cents, DateOnly startedOn)
    {
        public Customer Customer { get; } = customer;

        public int Plan { get; } = plan;

        public int Cents { get; set; } = cents;

        public int OpeningCents { get; set; } = cents;

        public DateOnly StartedOn { get; } = startedOn;

        public DateOnly? ChurnedOn { get; set; }

        public string? ChurnReason { get; set; }

        // From -1 to 1, and back to 0 in time.
        public float Mood { get; set; }

        public int Place { get; set; }
    }

    public CustomerBase(SampleSettings settings, double vietnameseShare)
    {
        _vietnameseShare = vietnameseShare;
        var random = new Randomness(settings.Seed, 0, Stream.Customers);
        _initial = Math.Min(Most, Math.Max(500, settings.ContactsPerDay * 80));
        for (var i = 0; i < _initial; i++) Add(settings.From.AddDays(-random.Between(1, 1500)), random, isOld: true);
    }

    /// <summary>Those that have a customer number so far.</summary>
    public int Count => _all.Count;

    public double MoodOf(Customer customer) => _all[customer.Number].Mood;

    /// <summary>A customer of today.</summary>
    public Customer Draw(Region? region, Randomness random)
    {
        var from = region ?? (random.Chance(_vietnameseShare) ? Region.Vietnam : Region.UnitedStates);
        if (_active[(int)from].Count == 0) from = 1 - from;
        return random.Pick(_active[(int)from]).Customer;
    }

    /// <summary>A contact or case moves how its customer feels.</summary>
    public void Feel(Customer customer, double quality)
    {
        var state = _all[customer.Number];
        state.Mood = (float)Math.Clamp((state.Mood * 0.8) + (0.35 * quality), -1, 1);
    }

    /// <summary>Those who become customers on a day.</summary>
    public IEnumerable<Customer> Join(DateOnly date, Randomness random)
    {
        // About one and a half in a hundred a month, a little more than leave.
        var count = _all.Count >= Most * 2 ? 0 : random.Poisson(_initial * 0.0165 / 30.4);
        for (var i = 0; i < count; i++) yield return Add(date, random, isOld: false).Customer;
    }

    /// <summary>The end of a month: who left, paid more or less, or came back.</summary>
    public IEnumerable<CustomerMonth> Close(DateOnly month, Randomness random)
    {
        foreach (var state in _all)
        {
            var opening = state.StartedOn >= month ? 0 : state.OpeningCents;
            Move(state, month, random);
            if (opening > 0 || state.Cents > 0 || state.ChurnedOn >= month)
            {
                yield return new CustomerMonth(
                    state.Customer, month, opening, state.Cents, Plans[state.Plan], state.StartedOn, state.ChurnedOn, state.ChurnReason,
                    state.Cents == 0 ? "churned" : state.Mood < -0.4 ? "at_risk" : state.StartedOn.AddDays(60) > month ? "onboarding" : "active");
            }

            state.OpeningCents = state.Cents;
            state.Mood *= 0.7f;
        }
    }

    private State Add(DateOnly startedOn, Randomness random, bool isOld)
    {
        var region = random.Chance(_vietnameseShare) ? Region.Vietnam : Region.UnitedStates;
        var plan = random.Weighted(PlanWeights);
        var cents = Prices[plan] * random.Between(1, plan == 0 ? 1 : 4);
        var state = new State(new Customer(_all.Count, region), plan, cents, startedOn) { OpeningCents = isOld ? cents : 0, Place = _active[(int)region].Count };
        _all.Add(state);
        _active[(int)region].Add(state);
        return state;
    }

    private void Move(State state, DateOnly month, Randomness random)
    {
        var day = month.AddDays(random.Below(DateTime.DaysInMonth(month.Year, month.Month)));
        if (state.Cents == 0)
        {
            if (!random.Chance(0.008)) return;
            (state.Cents, state.ChurnedOn, state.ChurnReason) = (Prices[state.Plan], null, null);
            state.Place = _active[(int)state.Customer.Region].Count;
            _active[(int)state.Customer.Region].Add(state);
            return;
        }

        var hazard = 0.011 * PortableMath.Exp(-1.9 * state.Mood) * (state.Plan == 0 ? 1.3 : 0.8);
        if (state.StartedOn < month && random.Chance(hazard))
        {
            state.Cents = 0;
            state.ChurnedOn = day < state.StartedOn ? state.StartedOn : day;
            state.ChurnReason = state.Mood < -0.25 ? "support" : random.Pick(["price", "no longer needed", "competitor", "went out of business", "missing feature"]);
            Remove(state);
        }
        else if (state.StartedOn < month && random.Chance(0.02))
        {
            state.Cents += Prices[state.Plan];
        }
        else if (state.StartedOn < month && state.Cents > Prices[state.Plan] && random.Chance(0.012))
        {
            state.Cents -= Prices[state.Plan];
        }
    }

    private void Remove(State state)
    {
        var active = _active[(int)state.Customer.Region];
        if (active.Count == 1) return; // somebody has to call
        active[state.Place] = active[^1];
        active[state.Place].Place = state.Place;
        active.RemoveAt(active.Count - 1);
    }
}

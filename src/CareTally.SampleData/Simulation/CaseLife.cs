namespace CareTally.SampleData.Simulation;

/// <summary>Writes the life of a case, from the first message to the automatic close.</summary>
internal sealed class CaseLife(SampleCalendar calendar, Counters counters)
{
    private const int OfficeOpens = 8 * 3600;
    private const int OfficeCloses = 18 * 3600;
    private const int Latest = 45 * 86400;

    private static readonly double[] ChannelWeights = [56, 24, 6, 5, 7, 2];
    private static readonly double[] PriorityWeights = [5, 20, 50, 15, 10];
    private static readonly double[] PacesInMinutes = [12, 45, 110, 240, 150];
    private static readonly string?[] Areas = ["invoices", "app", "website", "payments", null];

    public Case Make(Centre centre, Demand demand, Agent agent, Contact? after, Randomness random)
    {
        var priority = random.Weighted(PriorityWeights);
        var channel = after is null ? (CaseChannel)random.Weighted(ChannelWeights) : after.System is "intercom" or "livechat" ? CaseChannel.Chat : CaseChannel.Phone;
        var made = new Case
        {
            Number = ++counters.Cases,
            System = centre.System,
            Customer = demand.Customer,
            Agent = agent,
            Channel = channel,
            Issue = demand.Issue,
            IssueField = random.Chance(0.1) ? null : demand.Issue.ToString().ToLowerInvariant(),
            Area = random.Pick(Areas),
            IsTest = after is null && random.Chance(0.008),
            IsByAgent = after is not null || channel == CaseChannel.Phone,
            After = after,
            IsFollowUp = demand.IsRepeat && random.Chance(0.3),
        };
        new Life(made, centre, calendar, random, priority).Write(demand.At);
        return made;
    }

    // One case on its way.
    private sealed class Life(Case about, Centre centre, SampleCalendar calendar, Randomness random, int priority)
    {
        private readonly CaseGroup _group = about.Issue == Issue.Technical ? CaseGroup.Technical : CaseGroup.Billing;
        private readonly double _pace = PacesInMinutes[priority] * (1 - (0.1 * about.Agent.Skill));
        private long _latest;

        private List<CaseStep> Steps => about.Steps;

        private int? Priority => priority == 4 ? null : priority + 1;

        private bool IsOver => Steps[^1].At >= _latest;

        public void Write(long createdAt)
        {
            _latest = createdAt + Latest;
            Add(new CaseStep(createdAt, about.IsByAgent ? Actor.Agent : Actor.Customer) { IsPublicReply = true, Status = CaseStatus.New, Group = _group });
            Add(new CaseStep(Office(createdAt, Minutes(_pace / 4)), Actor.Agent) { Status = CaseStatus.Open, Assigns = true, Priority = Priority, Effort = random.Between(30, 180) });
            if (random.Chance(0.01))
            {
                Add(new CaseStep(Office(Last, Minutes(30)), Actor.Agent) { Status = CaseStatus.Closed });
                return;
            }

            if (random.Chance(0.006))
            {
                about.DeletedAt = Last + 7200;
                return;
            }

            if (random.Chance(0.15)) Add(new CaseStep(Office(Last, Minutes(5)), Actor.Agent) { IsNote = true });
            Converse();
            Settle();
        }

        private long Last => Steps[^1].At;

        private void Converse()
        {
            var rounds = random.Weighted([35, 38, 18, 9]);
            for (var round = 0; round < rounds && !IsOver; round++)
            {
                var at = Office(Last, Minutes(_pace));
                if (_group == CaseGroup.Technical && random.Chance(0.14)) at = Escalate(at);
                Add(new CaseStep(at, Actor.Agent) { IsPublicReply = true, Status = CaseStatus.Pending, Effort = Effort() });
                Add(new CaseStep(at + Minutes(420), Actor.Customer) { IsPublicReply = true, Status = CaseStatus.Open });
            }
        }

        private long Escalate(long at)
        {
            Add(new CaseStep(at, Actor.Agent) { Group = CaseGroup.Engineering, Status = CaseStatus.Hold, Effort = Effort() });
            Add(new CaseStep(Office(at, Minutes(900)), Actor.Agent) { Status = CaseStatus.Open });
            return Office(Last, Minutes(60));
        }

        private void Settle()
        {
            Add(new CaseStep(Office(Last, Minutes(_pace * 1.5)), Actor.Agent) { IsPublicReply = true, Status = CaseStatus.Solved, OffersSurvey = true, Effort = Effort() });
            if (random.Chance(0.07))
            {
                Add(new CaseStep(Last + (long)(3600 * (0.5 + (89.5 * random.Uniform()))), Actor.Customer) { IsPublicReply = true, Status = CaseStatus.Open });
                if (random.Chance(0.1)) return; // nobody looks at it again
                Add(new CaseStep(Office(Last, Minutes(_pace * 3)), Actor.Agent) { IsPublicReply = true, Status = CaseStatus.Solved, Effort = Effort() });
            }

            var solved = Last;
            if (random.Chance(0.25))
            {
                var isPleased = random.Chance(Math.Clamp(0.9 + (0.05 * about.Agent.Skill) - ((solved - about.CreatedAt) / 86400.0 * 0.03), 0.3, 0.98));
                Add(new CaseStep(solved + Minutes(700), Actor.Customer) { IsSatisfied = isPleased });
            }

            Add(new CaseStep(Math.Max(Last + 60, solved + (96 * 3600)), Actor.Automation) { Status = CaseStatus.Closed });
        }

        // Each step later than the one before it.
        private void Add(CaseStep step) => Steps.Add(Steps.Count > 0 && step.At <= Last ? step with { At = Last + 1 } : step);

        private int Minutes(double mean) => Math.Max(60, (int)Math.Min(20 * 86400, random.Exponential(mean * 60)));

        private int Effort() => (int)Math.Clamp(random.LogNormal(420, 0.6), 40, 3600);

        // A stretch of office hours after an instant; in an incident everything takes longer.
        private long Office(long from, long seconds)
        {
            if (_group == CaseGroup.Technical && calendar.HasIncident(from)) seconds = seconds * 2;
            for (var local = centre.Zone.LocalOf(from); ;)
            {
                var date = DateOnly.FromDateTime(local);
                var second = (int)local.TimeOfDay.TotalSeconds;
                var isClosed = date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || SampleCalendar.IsHoliday(date, centre.Region ?? Region.UnitedStates) || second >= OfficeCloses;
                if (!isClosed)
                {
                    second = Math.Max(second, OfficeOpens);
                    if (second + seconds < OfficeCloses) return centre.Zone.InstantOf(date, (int)(second + seconds));
                    seconds -= OfficeCloses - second;
                }

                local = date.AddDays(1).ToDateTime(new TimeOnly(8, 0));
            }
        }
    }
}

using CareTally.SampleData;
using CareTally.SampleData.Simulation;

namespace CareTally.Tests.SampleData;

public sealed class SimulationTests
{
    private static readonly SampleSettings Settings = new() { Days = 140, ContactsPerDay = 300 };

    private static readonly Lazy<(Simulator Simulator, DayRecords[] Days)> Run = new(() =>
    {
        var simulator = new Simulator(Settings);
        return (simulator, [.. simulator.Days()]);
    });

    private static DayRecords[] Days => Run.Value.Days;

    private static IEnumerable<Segment> Offered(string system) => Days.SelectMany(day => day.ContactsOf(system)).Where(contact => contact.Kind == ContactKind.Inbound).SelectMany(contact => contact.Segments)
        .Where(segment => segment.Outcome is SegmentOutcome.Answered or SegmentOutcome.Abandoned or SegmentOutcome.Missed);

    [Fact]
    public void As_many_contacts_come_as_were_asked_for()
    {
        var contacts = Days.Sum(day => day.Contacts.Count(contact => contact.Kind is ContactKind.Inbound or ContactKind.AfterHours) + day.Cases.Count(about => about.After is null));
        ((double)contacts / (Settings.Days * Settings.ContactsPerDay)).ShouldBeInRange(0.9, 1.1);
    }

    [Fact]
    public void Mondays_are_busy_and_Sundays_are_not()
    {
        double Mean(DayOfWeek day) => Days.Where(records => records.Date.DayOfWeek == day).Average(records => records.Contacts.Count);
        Mean(DayOfWeek.Monday).ShouldBeGreaterThan(2 * Mean(DayOfWeek.Sunday));
        Mean(DayOfWeek.Monday).ShouldBeGreaterThan(Mean(DayOfWeek.Wednesday));
    }

    [Fact]
    public void Mornings_are_busier_than_evenings()
    {
        var hours = Days.SelectMany(day => day.ContactsOf("talkdesk")).Where(call => call.Kind == ContactKind.Inbound).ToLookup(call => Zone.HoChiMinh.LocalOf(call.StartedAt).Hour);
        hours[10].Count().ShouldBeGreaterThan(2 * hours[18].Count());
        hours[3].ShouldBeEmpty();
    }

    [Theory]
    [InlineData("talkdesk")]
    [InlineData("five9")]
    [InlineData("twilio")]
    [InlineData("intercom")]
    [InlineData("livechat")]
    public void Some_who_wait_give_up(string system)
    {
        var offered = Offered(system).ToArray();
        offered.Count(segment => segment.Outcome == SegmentOutcome.Abandoned).ShouldBeInRange(offered.Length / 50, offered.Length / 7);
        var answered = offered.Where(segment => segment.Outcome == SegmentOutcome.Answered).ToArray();
        answered.Average(segment => segment.Wait).ShouldBeInRange(5, 90);
        answered.Count(segment => segment.Wait <= 20).ShouldBeGreaterThan(answered.Length / 2);
    }

    [Fact]
    public void Every_queue_of_every_centre_is_used()
    {
        foreach (var system in (string[])["talkdesk", "five9", "twilio", "gcalls", "call_log"])
            Days.SelectMany(day => day.ContactsOf(system)).SelectMany(contact => contact.Segments).Select(segment => segment.Queue).Distinct().Order().ToArray().ShouldBe(Enum.GetValues<QueueName>(), system);
        foreach (var system in (string[])["zendesk", "freshdesk", "salesforce"])
            Days.SelectMany(day => day.CasesOf(system)).SelectMany(about => about.Steps).Select(step => step.Group).OfType<CaseGroup>().Distinct().Order().ToArray().ShouldBe(Enum.GetValues<CaseGroup>(), system);
    }

    [Fact]
    public void Waits_are_what_the_clock_says_and_agents_do_one_thing_at_a_time()
    {
        foreach (var segment in Offered("talkdesk").Where(segment => segment.Outcome == SegmentOutcome.Answered))
        {
            (segment.AnsweredAt!.Value - segment.QueuedAt).ShouldBe(segment.Wait);
            (segment.EndAt - segment.AnsweredAt.Value).ShouldBe(segment.Talk + segment.Hold + segment.Wrap);
        }

        foreach (var day in Days.SelectMany(day => day.AgentDays).Where(day => day.Agent.Centre == "talkdesk"))
        {
            var handling = day.Handling.OrderBy(handled => handled.From).ToArray();
            for (var i = 1; i < handling.Length; i++) handling[i].From.ShouldBeGreaterThanOrEqualTo(handling[i - 1].To);
        }
    }

    [Fact]
    public void Steps_of_a_case_follow_each_other_and_some_are_reopened()
    {
        var cases = Days.SelectMany(day => day.Cases).ToArray();
        foreach (var about in cases)
        {
            for (var i = 1; i < about.Steps.Count; i++) about.Steps[i].At.ShouldBeGreaterThan(about.Steps[i - 1].At);
        }

        (cases.Count(about => about.At(long.MaxValue).Reopens > 0) / (double)cases.Length).ShouldBeInRange(0.03, 0.12);
        (cases.Count(about => about.At(long.MaxValue).Groups > 1) / (double)cases.Length).ShouldBeInRange(0.01, 0.15);
    }

    [Fact]
    public void An_incident_makes_more_people_ask_about_it()
    {
        var calendar = Run.Value.Simulator.Calendar;
        var calls = Days.SelectMany(day => day.Contacts).Where(contact => contact.Kind == ContactKind.Inbound).ToLookup(contact => calendar.HasIncident(contact.StartedAt));
        double Technical(bool isIncident) => calls[isIncident].Count(contact => contact.Issue == Issue.Technical) / (double)calls[isIncident].Count();
        Technical(true).ShouldBeGreaterThan(1.2 * Technical(false));
    }

    [Fact]
    public void Who_waited_long_or_was_not_helped_is_less_pleased()
    {
        var answers = Days.SelectMany(day => day.Contacts).Where(contact => contact.Survey?.RespondedAt is not null).ToLookup(contact => contact.IsResolved, contact => contact.Survey!.Score);
        answers[true].Average().ShouldBeGreaterThan(answers[false].Average() + 0.5);
        var asked = Days.SelectMany(day => day.Contacts).Count(contact => contact.Survey is not null);
        ((answers[true].Count() + answers[false].Count()) / (double)asked).ShouldBeInRange(0.1, 0.4);
    }

    [Fact]
    public void Some_customers_come_pay_more_and_leave()
    {
        var months = Days.SelectMany(day => day.CustomerMonths).ToArray();
        months.ShouldContain(row => row.OpeningCents == 0 && row.ClosingCents > 0);
        months.ShouldContain(row => row.ClosingCents > row.OpeningCents && row.OpeningCents > 0);
        var opening = months.Count(row => row.OpeningCents > 0);
        (months.Count(row => row.OpeningCents > 0 && row.ClosingCents == 0) / (double)opening).ShouldBeInRange(0.003, 0.03);
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(7.5)]
    [InlineData(123456)]
    public void Logarithms_and_powers_of_our_own_are_right(double x)
    {
        PortableMath.Log(x).ShouldBe(Math.Log(x), 1e-12 * Math.Max(1, Math.Abs(Math.Log(x))));
        PortableMath.Exp(PortableMath.Log(x)).ShouldBe(x, 1e-11 * x);
    }

    [Fact]
    public void Clocks_go_forward_and_back_as_in_New_York()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        for (var at = new DateTime(2025, 1, 1, 0, 30, 0, DateTimeKind.Utc); at.Year < 2028; at = at.AddHours(1))
            Zone.NewYork.OffsetAt((long)(at - DateTime.UnixEpoch).TotalSeconds).ShouldBe((int)zone.GetUtcOffset(at).TotalSeconds, at.ToString("O"));
        Zone.NewYork.LocalOf(Zone.NewYork.InstantOf(new DateOnly(2026, 7, 1), 3600)).ShouldBe(new DateTime(2026, 7, 1, 1, 0, 0));
    }
}

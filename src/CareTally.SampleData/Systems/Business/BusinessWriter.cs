using System.Globalization;
using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;

namespace CareTally.SampleData.Systems.Business;

/// <summary>The books: customers and what they pay, orders, costs, revenue, forecasts and the staffing plan, a file a month or week; and what happened.</summary>
internal sealed class BusinessWriter(WriterContext context) : ISystemWriter
{
    private const string System = "business";

    private readonly List<Forecast> _forecasts = [];
    private readonly Dictionary<(string System, long Slot), int> _scheduled = [];
    private readonly Dictionary<string, double> _hours = [];
    private readonly Dictionary<string, long> _callSeconds = [];
    private bool _hasHappenings;
    private long _orders = 900000;

    public void Add(DayRecords day)
    {
        if (!_hasHappenings) WriteHappenings();
        _hasHappenings = true;
        Count(day);
        _forecasts.AddRange(day.Forecasts);
        if (day.CustomerMonths.Count > 0) CloseMonth(day);
        if (!context.IsExportDay(day)) return;
        WriteForecasts(day);
        _forecasts.Clear();
        _scheduled.Clear();
    }

    private void Count(DayRecords day)
    {
        foreach (var agentDay in day.AgentDays)
        {
            var channel = ChannelOf(agentDay.Agent.Centre);
            if (!agentDay.IsAbsent) _hours[channel] = _hours.GetValueOrDefault(channel) + ((agentDay.ShiftTo - agentDay.ShiftFrom) / 3600.0);
            foreach (var stretch in agentDay.Plan.Where(stretch => stretch.Activity == Activity.Phone))
            {
                for (var slot = (stretch.From + 1799) / 1800 * 1800; slot + 1800 <= stretch.To; slot += 1800) _scheduled[(agentDay.Agent.Centre, slot)] = _scheduled.GetValueOrDefault((agentDay.Agent.Centre, slot)) + 1;
            }
        }

        foreach (var contact in day.Contacts) _callSeconds[contact.System] = _callSeconds.GetValueOrDefault(contact.System) + contact.EndedAt - contact.StartedAt;
    }

    private void WriteHappenings()
    {
        using var file = context.Folder.OpenCsv($"{System}/annotations.csv");
        file.Row("time", "time_end", "kind", "description", "metrics", "segments", "url");
        foreach (var happening in context.Calendar.Happenings)
            file.Row(Format.Plain(happening.From), Format.Plain(happening.To), happening.Kind, happening.Description, "contact_volume", happening.Issue is { } issue ? $"issue_type={issue.ToString().ToLowerInvariant()}" : "", "");
    }

    private void CloseMonth(DayRecords day)
    {
        var month = day.CustomerMonths[0].Month;
        var label = month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var updatedAt = Format.Plain(Math.Min(Zone.HoChiMinh.InstantOf(day.Date.AddDays(1), 3600), context.Calendar.End - 1));
        long revenue = 0;
        using (var customers = context.Folder.OpenCsv($"{System}/customers_{label}.csv.gz"))
        using (var months = context.Folder.OpenCsv($"{System}/customer_months_{label}.csv.gz"))
        {
            customers.Row("customer_id", "email", "phone", "plan", "mrr", "currency", "region", "timezone", "tier", "lifecycle_stage", "started_on", "churned_on", "churn_reason", "updated_at");
            months.Row("month", "customer_id", "opening_mrr", "closing_mrr", "currency");
            foreach (var row in day.CustomerMonths)
            {
                revenue += row.ClosingCents;
                var isVietnamese = row.Customer.Region == Region.Vietnam;
                customers.Row(
                    row.Customer.ExternalId, row.Customer.Number % 19 == 4 ? "" : row.Customer.Email, row.Customer.Number % 4 == 1 ? "" : row.Customer.Phone, row.Plan, Money(row.ClosingCents), "USD",
                    isVietnamese ? "APAC" : "AMER", isVietnamese ? Zone.HoChiMinh.Name : Zone.NewYork.Name, row.Plan is "Enterprise" or "Business" ? "priority" : "standard", row.Stage == "onboarding" ? "new" : row.Stage,
                    Format.Date(row.StartedOn), row.ChurnedOn is { } churned ? Format.Date(churned) : "", row.ChurnReason ?? "", updatedAt);
                months.Row(Format.Date(row.Month), row.Customer.ExternalId, Money(row.OpeningCents), Money(row.ClosingCents), "USD");
            }
        }

        WriteOrders(day, label);
        WriteCosts(label, month);
        using var file = context.Folder.OpenCsv($"{System}/revenue_{label}.csv");
        file.Row("month", "amount", "currency");
        file.Row(Format.Date(month), Money(revenue), "USD");
    }

    // One in twelve customers buys something beside the plan.
    private void WriteOrders(DayRecords day, string label)
    {
        var random = new Randomness(context.Settings.Seed, day.Day, Simulation.Stream.Customers, 9);
        using var file = context.Folder.OpenCsv($"{System}/orders_{label}.csv.gz");
        file.Row("order_id", "customer_id", "ordered_at", "amount", "currency", "cancelled_at");
        foreach (var row in day.CustomerMonths.Where(row => row.ClosingCents > 0))
        {
            if (!random.Chance(0.08)) continue;
            var at = Zone.HoChiMinh.InstantOf(row.Month.AddDays(random.Below(day.Date.Day)), random.Between(25000, 80000));
            file.Row(Format.Number(++_orders), row.Customer.ExternalId, Format.Plain(at), Money(random.Between(1500, 30000)), "USD", random.Chance(0.06) ? Format.Plain(Math.Min(at + 10800, context.Calendar.End - 1)) : "");
        }
    }

    private void WriteCosts(string label, DateOnly month)
    {
        using var file = context.Folder.OpenCsv($"{System}/costs_{label}.csv");
        file.Row("month", "channel", "cost_center", "category", "amount", "currency");
        foreach (var (channel, hours) in _hours.OrderBy(pair => pair.Key, StringComparer.Ordinal)) Row(channel, "labour", hours * 15.2);
        Row("voice", "telephony", _callSeconds.Where(pair => ChannelOf(pair.Key) == "voice").Sum(pair => pair.Value) / 60.0 * 0.022);
        var agents = context.Agents.Count(agent => agent.HiredOn < month.AddMonths(1));
        Row("", "helpdesk_licence", agents * 55);
        Row("", "workforce_management", agents * 18);
        Row("", "quality_and_survey", agents * 14);
        _hours.Clear();
        _callSeconds.Clear();

        void Row(string channel, string category, double amount) => file.Row(Format.Date(month), channel, "care", category, Format.Number(amount, "0.00"), "USD");
    }

    // A version a week, made a fortnight before its first day.
    private void WriteForecasts(DayRecords day)
    {
        var first = context.PeriodStart(day);
        var version = $"{first.Year}-D{first.DayOfYear:000}";
        var made = Format.Plain(Zone.HoChiMinh.InstantOf(first.AddDays(-14), 9 * 3600));
        // By queue: several systems may answer one.
        var slots = _forecasts.Where(forecast => forecast.From < context.Calendar.End).GroupBy(forecast => (Queue: QueueOf(forecast), forecast.From)).OrderBy(slot => slot.Key.Queue, StringComparer.Ordinal).ThenBy(slot => slot.Key.From);
        using var file = context.Folder.OpenCsv($"{System}/forecasts_{Format.Date(first)}.csv.gz");
        using var plan = context.Folder.OpenCsv($"{System}/staffing_plan_{Format.Date(first)}.csv.gz");
        file.Row("version", "made_at", "origin", "channel", "queue", "interval_start_at", "interval_sec", "p10", "p50", "p90", "aht_sec");
        plan.Row("version", "channel", "queue", "interval_start_at", "interval_sec", "required_agents", "scheduled_agents");
        foreach (var slot in slots)
        {
            var expected = slot.Sum(forecast => forecast.Contacts);
            var spread = 1.28 * Math.Sqrt(expected * 1.15);
            var channel = slot.Key.Queue.Split('_')[0];
            file.Row(version, made, "wfm", channel, slot.Key.Queue, Format.Plain(slot.Key.From), "1800", Format.Number(Math.Max(0, expected - spread)), Format.Number(expected), Format.Number(expected + spread), Format.Number(slot.Average(forecast => forecast.TalkSeconds + forecast.WrapSeconds), "0.#"));
            var scheduled = slot.Sum(forecast => _scheduled.GetValueOrDefault((forecast.System, slot.Key.From)) / 3.0);
            plan.Row(version, channel, slot.Key.Queue, Format.Plain(slot.Key.From), "1800", Format.Number(slot.Sum(forecast => forecast.Agents)), Format.Number(scheduled));
        }
    }

    private static string QueueOf(Forecast forecast) => $"{ChannelOf(forecast.System)}_{forecast.Queue.ToString().ToLowerInvariant()}";

    private static string ChannelOf(string system) => Centre.All.First(centre => centre.System == system).Medium switch
    {
        Medium.Voice => "voice",
        Medium.Chat => "chat",
        _ => "email",
    };

    private static string Money(long cents) => string.Create(CultureInfo.InvariantCulture, $"{cents / 100}.{cents % 100:00}");
}

using System.Globalization;
using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;

namespace CareTally.SampleData.Systems.Dashboards;

/// <summary>
/// What the vendors' own dashboards reported, counted as they count: service level over all that were offered, short abandons included, and seconds cut off.
/// Test calls are in.
/// </summary>
internal sealed class DashboardsWriter(WriterContext context) : ISystemWriter
{
    private const string System = "dashboards";

    private readonly Dictionary<(string System, string Queue, long Slot), Tally> _slots = [];
    private readonly Dictionary<(string System, string Queue, DateOnly Date), Tally> _days = [];
    private readonly SortedDictionary<(DateOnly Date, string System), CaseTally> _cases = [];

    private sealed class Tally
    {
        public int Offered { get; private set; }

        public int Answered { get; private set; }

        public int Abandoned { get; private set; }

        public int InTime { get; private set; }

        public long Wait { get; private set; }

        public long Handle { get; private set; }

        public void Add(Segment segment, int threshold)
        {
            if (segment.Outcome is not (SegmentOutcome.Answered or SegmentOutcome.Abandoned or SegmentOutcome.Missed)) return;
            Offered++;
            if (segment.Outcome == SegmentOutcome.Abandoned) Abandoned++;
            if (segment.Outcome != SegmentOutcome.Answered) return;
            Answered++;
            Wait += segment.Wait;
            Handle += segment.Talk + segment.Hold + segment.Wrap;
            if (segment.Wait <= threshold) InTime++;
        }
    }

    private sealed class CaseTally
    {
        public int Created { get; set; }

        public int Solved { get; set; }

        public int Reopened { get; set; }

        public int Replied { get; set; }

        public long ReplySeconds { get; set; }
    }

    public void Add(DayRecords day)
    {
        foreach (var contact in day.Contacts.Where(contact => contact.EndedAt < context.Calendar.End))
        {
            var centre = Centre.All.First(known => known.System == contact.System);
            if (!context.Settings.Has(centre.Export) || contact.Kind is ContactKind.Outbound or ContactKind.Callback) continue;
            foreach (var segment in contact.Segments) Count(centre, segment);
        }

        foreach (var about in day.Cases.Where(about => context.Settings.Has(about.System) && about.DeletedAt is null)) Count(about);
        if (!context.IsExportDay(day)) return;
        Write(day);
        _slots.Clear();
        _days.Clear();
    }

    private void Count(Centre centre, Segment segment)
    {
        var queue = $"{(centre.Medium == Medium.Voice ? "voice" : "chat")}_{segment.Queue.ToString().ToLowerInvariant()}";
        if (queue == "chat_escalations") queue = "chat_technical";
        // Its calls are routed to the groups of its tickets, and nobody sells there.
        if (centre.Export == "zendesk" && queue == "voice_sales") queue = "voice_billing";
        var threshold = centre.Medium == Medium.Chat ? (segment.Queue == QueueName.Sales ? 60 : 120) : segment.Queue switch { QueueName.Escalations => 60, QueueName.Sales => 30, _ => 20 };
        Of(_slots, (centre.Export, queue, segment.QueuedAt / 1800 * 1800)).Add(segment, threshold);
        Of(_days, (centre.Export, queue, DateOnly.FromDateTime(centre.Zone.LocalOf(segment.QueuedAt)))).Add(segment, threshold);
    }

    private void Count(Case about)
    {
        var zone = Centre.All.First(known => known.System == about.System).Zone;
        var state = new CaseState();
        OfCases(about.CreatedAt).Created++;
        foreach (var step in about.Steps)
        {
            if (step.At >= context.Calendar.End) break;
            var before = (state.FirstReplyAt, state.Reopens);
            state.Apply(step);
            if (step.Status == CaseStatus.Solved) OfCases(step.At).Solved++;
            if (state.Reopens > before.Reopens) OfCases(step.At).Reopened++;
            if (before.FirstReplyAt is not null || state.FirstReplyAt is null || about.IsByAgent) continue;
            OfCases(step.At).Replied++;
            OfCases(step.At).ReplySeconds += step.At - about.CreatedAt;
        }

        CaseTally OfCases(long at) => Of(_cases, (DateOnly.FromDateTime(zone.LocalOf(at)), about.System));
    }

    private static TValue Of<TKey, TValue>(IDictionary<TKey, TValue> all, TKey key)
        where TValue : new()
    {
        if (!all.TryGetValue(key, out var one)) all[key] = one = new TValue();
        return one;
    }

    private void Write(DayRecords day)
    {
        var loadedAt = Format.Plain(Math.Min(Zone.HoChiMinh.InstantOf(day.Date.AddDays(1), 3600), context.Calendar.End - 1));
        // Half hours of Five9 are in a report of its own.
        using (var file = context.Folder.OpenCsv($"{System}/native_intervals_{Format.Date(day.Date)}.csv.gz"))
        {
            file.Row("source_system", "channel", "queue", "interval_start_at", "interval_sec", "offered", "answered", "abandoned", "service_level", "average_speed_of_answer_sec", "average_handle_time_sec", "loaded_at");
            foreach (var (key, tally) in _slots.Where(slot => slot.Value.Offered > 0 && slot.Key.System != "five9").OrderBy(slot => (slot.Key.System, slot.Key.Queue, slot.Key.Slot)))
                file.Row(
                    key.System, ChannelOf(key.Queue), key.Queue, Format.Plain(key.Slot), "1800", Format.Number(tally.Offered), Format.Number(tally.Answered), Format.Number(tally.Abandoned),
                    Format.Number(tally.InTime / (double)tally.Offered, "0.####"), Mean(tally.Wait, tally.Answered), Mean(tally.Handle, tally.Answered), loadedAt);
        }

        using var daily = context.Folder.OpenCsv($"{System}/native_daily_{Format.Date(day.Date)}.csv.gz");
        daily.Row("source_system", "local_date", "channel", "queue", "metric", "value", "contacts", "loaded_at");
        foreach (var (key, tally) in _days.Where(slot => slot.Value.Offered > 0).OrderBy(slot => (slot.Key.System, slot.Key.Queue, slot.Key.Date)))
        {
            Row("offered", Format.Number(tally.Offered), tally.Offered);
            Row("answered", Format.Number(tally.Answered), tally.Answered);
            Row("abandoned", Format.Number(tally.Abandoned), tally.Abandoned);
            Row("service_level", Format.Number(tally.InTime / (double)tally.Offered, "0.####"), tally.Offered);
            Row("abandonment_rate", Format.Number(tally.Abandoned / (double)tally.Offered, "0.####"), tally.Offered);
            if (tally.Answered == 0) continue;
            Row("average_speed_of_answer_sec", Mean(tally.Wait, tally.Answered), tally.Answered);
            Row("average_handle_time_sec", Mean(tally.Handle, tally.Answered), tally.Answered);

            void Row(string metric, string value, int count) => daily.Row(key.System, Format.Date(key.Date), ChannelOf(key.Queue), key.Queue, metric, value, Format.Number(count), loadedAt);
        }

        WriteCases(daily, day, loadedAt);
    }

    // Steps of days to come wait until those are over.
    private void WriteCases(CsvFile daily, DayRecords day, string loadedAt)
    {
        while (_cases.Count > 0 && _cases.First() is var (key, tally) && (key.Date <= day.Date || context.IsLast(day)))
        {
            _cases.Remove(key);
            Row("cases_created", Format.Number(tally.Created), tally.Created);
            Row("cases_solved", Format.Number(tally.Solved), tally.Solved);
            Row("cases_reopened", Format.Number(tally.Reopened), tally.Reopened);
            if (tally.Replied > 0) Row("first_response_time_sec", Mean(tally.ReplySeconds, tally.Replied), tally.Replied);

            void Row(string metric, string value, int count) => daily.Row(key.System, Format.Date(key.Date), "", "", metric, value, Format.Number(count), loadedAt);
        }
    }

    private static string ChannelOf(string queue) => queue.Split('_')[0];

    private static string Mean(long sum, int count) => count == 0 ? "" : (sum / (double)count).ToString("0.0", CultureInfo.InvariantCulture);
}

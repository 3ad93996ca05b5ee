using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;

namespace CareTally.SampleData.Systems.CallLog;

/// <summary>The plain call log for any other phone system: a row a queue visit, wall-clock times, seconds; empty is not told.</summary>
internal sealed class CallLogWriter(WriterContext context) : PeriodWriter(context, "call_log")
{
    private const string Time = "yyyy-MM-dd HH:mm:ss";

    protected override void Export(PeriodExport export)
    {
        using (var file = Context.Folder.OpenCsv($"{Folder}/calls_{export.Label}.csv"))
        {
            file.Row(
                "call_id", "visit", "started_at", "direction", "ivr_exited_at", "queued_at", "answered_at", "ended_at", "queue", "agent", "agent_name", "agent_email", "customer_phone", "customer_id", "queue_time_sec", "ring_time_sec",
                "talk_time_sec", "hold_time_sec", "wrap_time_sec", "outcome", "disposition", "issue_type", "language", "ivr_path", "csat_score", "updated_at");
            foreach (var call in export.Contacts) Write(file, call, export.MadeAt);
        }

        using (var agents = Context.Folder.OpenCsv($"{Folder}/agents_{export.Label}.csv"))
        {
            agents.Row("agent", "name", "email", "team");
            foreach (var agent in AgentsOn(export.Day.Date)) agents.Row(IdOf(agent), agent.Name, agent.Email, $"{agent.Team} team");
        }

        using var states = Context.Folder.OpenCsv($"{Folder}/states_{export.Label}.csv");
        states.Row("agent", "state", "started_at", "ended_at");
        foreach (var day in export.AgentDays)
        {
            foreach (var (from, to, state) in AgentTimeline.Of(day).Where(stretch => stretch.To <= export.MadeAt))
                states.Row(IdOf(day.Agent), state == AgentState.OnContact ? "on_contact" : state.ToString().ToLowerInvariant(), Local(from), Local(to));
        }
    }

    private static string IdOf(Agent agent) => Format.Number(501 + agent.Place);

    private static string Local(long instant) => Format.Local(instant, Zone.HoChiMinh, Time);

    private static void Write(CsvFile file, Contact call, long madeAt)
    {
        var isOutbound = call.Kind == ContactKind.Outbound;
        if (call.Segments.Count == 0)
        {
            Row(null, 1);
            return;
        }

        for (var place = 0; place < call.Segments.Count; place++) Row(call.Segments[place], place + 1);

        void Row(Segment? segment, int visit)
        {
            var agent = segment?.Agent;
            var isHandled = segment is { IsHandled: true };
            var isLast = visit >= call.Segments.Count;
            file.Row(
                $"CL{call.Number:0000000000}", Format.Number(visit), Local(call.StartedAt), isOutbound ? "outbound" : "inbound", isOutbound ? "" : Local(call.MenuLeftAt), segment is null || isOutbound ? "" : Local(segment.QueuedAt),
                segment?.AnsweredAt is { } at ? Local(at) : "", Local(segment?.LeftAt ?? call.EndedAt), segment is null ? "" : QueueOf(segment.Queue), agent is null ? "" : IdOf(agent), agent?.Name ?? "", agent?.Email ?? "",
                $"0{call.Customer.Phone[3..]}", call.Customer.Number % 5 == 0 ? call.Customer.ExternalId : "", segment is null || isOutbound ? "" : Format.Number(segment.Wait), isHandled ? Format.Number(segment!.Ring) : "",
                isHandled ? Format.Number(segment!.Talk) : "", isHandled ? Format.Number(segment!.Hold) : "", isHandled ? Format.Number(segment!.Wrap) : "", OutcomeOf(segment), isLast ? call.Disposition ?? "" : "",
                isLast && call.Disposition is not null ? call.Issue.ToString().ToLowerInvariant() : "", "vi", call.MenuPath.Replace(",", ">", StringComparison.Ordinal),
                isLast && call.Survey is { RespondedAt: { } answered } survey && answered <= madeAt ? Format.Number(survey.Score) : "", Local(segment?.EndAt ?? call.EndedAt));
        }
    }

    private static string QueueOf(QueueName queue) => queue switch
    {
        QueueName.Billing => "Hóa đơn",
        QueueName.Sales => "Bán hàng",
        QueueName.Technical => "Kỹ thuật",
        _ => "Chuyên gia",
    };

    private static string OutcomeOf(Segment? segment) => segment?.Outcome switch
    {
        null => "ivr_exit",
        SegmentOutcome.Answered or SegmentOutcome.Connected => "answered",
        SegmentOutcome.Voicemail => "voicemail",
        SegmentOutcome.Missed or SegmentOutcome.NotConnected => "missed",
        _ => "abandoned",
    };
}

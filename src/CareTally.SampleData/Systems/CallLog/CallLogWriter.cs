using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;

namespace CareTally.SampleData.Systems.CallLog;

/// <summary>The plain call log for any other phone system: a row a queue visit, UTC, seconds.</summary>
internal sealed class CallLogWriter(WriterContext context) : PeriodWriter(context, "call_log")
{
    protected override void Export(PeriodExport export)
    {
        using var file = Context.Folder.OpenCsv($"{Folder}/calls_{export.Label}.csv");
        file.Row(
            "call_id", "leg", "direction", "customer_phone", "line", "queue", "agent_id", "agent_name", "agent_email", "started_at", "queued_at", "answered_at", "ended_at", "outcome", "wait_sec", "ring_sec", "talk_sec", "hold_sec",
            "wrap_sec", "disposition");
        foreach (var call in export.Contacts)
        {
            var leg = 0;
            if (call.Segments.Count == 0) Row(null);
            foreach (var segment in call.Segments) Row(segment);

            void Row(Segment? segment)
            {
                var isOutbound = call.Kind == ContactKind.Outbound;
                var agent = segment is { IsHandled: true } ? segment.Agent : null;
                var isAnswered = agent is not null;
                file.Row(
                    $"CL{call.Number:0000000000}", Format.Number(++leg), isOutbound ? "outbound" : "inbound", call.Customer.Phone, "+842839990000", segment?.Queue.ToString().ToLowerInvariant() ?? "", agent is null ? "" : Format.Number(501 + agent.Place),
                    agent?.Name ?? "", agent?.Email ?? "", Format.Plain(call.StartedAt), segment is null || isOutbound ? "" : Format.Plain(segment.QueuedAt), Format.Plain(segment?.AnsweredAt) ?? "",
                    Format.Plain(segment?.LeftAt ?? call.EndedAt), OutcomeOf(segment), segment is null || isOutbound ? "" : Format.Number(segment.Wait), isAnswered ? Format.Number(segment!.Ring) : "",
                    isAnswered ? Format.Number(segment!.Talk) : "", isAnswered ? Format.Number(segment!.Hold) : "", isAnswered ? Format.Number(segment!.Wrap) : "", call.Disposition ?? "");
            }
        }
    }

    private static string OutcomeOf(Segment? segment) => segment?.Outcome switch
    {
        null => "ivr_exit",
        SegmentOutcome.Answered or SegmentOutcome.Connected => "answered",
        SegmentOutcome.Voicemail => "voicemail",
        SegmentOutcome.Missed or SegmentOutcome.NotConnected => "missed",
        _ => "abandoned",
    };
}

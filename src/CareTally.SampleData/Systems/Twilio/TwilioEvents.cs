using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;

namespace CareTally.SampleData.Systems.Twilio;

/// <summary>An event of TaskRouter.</summary>
/// <param name="Number">Its number: those of one instant follow each other by it.</param>
/// <param name="At">When.</param>
/// <param name="Type">What.</param>
/// <param name="Resource">The id of what it is about.</param>
/// <param name="Data">The rest; all values are texts.</param>
internal sealed record TwilioEvent(ulong Number, long At, string Type, string Resource, IReadOnlyList<(string Key, string Value)> Data);

/// <summary>The events that a call or a shift makes.</summary>
internal static class TwilioEvents
{
    private const ulong OfShifts = 1UL << 60;

    public static IEnumerable<TwilioEvent> Of(Contact call)
    {
        if (call.Segments.Count == 0) yield break; // left in the menu: no task was made
        var task = TwilioWriter.TaskOf(call);
        var number = call.Number * 100;
        yield return Task("task.created", call.MenuLeftAt, withAttributes: true);
        foreach (var segment in call.Segments)
        {
            if (segment.IsTransferIn) yield return Task("task.transfer-initiated", segment.QueuedAt, false, ("task_transfer_sid", $"TT{Ids.Hex(IdKind.Work, segment.Number)}"));
            if (call.Kind is ContactKind.Inbound or ContactKind.AfterHours or ContactKind.Test) yield return Task("task-queue.entered", segment.QueuedAt, false, Queue(segment));
            if (segment.Agent is null) continue;
            // Who dials has taken the task before it rings at the customer's.
            var ring = call.Kind is ContactKind.Outbound or ContactKind.Callback ? 0 : segment.Ring;
            yield return Reservation("reservation.created", (segment.AnsweredAt ?? segment.LeftAt) - ring, segment);
            if (!segment.IsHandled) continue;
            yield return Reservation("reservation.accepted", segment.AnsweredAt!.Value, segment);
            if (segment.Wrap > 10) yield return Reservation("reservation.wrapup", segment.LeftAt, segment); // some skip it
            yield return Reservation("reservation.completed", segment.Wrap > 10 ? segment.EndAt : segment.LeftAt, segment);
        }

        var last = call.Segments[^1];
        if (last.IsHandled) yield return Task("task.completed", last.Wrap > 10 ? last.EndAt : last.LeftAt, true, ("task_completed_reason", "completed"));
        else yield return Task("task.canceled", last.LeftAt, true, ("task_canceled_reason", Reason(last)));

        TwilioEvent Task(string type, long at, bool withAttributes, params ReadOnlySpan<(string, string)> more)
        {
            List<(string, string)> data = [("task_sid", task), ("task_channel_unique_name", "voice"), ("task_date_created", Format.Iso(call.MenuLeftAt)), ("task_age", Format.Number(Math.Max(0, at - call.MenuLeftAt))), .. more];
            if (withAttributes) data.Add(("task_attributes", Attributes(call, isOver: type is not "task.created")));
            return new TwilioEvent(++number, at, type, task, data);
        }

        TwilioEvent Reservation(string type, long at, Segment segment)
        {
            var id = $"WR{Ids.Hex(IdKind.Reservation, segment.Number)}";
            return new TwilioEvent(++number, at, type, id,
            [
                ("task_sid", task), ("task_channel_unique_name", "voice"), Queue(segment), ("reservation_sid", id), ("worker_sid", TwilioWriter.IdOf(segment.Agent!)), ("worker_name", segment.Agent!.Login),
            ]);
        }
    }

    /// <summary>A worker who handles a task stays Available: TaskRouter does not call that an activity.</summary>
    public static IEnumerable<TwilioEvent> Of(AgentDay day)
    {
        if (day.IsAbsent) yield break;
        var number = OfShifts + ((ulong)day.Date.DayNumber << 32) + ((ulong)day.Agent.Place << 12);
        var (before, since) = ("Offline", day.Actual[0].From);
        foreach (var (from, _, state) in AgentTimeline.Of(day))
        {
            var activity = state switch { AgentState.Break or AgentState.Lunch => "Break", AgentState.Training => "Unavailable", _ => "Available" };
            if (activity == before) continue;
            yield return Change(activity, from);
            (before, since) = (activity, from);
        }

        var ends = Math.Max(day.Actual[^1].To, day.Handling.Count == 0 ? 0 : day.Handling.Max(handled => handled.To));
        yield return Change("Offline", ends);

        TwilioEvent Change(string activity, long at) => new(++number, at, "worker.activity.update", TwilioWriter.IdOf(day.Agent),
        [
            ("worker_sid", TwilioWriter.IdOf(day.Agent)), ("worker_name", day.Agent.Login), ("worker_attributes", TwilioWriter.AttributesOf(day.Agent)), ("worker_activity_name", activity),
            ("worker_previous_activity_name", before), ("worker_time_in_previous_activity", Format.Number(at - since)), ("worker_time_in_previous_activity_ms", Format.Number((at - since) * 1000)),
        ]);
    }

    private static (string Key, string Value) Queue(Segment segment) => ("task_queue_name", segment.Queue.ToString());

    private static string Reason(Segment last) => last.Outcome switch
    {
        SegmentOutcome.Voicemail => "Voicemail",
        SegmentOutcome.Missed => "Task TTL Exceeded",
        SegmentOutcome.NotConnected => "Task canceled on TTL",
        _ => "hangup",
    };

    private static string Attributes(Contact call, bool isOver)
    {
        var isOutbound = call.Kind == ContactKind.Outbound;
        var parties = isOutbound ? $"\"from\":\"+18885550100\",\"outbound_to\":\"{call.Customer.Phone}\",\"direction\":\"outbound\"" : $"\"from\":\"{call.Customer.Phone}\",\"direction\":\"inbound\"";
        var known = call.Customer.Number % 3 == 0 ? $",\"customers\":{{\"external_id\":\"{call.Customer.ExternalId}\"}}" : "";
        var notes = "";
        if (isOver)
        {
            notes = $",\"topic\":\"{call.Issue.ToString().ToLowerInvariant()}\"";
            if (call.Disposition is not null) notes += $",\"outcome\":\"{(call.IsResolved ? "resolved" : "follow-up")}\"";
            if (call.Survey?.RespondedAt is not null) notes += $",\"csat\":\"{call.Survey.Score}\"";
            if (call.Segments[^1].Outcome == SegmentOutcome.Voicemail) notes += ",\"abandoned_phase\":\"Voicemail\"";
        }

        return $"{{\"call_sid\":\"{TwilioWriter.IdOf(call)}\",{parties}{known},\"conversations\":{{\"conversation_id\":\"{TwilioWriter.TaskOf(call)}\"{notes}}}}}";
    }
}

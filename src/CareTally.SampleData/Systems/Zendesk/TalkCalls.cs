using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;

namespace CareTally.SampleData.Systems.Zendesk;

/// <summary>Calls and legs of Zendesk Talk: one queue visit a call, that of the first agent.</summary>
internal static class TalkCalls
{
    private const string Line = "+842871550100";

    public static void Write(OutputFolder folder, string label, IReadOnlyList<Contact> calls)
    {
        using (var file = folder.OpenJson($"zendesk/talk_calls_{label}.json.gz"))
        {
            file.Json.WriteStartObject();
            file.Json.WriteStartArray("calls");
            foreach (var call in calls) WriteCall(file, call);
            file.Json.WriteEndArray();
            file.Json.WriteNumber("count", calls.Count);
            file.Json.WriteNull("next_page");
            file.Json.WriteEndObject();
        }

        using var legs = folder.OpenJson($"zendesk/talk_legs_{label}.json.gz");
        legs.Json.WriteStartObject();
        legs.Json.WriteStartArray("legs");
        foreach (var call in calls.Where(call => Visit(call) is { IsHandled: true }))
        {
            WriteLeg(legs, call, Visit(call)!, isAgent: true);
            WriteLeg(legs, call, Visit(call)!, isAgent: false);
        }

        legs.Json.WriteEndArray();
        legs.Json.WriteNull("next_page");
        legs.Json.WriteEndObject();
    }

    private static long IdOf(Contact call) => 360088000000 + (long)call.Number;

    private static Segment? Visit(Contact call) => call.Segments.Find(segment => segment.IsHandled) ?? call.Segments.LastOrDefault();

    private static long EndOf(Contact call) => Visit(call)?.LeftAt ?? call.EndedAt;

    private static void WriteCall(JsonFile file, Contact call)
    {
        var json = file.Json;
        var visit = Visit(call);
        var isOutbound = call.Kind == ContactKind.Outbound;
        var isHandled = visit is { IsHandled: true };
        json.WriteStartObject();
        json.WriteNumber("id", IdOf(call));
        json.Number("agent_id", isHandled ? ZendeskWriter.IdOf(visit!.Agent!) : null);
        json.Number("call_group_id", visit is null ? null : visit.Queue switch
        {
            QueueName.Technical => 360001112223,
            QueueName.Escalations => 360001112224,
            _ => 360001112222,
        });
        json.Number("ticket_id", call.Case is { System: "zendesk" } ticket ? ZendeskWriter.IdOf(ticket) : null);
        json.WriteNumber("customer_id", ZendeskWriter.IdOf(call.Customer));
        json.WriteString("direction", isOutbound ? "outbound" : "inbound");
        json.WriteString("completion_status", visit?.Outcome switch
        {
            null => "abandoned_in_ivr",
            SegmentOutcome.Answered or SegmentOutcome.Connected => "completed",
            SegmentOutcome.Voicemail => "voicemail",
            SegmentOutcome.Missed or SegmentOutcome.NotConnected => "not_answered",
            _ => "abandoned_in_queue",
        });
        json.WriteString("created_at", Format.Iso(call.StartedAt));
        json.WriteString("updated_at", Format.Iso(visit?.EndAt ?? call.EndedAt));
        json.WriteString("phone_number", Line);
        json.WriteString("line", Line);
        json.WriteNumber("duration", EndOf(call) - call.StartedAt);
        json.Number("wait_time", visit is null ? null : isOutbound ? visit.Ring : visit.QueuedAt - call.MenuLeftAt + visit.Wait);
        json.Number("time_to_answer", isHandled ? visit!.QueuedAt - call.MenuLeftAt + visit.Wait : null);
        json.WriteNumber("talk_time", visit?.Talk ?? 0);
        json.WriteNumber("hold_time", visit?.Hold ?? 0);
        json.WriteNumber("consultation_time", 0);
        json.Number("wrap_up_time", isHandled ? visit!.Wrap : null);
        json.WriteNumber("ivr_time_spent", call.MenuLeftAt - call.StartedAt);
        json.WriteBoolean("exceeded_queue_time", visit?.Outcome == SegmentOutcome.Missed);
        json.WriteBoolean("overflowed", false);
        json.WriteBoolean("voicemail", visit?.Outcome == SegmentOutcome.Voicemail);
        json.WriteBoolean("outside_business_hours", call.Kind == ContactKind.AfterHours);
        json.WriteBoolean("callback", false);
        json.WriteNumber("minutes_billed", (EndOf(call) - call.StartedAt + 59) / 60);
        json.WriteString("call_charge", Format.Number((EndOf(call) - call.StartedAt) * 0.0003, "0.0000"));
        json.WriteEndObject();
        file.EndRow();
    }

    private static void WriteLeg(JsonFile file, Contact call, Segment visit, bool isAgent)
    {
        var json = file.Json;
        json.WriteStartObject();
        json.WriteNumber("id", 360099000000 + ((long)call.Number * 2) + (isAgent ? 0 : 1));
        json.WriteNumber("call_id", IdOf(call));
        json.Number("agent_id", isAgent ? ZendeskWriter.IdOf(visit.Agent!) : null);
        json.Number("user_id", isAgent ? null : ZendeskWriter.IdOf(call.Customer));
        json.WriteString("type", isAgent ? "agent" : "customer");
        json.Text("available_via", isAgent ? "browser" : null);
        json.WriteNumber("talk_time", visit.Talk);
        json.WriteNumber("hold_time", visit.Hold);
        json.Number("wrap_up_time", isAgent ? visit.Wrap : null);
        json.WriteString("completion_status", "completed");
        json.Nothing("transferred_from", "transferred_to");
        json.WriteString("created_at", Format.Iso(call.StartedAt));
        json.WriteString("updated_at", Format.Iso(visit.EndAt));
        json.WriteEndObject();
        file.EndRow();
    }
}

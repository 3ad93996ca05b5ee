using System.Text.Json;
using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;

namespace CareTally.SampleData.Systems.Twilio;

/// <summary>Twilio: pages of TaskRouter events and of calls, workers, and the status callbacks of conferences, which alone tell of hold.</summary>
internal sealed class TwilioWriter(WriterContext context) : PeriodWriter(context, "twilio")
{
    private const string Account = "AC0000000000000000000000000000b001";
    private const string Workspace = "WS0000000000000000000000000000e001";
    private const string Line = "+18885550100";
    private const string Rfc2822 = "ddd, dd MMM yyyy HH:mm:ss '+0000'";
    private const int Milliseconds = 240; // of every event: differences stay whole

    protected override void Export(PeriodExport export)
    {
        var events = export.Contacts.SelectMany(TwilioEvents.Of).Concat(export.AgentDays.SelectMany(TwilioEvents.Of)).Where(happened => happened.At <= export.MadeAt).OrderBy(happened => happened.At).ThenBy(happened => happened.Number).ToList();
        for (var i = 40; i < events.Count; i += 4000) events.Insert(i, events[i]); // a page's edge comes twice
        Pages(events, page => $"rest_events_{export.Label}_{page}.json", (file, some) => Page(file, "events", some, WriteEvent));
        Pages(export.Contacts, page => $"calls_{export.Label}_{page}.json", (file, some) => Page(file, "calls", some, WriteCall));
        Pages(AgentsOn(export.Day.Date).ToList(), page => $"workers_{export.Label}_{page}.json", (file, some) => Page(file, "workers", some, (json, agent) => WriteWorker(json, agent, export.MadeAt)));
        WriteConferences(export);
    }

    public static string IdOf(Contact call) => $"CA{Ids.Hex(IdKind.Carrier, call.Number)}";

    public static string TaskOf(Contact call) => $"WT{Ids.Hex(IdKind.Task, call.Number)}";

    public static string IdOf(Agent agent) => $"WK{Ids.Hex(IdKind.Worker, (ulong)agent.Place)}";

    /// <summary>JSON within JSON, as attributes come.</summary>
    public static string AttributesOf(Agent agent) =>
        $"{{\"full_name\":\"{agent.Name}\",\"email\":\"{agent.Email}\",\"roles\":[\"agent\"],\"team_id\":\"t{(int)agent.Team}\",\"team_name\":\"{agent.Team} team\"}}";

    private static void Page<T>(JsonFile file, string key, IReadOnlyList<T> rows, Action<Utf8JsonWriter, T> write)
    {
        file.Json.WriteStartObject();
        file.Json.WriteStartArray(key);
        foreach (var row in rows)
        {
            file.Json.WriteStartObject();
            write(file.Json, row);
            file.Json.WriteEndObject();
            file.EndRow();
        }

        file.Json.WriteEndArray();
        file.Json.WriteStartObject("meta");
        file.Json.WriteString("key", key);
        file.Json.WriteNumber("page_size", rows.Count);
        file.Json.Nothing("next_page_url", "previous_page_url");
        file.Json.WriteEndObject();
        file.Json.WriteEndObject();
    }

    private static void WriteEvent(Utf8JsonWriter json, TwilioEvent happened)
    {
        json.WriteString("sid", $"EV{happened.Number:x32}");
        json.WriteString("event_type", happened.Type);
        json.WriteString("event_date", Format.Iso(happened.At));
        json.WriteNumber("event_date_ms", (happened.At * 1000) + Milliseconds);
        json.WriteString("resource_type", happened.Type.Split('.', '-')[0]);
        json.WriteString("resource_sid", happened.Resource);
        json.WriteString("actor_type", "workspace");
        json.WriteString("actor_sid", Workspace);
        json.WriteString("source", "twilio");
        json.WriteNull("source_ip_address");
        json.WriteString("description", happened.Type);
        json.WriteString("account_sid", Account);
        json.WriteString("workspace_sid", Workspace);
        json.WriteStartObject("event_data");
        foreach (var (key, value) in happened.Data) json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter json, Contact call)
    {
        var isOutbound = call.Kind is ContactKind.Outbound or ContactKind.Callback;
        var wasReached = !isOutbound || call.LastHandled is not null;
        var seconds = call.EndedAt - call.StartedAt;
        json.WriteString("sid", IdOf(call));
        json.WriteNull("parent_call_sid");
        json.WriteString("account_sid", Account);
        json.WriteString("from", isOutbound ? Line : call.Customer.Phone);
        json.WriteString("to", isOutbound ? call.Customer.Phone : Line);
        json.WriteString("direction", isOutbound ? "outbound-api" : "inbound");
        json.WriteString("status", wasReached ? "completed" : "no-answer");
        json.WriteString("date_created", Format.Utc(call.StartedAt, Rfc2822));
        json.WriteString("date_updated", Format.Utc(call.EndedAt, Rfc2822));
        json.WriteString("start_time", Format.Utc(call.StartedAt, Rfc2822));
        json.WriteString("end_time", Format.Utc(call.EndedAt, Rfc2822));
        json.WriteString("duration", wasReached ? Format.Number(seconds) : "");
        json.WriteString("queue_time", "0");
        json.WriteString("price", Format.Number(-0.0085 * ((seconds + 59) / 60), "0.00000"));
        json.WriteString("price_unit", "USD");
        json.Nothing("answered_by", "forwarded_from", "caller_name");
        json.WriteString("phone_number_sid", "PN00000000000000000000000000000001");
        json.WriteString("api_version", "2010-04-01");
        json.WriteString("uri", $"/2010-04-01/Accounts/{Account}/Calls/{IdOf(call)}.json");
    }

    private static void WriteWorker(Utf8JsonWriter json, Agent agent, long madeAt)
    {
        json.WriteString("sid", IdOf(agent));
        json.WriteString("account_sid", Account);
        json.WriteString("workspace_sid", Workspace);
        json.WriteString("friendly_name", agent.Login);
        json.WriteString("activity_name", "Offline");
        json.WriteString("activity_sid", "WA00000000000000000000000000000001");
        json.WriteBoolean("available", false);
        json.WriteString("attributes", AttributesOf(agent));
        json.WriteString("date_created", $"{Format.Date(agent.HiredOn)}T13:00:00Z");
        json.WriteString("date_updated", Format.Iso(madeAt));
        json.WriteString("date_status_changed", Format.Iso(madeAt));
    }

    // The customer's part in the conference: one that was never held says so as well.
    private void WriteConferences(PeriodExport export)
    {
        using var file = Context.Folder.OpenJson($"{Folder}/conference_events_{export.Label}.jsonl");
        foreach (var call in export.Contacts)
        {
            var sequence = 0;
            var answered = call.Segments.Where(segment => segment.AnsweredAt is not null).ToList();
            if (answered.Count == 0) continue;
            Line("participant-join", answered[0].AnsweredAt!.Value);
            foreach (var segment in answered.Where(segment => segment.Hold > 0))
            {
                var from = segment.AnsweredAt!.Value + Math.Min(20, segment.Talk / 2);
                Line("participant-hold", from);
                Line("participant-unhold", from + segment.Hold);
            }

            Line("participant-leave", answered[^1].AnsweredAt!.Value + answered[^1].Talk + answered[^1].Hold);

            void Line(string happened, long at)
            {
                var json = file.Json;
                json.WriteStartObject();
                json.WriteString("ConferenceSid", $"CF{Ids.Hex(IdKind.Session, call.Number)}");
                json.WriteString("FriendlyName", TaskOf(call));
                json.WriteString("AccountSid", Account);
                json.WriteString("SequenceNumber", Format.Number(++sequence));
                json.WriteString("Timestamp", Format.Utc(at, Rfc2822));
                json.WriteString("StatusCallbackEvent", happened);
                json.WriteString("CallSid", IdOf(call));
                json.WriteString("Hold", happened == "participant-hold" ? "true" : "false");
                json.WriteEndObject();
                file.EndLine();
            }
        }
    }
}

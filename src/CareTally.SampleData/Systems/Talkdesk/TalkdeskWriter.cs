using System.Text.Json;
using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;

namespace CareTally.SampleData.Systems.Talkdesk;

/// <summary>Talkdesk Explore report jobs <c>calls</c> and <c>contacts</c>: selected by the end of the record, the day before pulled again, some rows a period late.</summary>
internal sealed class TalkdeskWriter(WriterContext context) : ISystemWriter
{
    private const string System = "talkdesk";
    private const string Line = "+842800009999";
    private const string LineName = "Sample Hotline";
    private const string TestPhone = "+842800000001";
    private const double DayInSeconds = 86400;

    // Reports made before that day count in days.
    private static readonly DateOnly CountsInSeconds = new(2026, 5, 11);

    private readonly List<Contact> _late = [];
    private readonly List<AgentDay> _agentDays = [];
    private List<Contact> _again = [];
    private List<Contact> _calls = [];

    public void Add(DayRecords day)
    {
        var calls = day.ContactsOf(System).Where(call => call.EndedAt < context.Calendar.End).ToList();
        _calls.AddRange(calls);
        _agentDays.AddRange(day.AgentDays.Where(agentDay => agentDay.Agent.Centre == System));
        if (!context.IsExportDay(day)) return;
        Export(day);
        (_again, _calls) = (calls, []);
    }

    /// <summary>The id of a call.</summary>
    public static string IdOf(Contact call) => Ids.Hex(IdKind.Call, call.Number);

    /// <summary>The id of an agent; the first ones are those of the seed agent_roster.</summary>
    public static string IdOf(Agent agent) => $"67b3696b5b004334e155e{agent.Place:000}";

    private void Export(DayRecords day)
    {
        var closes = Zone.HoChiMinh.InstantOf(day.Date.AddDays(1), 0);
        var late = context.IsLast(day) ? [] : _calls.Where(call => call.EndedAt >= closes - 43200).Where((_, place) => place % 9 == 0).ToHashSet();
        var rows = _late.Concat(_again).Concat(_calls).Distinct().Where(call => !late.Contains(call)).ToList();
        if (rows.Count > 7) rows.Add(rows[7]); // a row twice in one file
        _late.Clear();
        _late.AddRange(late);
        var label = $"{Format.Date(context.PeriodStart(day))}_{Format.Date(day.Date)}";
        ExportStates(label);
        foreach (var (page, some) in WriterContext.Pages(rows))
        {
            var name = page == 0 ? label : $"{label}_{page + 1}";
            Write($"{System}/calls_{name}.json.gz", "calls", some.Count, json =>
            {
                foreach (var call in some) WriteCall(json, call, closes, day.Date.AddDays(1) <= CountsInSeconds);
            });
            var contacts = some.SelectMany(call => call.Segments.Select(segment => (call, segment))).ToList();
            Write($"{System}/contacts_{name}.json.gz", "contacts", contacts.Count, json =>
            {
                foreach (var (call, segment) in contacts) WriteContact(json, call, segment);
            });
        }
    }

    private void ExportStates(string label)
    {
        var states = _agentDays.SelectMany(agentDay => AgentTimeline.Of(agentDay).Select(state => (agentDay.Agent, state.From, state.To, state.State))).Where(row => row.To <= context.Calendar.End).ToList();
        _agentDays.Clear();
        foreach (var (page, some) in WriterContext.Pages(states))
        {
            Write($"{System}/user_status_{(page == 0 ? label : $"{label}_{page + 1}")}.json.gz", "user_status", some.Count, file =>
            {
                foreach (var (agent, from, to, state) in some) WriteState(file, agent, from, to, state);
            });
        }
    }

    private static void WriteState(JsonFile file, Agent agent, long from, long to, AgentState state)
    {
        var json = file.Json;
        json.WriteStartObject();
        WriteUser(json, "user", agent);
        json.WriteString("status_label", state switch
        {
            AgentState.Available => "Available",
            AgentState.OnContact => "On a Call",
            AgentState.Wrap => "After Call Work",
            AgentState.Lunch => "Lunch",
            AgentState.Break => "Break",
            _ => "Training",
        });
        json.WriteString("status_start_at", Format.Plain(from));
        json.WriteString("status_end_at", Format.Plain(to));
        json.WriteNumber("status_time", to - from);
        json.WriteBoolean("is_user_active", true);
        WriteTeam(json, agent);
        json.WriteEndObject();
        file.EndRow();
    }

    private void Write(string name, string kind, int total, Action<JsonFile> rows)
    {
        using var file = context.Folder.OpenJson(name);
        file.Json.WriteStartObject();
        file.Json.WriteString("type", kind);
        file.Json.WriteString("version", "v1");
        file.Json.WriteStartArray("entries");
        rows(file);
        file.Json.WriteEndArray();
        file.Json.WriteNumber("total", total);
        file.Json.WriteEndObject();
    }

    // Talk time includes hold here, unlike in `contacts`.
    private static void WriteCall(JsonFile file, Contact call, long pulledAt, bool inDays)
    {
        var json = file.Json;
        var answered = call.Segments.Where(segment => segment.IsHandled).ToArray();
        var last = call.Segments.LastOrDefault();
        var type = TypeOf(call, answered.Length > 0, last);
        json.WriteStartObject();
        json.WriteString("call_id", IdOf(call));
        json.WriteString("callsid", "CA" + Ids.Hex(IdKind.Carrier, call.Number));
        json.WriteString("type", type);
        json.WriteString("start_at", Format.Iso(call.StartedAt));
        json.WriteString("end_at", Format.Iso(call.EndedAt));
        json.WriteString("talkdesk_phone_number", Line);
        json.WriteString("talkdesk_phone_display_name", LineName);
        json.WriteString("contact_phone_number", PhoneOf(call));
        WriteUser(json, "user", answered.Length > 0 ? answered[0].Agent : null);
        Seconds("total_time", call.EndedAt - call.StartedAt);
        Seconds("talk_time", answered.Sum(segment => segment.Talk + segment.Hold));
        Seconds("wait_time", call.Kind == ContactKind.Outbound ? 0 : call.Segments.Sum(segment => segment.Wait));
        Seconds("hold_time", answered.Sum(segment => segment.Hold));
        Seconds("abandon_time", type.EndsWith("abandoned", StringComparison.Ordinal) && last is not null ? last.Wait : 0);
        Seconds("total_ringing_time", call.Segments.Sum(segment => segment.Ring));
        json.Text("disposition_code", call.Disposition);
        json.WriteNull("notes");
        json.WriteNumber("user_voice_rating", 0);
        json.Text("ring_groups", last is null ? null : string.Join(" + ", call.Segments.Select(segment => GroupOf(segment.Queue))));
        json.WriteString("ivr_options", call.MenuPath);
        json.WriteBoolean("is_in_business_hours", call.Kind != ContactKind.AfterHours);
        json.WriteBoolean("is_callback_from_queue", false);
        json.WriteBoolean("is_transfer", call.Segments.Exists(segment => segment.IsTransferOut));
        WriteUser(json, "handling_user", answered.Length > 1 ? answered[^1].Agent : null);
        json.WriteNull("recording_url");
        json.WriteBoolean("is_external_transfer", false);
        json.WriteBoolean("is_if_no_answer", false);
        json.WriteBoolean("is_call_forwarding", false);
        var survey = call.Survey is { RespondedAt: { } at } answer && at <= pulledAt ? answer : null;
        json.Number("csat_score", survey?.Score);
        json.WriteString("csat_survey_time", Format.Iso(survey?.RespondedAt) ?? "");
        WriteTeam(json, answered.Length > 0 ? answered[^1].Agent : null);
        json.WriteString("rating_reason", "");
        json.WriteString("agent_disconnected", "No");
        json.WriteString("data_status", "Valid");
        json.Text("disposition_set", call.Disposition?.Split(" - ")[0]);
        json.WriteNull("nested_disposition");
        json.WriteEndObject();
        file.EndRow();

        void Seconds(string name, long value)
        {
            if (inDays) json.Decimal(name, value / DayInSeconds, 12);
            else json.WriteNumber(name, value);
        }
    }

    private static void WriteContact(JsonFile file, Contact call, Segment segment)
    {
        var json = file.Json;
        var isOutbound = call.Kind == ContactKind.Outbound;
        var agent = segment.IsHandled ? segment.Agent : null;
        var wait = isOutbound ? 0 : segment.Wait;
        int? wrap = segment.IsHandled && Randomness.Mix(call.Number) % 100 == 0 ? null : segment.Wrap; // wrap-up not delivered now and then
        var type = OutcomeOf(segment);
        json.WriteStartObject();
        json.WriteString("interaction_id", IdOf(call));
        json.WriteString("contact_id", Ids.Hex(IdKind.Leg, segment.Number));
        json.WriteString("company_number", Line);
        json.WriteString("phone_display_name", LineName);
        json.WriteString("contact_person_number", PhoneOf(call));
        json.WriteNull("external_phone_number");
        json.WriteString("direction", isOutbound ? "OUT" : "IN");
        json.WriteString("contact_type", type);
        json.WriteString("started_at", Format.Plain(segment.QueuedAt));
        json.WriteNumber("wait_time", wait);
        json.WriteNumber("time_to_missed", type == "Missed" ? wait : 0);
        json.WriteNumber("abandon_time", type == "Abandoned" ? wait : 0);
        json.WriteNumber("short_abandon_time", type == "Short Abandoned" ? wait : 0);
        json.WriteNumber("time_to_voicemail", type == "Voicemail" ? wait : 0);
        json.WriteNumber("ring_time", segment.Ring);
        json.WriteNumber("connect_time", isOutbound ? segment.Ring : 0);
        json.Text("answered_at", isOutbound ? null : Format.Plain(segment.AnsweredAt));
        json.Text("connected_at", Format.Plain(segment.AnsweredAt));
        json.WriteNumber("talk_time", segment.Talk);
        json.WriteNumber("hard_hold_time", segment.Hold);
        json.WriteNumber("soft_hold_time", 0);
        json.WriteNumber("hold_time", segment.Hold);
        json.Number("after_call_work_time", wrap);
        json.WriteString("finished_at", Format.Plain(segment.EndAt));
        json.WriteNumber("duration", segment.EndAt - segment.QueuedAt);
        json.WriteNumber("handle_time", segment.Talk + segment.Hold + (wrap ?? 0));
        json.WriteString("inside_business_hours", call.Kind == ContactKind.AfterHours ? "No" : "Yes");
        json.WriteString("inside_service_level", type == "Answered" && wait <= 20 ? "Yes" : "No");
        json.WriteString("within_service_level_threshold", !isOutbound && wait <= 20 ? "Yes" : "No");
        Transfer("transfer_out", segment.IsTransferOut);
        Transfer("transfer_in", segment.IsTransferIn);
        json.WriteNull("callback");
        json.WriteString("ring_groups", GroupOf(segment.Queue));
        json.Text("user_name", agent?.Name);
        json.WriteNull("direct_assignment_user");
        json.Text("user_id", agent is null ? null : IdOf(agent));
        json.WriteNull("direct_assignment_ids");
        WriteTeam(json, agent);
        json.Text("handling_ring_groups", segment.AnsweredAt is null ? null : GroupOf(segment.Queue));
        json.WriteEndObject();
        file.EndRow();

        void Transfer(string name, bool happened)
        {
            json.WriteString(name, happened ? "Yes" : "No");
            json.Text($"{name}_type", happened ? "ring_group" : null);
        }
    }

    private static string PhoneOf(Contact call) => call.Kind == ContactKind.Test ? TestPhone : call.Customer.Phone;

    private static string GroupOf(QueueName queue) => queue switch
    {
        QueueName.Billing => "billing",
        QueueName.Technical => "technical",
        QueueName.Sales => "sales",
        _ => "escalations",
    };

    private static string TypeOf(Contact call, bool isAnswered, Segment? last) => call.Kind == ContactKind.Outbound
        ? isAnswered ? "outbound" : "outbound_missed"
        : isAnswered ? "inbound" : last is null ? "abandoned" : OutcomeOf(last) switch
        {
            "Short Abandoned" => "short_abandoned",
            "Voicemail" => "voicemail",
            "Missed" => "missed",
            _ => "abandoned",
        };

    private static string OutcomeOf(Segment segment) => segment.Outcome switch
    {
        SegmentOutcome.Answered => "Answered",
        SegmentOutcome.Connected => "Connected",
        SegmentOutcome.NotConnected => "Not Connected",
        SegmentOutcome.Voicemail => "Voicemail",
        SegmentOutcome.Missed => "Missed",
        _ => segment.Wait < 5 ? "Short Abandoned" : "Abandoned",
    };

    private static void WriteUser(Utf8JsonWriter json, string name, Agent? agent)
    {
        json.Text($"{name}_id", agent is null ? null : IdOf(agent));
        json.Text($"{name}_name", agent?.Name);
        json.Text($"{name}_email", agent?.Email);
    }

    private static void WriteTeam(Utf8JsonWriter json, Agent? agent)
    {
        json.Text("team_id", agent is null ? null : Ids.Hex(IdKind.Team, (ulong)agent.Team));
        json.Text("team_name", agent is null ? null : $"Team {agent.Team}");
    }
}

using System.Text.Json;
using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;

namespace CareTally.SampleData.Systems.Intercom;

/// <summary>Intercom: a conversation a line with its parts, lists of contacts, admins and teams, and the activity log. Times are seconds since 1970.</summary>
internal sealed class IntercomWriter(WriterContext context) : PeriodWriter(context, "intercom")
{
    private const long Bot = 278;

    private readonly HashSet<int> _seen = [];

    protected override void Export(PeriodExport export)
    {
        using (var file = Context.Folder.OpenJson($"{Folder}/conversations_{export.Label}.jsonl"))
        {
            foreach (var chat in export.Contacts) file.Line(json => WriteConversation(json, chat, export.MadeAt));
        }

        List("contacts", export, [.. export.Contacts.Select(chat => chat.Customer).Where(customer => _seen.Add(customer.Number))], "list", "data", (json, customer) => WriteContact(json, customer, export.MadeAt));
        List("admins", export, [.. AgentsOn(export.Day.Date)], "admin.list", "admins", WriteAdmin);
        List("teams", export, (QueueName[])[QueueName.Billing, QueueName.Technical, QueueName.Sales], "team.list", "teams", WriteTeam);
        List("activity_logs", export, [.. export.AgentDays.Where(day => !day.IsAbsent && day.Actual[^1].To < export.MadeAt - 3600).SelectMany(Activities)], "activity_log.list", "activity_logs", WriteActivity);
    }

    private static string IdOf(Contact chat) => Format.Number(215469000 + (long)chat.Number);

    private static string IdOf(Customer customer) => Ids.Hex(IdKind.Contact, (ulong)customer.Number, 24);

    private static long IdOf(Agent agent) => 814901 + agent.Place;

    private static long TeamOf(QueueName queue) => queue switch { QueueName.Billing => 5017001, QueueName.Sales => 5017003, _ => 5017002 };

    private void List<T>(string name, PeriodExport export, IReadOnlyList<T> rows, string type, string key, Action<Utf8JsonWriter, T> write) => Pages(rows, page => $"{name}_{export.Label}_{page + 1}.json", (file, some) =>
    {
        file.Json.WriteStartObject();
        file.Json.WriteString("type", type);
        file.Json.WriteStartArray(key);
        foreach (var row in some)
        {
            file.Json.WriteStartObject();
            write(file.Json, row);
            file.Json.WriteEndObject();
            file.EndRow();
        }

        file.Json.WriteEndArray();
        file.Json.WriteEndObject();
    });

    private static void WriteConversation(Utf8JsonWriter json, Contact chat, long madeAt)
    {
        var handled = chat.LastHandled;
        var last = chat.Segments[^1];
        var answer = chat.Segments.Find(segment => segment.IsHandled)?.AnsweredAt;
        json.WriteStartObject();
        json.WriteString("type", "conversation");
        json.WriteString("id", IdOf(chat));
        json.WriteNull("title");
        json.WriteNumber("created_at", chat.StartedAt);
        json.WriteNumber("updated_at", chat.EndedAt + 1);
        json.Nothing("waiting_since", "snoozed_until");
        json.WriteBoolean("open", false);
        json.WriteString("state", "closed");
        json.WriteBoolean("read", true);
        json.WriteString("priority", "not_priority");
        json.Number("admin_assignee_id", handled is null ? null : IdOf(handled.Agent!));
        json.WriteNumber("team_assignee_id", TeamOf(last.Queue));
        WriteSource(json, chat);
        json.WriteStartObject("contacts");
        json.WriteString("type", "contact.list");
        json.WriteStartArray("contacts");
        json.WriteStartObject();
        json.WriteString("type", "contact");
        json.WriteString("id", IdOf(chat.Customer));
        json.Text("external_id", ExternalIdOf(chat.Customer));
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("tags");
        json.WriteString("type", "tag.list");
        json.WriteStartArray("tags");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("custom_attributes");
        if (handled is not null) json.WriteString("Issue type", chat.Issue.ToString());
        json.WriteEndObject();
        json.WriteNull("sla_applied");
        WriteStatistics(json, chat, answer);
        WriteRating(json, chat, madeAt);
        json.WriteBoolean("ai_agent_participated", false);
        json.WriteNull("ai_agent");
        WriteParts(json, chat);
        json.WriteEndObject();
    }

    private static string? ExternalIdOf(Customer customer) => customer.Number % 4 == 0 ? customer.ExternalId : null;

    private static void WriteSource(Utf8JsonWriter json, Contact chat)
    {
        json.WriteStartObject("source");
        json.WriteString("type", "conversation");
        json.WriteString("id", Format.Number(403918000 + (long)chat.Number));
        json.WriteString("delivered_as", "customer_initiated");
        json.WriteString("subject", "");
        json.WriteString("body", "<p>Synthetic text</p>");
        json.WriteStartObject("author");
        json.WriteString("type", "user");
        json.WriteString("id", IdOf(chat.Customer));
        json.WriteString("name", chat.Customer.Name);
        json.WriteString("email", chat.Customer.ChatEmail);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteStatistics(Utf8JsonWriter json, Contact chat, long? answer)
    {
        var handled = chat.LastHandled;
        json.WriteStartObject("statistics");
        json.WriteString("type", "conversation_statistics");
        json.Number("time_to_admin_reply", answer - chat.StartedAt);
        json.WriteNumber("first_contact_reply_at", chat.StartedAt);
        json.WriteNumber("first_assignment_at", chat.Segments[0].QueuedAt);
        json.Number("first_admin_reply_at", answer);
        json.WriteNumber("first_close_at", chat.EndedAt);
        json.WriteNumber("last_close_at", chat.EndedAt);
        json.Text("last_closed_by_id", handled is null ? null : Format.Number(IdOf(handled.Agent!)));
        json.WriteNumber("count_reopens", 0);
        json.WriteNumber("count_assignments", chat.Segments.Count + chat.Segments.Count(segment => segment.IsHandled));
        json.WriteNumber("count_conversation_parts", PartsOf(chat).Count());
        json.Number("handling_time", handled is null ? null : chat.EndedAt - chat.StartedAt);
        json.Number("adjusted_handling_time", handled is null ? null : chat.Segments.Sum(segment => segment.Talk));
        json.WriteEndObject();
    }

    private static void WriteRating(Utf8JsonWriter json, Contact chat, long madeAt)
    {
        if (chat.Survey is not { } survey || chat.LastHandled is not { } handled)
        {
            json.WriteNull("conversation_rating");
            return;
        }

        var isAnswered = survey.RespondedAt <= madeAt;
        json.WriteStartObject("conversation_rating");
        json.Number("rating", isAnswered ? survey.Score : null);
        json.WriteNull("remark");
        json.WriteNumber("created_at", survey.SentAt); // when it was asked for
        json.WriteNumber("updated_at", isAnswered ? survey.RespondedAt!.Value : survey.SentAt);
        json.WriteStartObject("teammate");
        json.WriteString("type", "admin");
        json.WriteString("id", Format.Number(IdOf(handled.Agent!)));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private sealed record Part(long At, string Type, string AuthorType, string Author, (string Type, long Id)? To, string State);

    private static IEnumerable<Part> PartsOf(Contact chat)
    {
        foreach (var segment in chat.Segments)
        {
            yield return new Part(segment.QueuedAt, "assignment", "bot", Format.Number(Bot), ("team", TeamOf(segment.Queue)), "open");
            if (!segment.IsHandled) continue;
            var admin = Format.Number(IdOf(segment.Agent!));
            yield return new Part(segment.AnsweredAt!.Value - segment.Ring, "assignment", "bot", Format.Number(Bot), ("admin", IdOf(segment.Agent!)), "open");
            yield return new Part(segment.AnsweredAt.Value, "comment", "admin", admin, null, "open");
            if (segment.Talk > 20) yield return new Part(segment.AnsweredAt.Value + (segment.Talk / 2), "comment", "user", IdOf(chat.Customer), null, "open");
        }

        var last = chat.LastHandled;
        yield return last == chat.Segments[^1]
            ? new Part(chat.EndedAt, "close", "admin", Format.Number(IdOf(last.Agent!)), null, "closed")
            : new Part(chat.EndedAt, "close", "bot", Format.Number(Bot), null, "closed");
    }

    private static void WriteParts(Utf8JsonWriter json, Contact chat)
    {
        var place = 0;
        json.WriteStartObject("conversation_parts");
        json.WriteString("type", "conversation_part.list");
        json.WriteStartArray("conversation_parts");
        foreach (var part in PartsOf(chat))
        {
            json.WriteStartObject();
            json.WriteString("type", "conversation_part");
            json.WriteString("id", Format.Number(98000000000 + ((long)chat.Number * 100) + place++));
            json.WriteString("part_type", part.Type);
            json.Text("body", part.Type == "comment" ? "<p>Synthetic text</p>" : null);
            json.WriteNumber("created_at", part.At);
            json.WriteNumber("updated_at", part.At);
            if (part.To is { } to)
            {
                json.WriteStartObject("assigned_to");
                json.WriteString("type", to.Type);
                json.WriteString("id", Format.Number(to.Id));
                json.WriteEndObject();
            }
            else
            {
                json.WriteNull("assigned_to");
            }

            json.WriteStartObject("author");
            json.WriteString("type", part.AuthorType);
            json.WriteString("id", part.Author);
            json.WriteEndObject();
            json.WriteString("state", part.State);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("total_count", place);
        json.WriteEndObject();
    }

    private static void WriteContact(Utf8JsonWriter json, Customer customer, long at)
    {
        json.WriteString("type", "contact");
        json.WriteString("id", IdOf(customer));
        json.Text("external_id", ExternalIdOf(customer));
        json.WriteString("role", "user");
        json.WriteString("email", customer.ChatEmail);
        json.Text("phone", customer.Number % 12 == 5 || customer.Number % 3 == 0 ? customer.Phone : null);
        json.WriteString("name", customer.Name);
        json.WriteNumber("created_at", at - 86400);
        json.WriteNumber("updated_at", at);
        json.WriteNumber("signed_up_at", at - 86400);
        json.WriteStartObject("location");
        json.WriteString("type", "location");
        json.WriteString("country", customer.Region == Region.Vietnam ? "Vietnam" : "United States");
        json.WriteEndObject();
        json.WriteStartObject("custom_attributes");
        json.WriteEndObject();
    }

    private static void WriteAdmin(Utf8JsonWriter json, Agent agent)
    {
        json.WriteString("type", "admin");
        json.WriteString("id", Format.Number(IdOf(agent)));
        json.WriteString("name", agent.Name);
        json.WriteString("email", agent.Email);
        json.WriteBoolean("away_mode_enabled", false);
        json.WriteBoolean("has_inbox_seat", true);
        json.WriteStartArray("team_ids");
        json.WriteNumberValue(TeamOf(ContactDay.QueueOf(agent.Team)));
        json.WriteEndArray();
    }

    private static void WriteTeam(Utf8JsonWriter json, QueueName queue)
    {
        json.WriteString("type", "team");
        json.WriteString("id", Format.Number(TeamOf(queue)));
        json.WriteString("name", queue.ToString());
        json.WriteStartArray("admin_ids");
        json.WriteEndArray();
    }

    private sealed record Logged(AgentDay Day, int Place, long At, string Type, string? Key, bool On, string? Reason);

    // Only what changes is told.
    private static IEnumerable<Logged> Activities(AgentDay day)
    {
        var place = 0;
        var (isAway, isOccupied) = (false, false);
        yield return new Logged(day, place++, day.Actual[0].From, "admin_login_success", null, false, null);
        long ends = 0;
        foreach (var (from, to, state) in AgentTimeline.Of(day))
        {
            ends = to;
            var away = state is AgentState.Break or AgentState.Lunch or AgentState.Training;
            var occupied = state is AgentState.OnContact or AgentState.Wrap;
            if (away != isAway) yield return new Logged(day, place++, from, "admin_away_mode_change", "away_mode", away, away ? state.ToString() : null);
            if (occupied != isOccupied) yield return new Logged(day, place++, from, "admin_occupancy_state_change", "occupancy_state", occupied, null);
            (isAway, isOccupied) = (away, occupied);
        }

        yield return new Logged(day, place, ends, "admin_logout", null, false, null);
    }

    private static void WriteActivity(Utf8JsonWriter json, Logged logged)
    {
        json.WriteString("id", Ids.Uuid(IdKind.Event, ((ulong)logged.Day.Date.DayNumber << 24) + ((ulong)logged.Day.Agent.Place << 12) + (ulong)logged.Place));
        json.WriteStartObject("performed_by");
        json.WriteString("type", "admin");
        json.WriteString("id", Format.Number(IdOf(logged.Day.Agent)));
        json.WriteEndObject();
        json.WriteStartObject("metadata");
        if (logged.Key == "away_mode")
        {
            json.WriteBoolean("away_mode", logged.On);
            json.Text("away_status_reason", logged.Reason);
        }
        else if (logged.Key is not null)
        {
            json.WriteString(logged.Key, logged.On ? "occupied" : "idle");
        }

        json.WriteEndObject();
        json.WriteNumber("created_at", logged.At);
        json.WriteString("activity_type", logged.Type);
    }
}

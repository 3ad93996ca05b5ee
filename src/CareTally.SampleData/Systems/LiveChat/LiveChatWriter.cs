using System.Text.Json;
using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;

namespace CareTally.SampleData.Systems.LiveChat;

/// <summary>LiveChat: pages of archived threads with times in microseconds; who left the queue is in a report of its own.</summary>
internal sealed class LiveChatWriter(WriterContext context) : PeriodWriter(context, "livechat")
{
    private const string Micro = "yyyy-MM-dd'T'HH:mm:ss'.000000Z'";

    protected override void Export(PeriodExport export)
    {
        var left = export.Contacts.Where(chat => chat.LastHandled is null && chat.Segments[^1].Outcome == SegmentOutcome.Abandoned).ToList();
        var archived = export.Contacts.Except(left).ToList();
        Pages(archived, page => $"archives_{export.Label}_{page + 1}.json", (file, some) =>
        {
            file.Json.WriteStartObject();
            file.Json.WriteStartArray("chats");
            foreach (var chat in some)
            {
                WriteChat(file.Json, chat, export.MadeAt);
                file.EndRow();
            }

            file.Json.WriteEndArray();
            file.Json.WriteNumber("found_chats", archived.Count);
            file.Json.WriteEndObject();
        });
        WriteLeavers(export.Label, left);
        if (Context.IsLast(export.Day)) WriteDirectory(export.Day.Date);
    }

    private static string ThreadOf(Contact chat) => Ids.Text("T", chat.Number, 9);

    private static int GroupOf(QueueName queue) => queue switch { QueueName.Billing => 19, QueueName.Sales => 0, _ => 20 };

    private static string Time(long instant) => Format.Utc(instant, Micro);

    private static void WriteChat(Utf8JsonWriter json, Contact chat, long madeAt)
    {
        json.WriteStartObject();
        json.WriteString("id", Ids.Text("C", (ulong)chat.Customer.Number, 9));
        json.WriteStartArray("users");
        foreach (var agent in chat.Segments.Where(segment => segment.IsHandled).Select(segment => segment.Agent!).Distinct())
        {
            json.WriteStartObject();
            json.WriteString("id", agent.Email);
            json.WriteString("name", agent.Name);
            json.WriteString("email", agent.Email);
            json.WriteString("type", "agent");
            json.WriteEndObject();
        }

        json.WriteStartObject();
        json.WriteString("id", chat.Customer.Device);
        json.WriteString("name", chat.Customer.Name);
        json.WriteString("email", chat.Customer.ChatEmail);
        json.WriteString("type", "customer");
        json.WriteString("created_at", "2024-11-02T19:19:50.625101Z");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("thread");
        json.WriteString("id", ThreadOf(chat));
        json.WriteBoolean("active", false);
        json.WriteString("created_at", Time(chat.StartedAt));
        if (chat.LastHandled is not null) json.Texts("tags", chat.Issue.ToString().ToLowerInvariant());
        else json.Texts("tags");
        json.WriteNumber("queues_duration", chat.Segments[0].Wait);
        json.WriteNull("previous_thread_id");
        json.WriteStartObject("access");
        WriteGroups(json, chat.Segments[^1].Queue);
        json.WriteEndObject();
        json.WriteStartObject("customer_visit");
        json.WriteStartObject("geolocation");
        json.WriteString("country", chat.Customer.Region == Region.Vietnam ? "Vietnam" : "United States");
        json.WriteString("timezone", chat.Customer.Region == Region.Vietnam ? Zone.HoChiMinh.Name : Zone.NewYork.Name);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("properties");
        if (chat.Survey is { RespondedAt: { } at } survey && at <= madeAt)
        {
            json.WriteStartObject("rating");
            json.WriteNumber("score", survey.Score >= 4 ? 1 : 0);
            json.WriteEndObject();
        }

        json.WriteStartObject("routing");
        json.WriteBoolean("continuous", false);
        json.WriteBoolean("idle", false);
        json.WriteEndObject();
        json.WriteEndObject();
        WriteEvents(json, chat, madeAt);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteGroups(Utf8JsonWriter json, QueueName queue)
    {
        json.WriteStartArray("group_ids");
        json.WriteNumberValue(GroupOf(queue));
        json.WriteEndArray();
    }

    private static void WriteEvents(Utf8JsonWriter json, Contact chat, long madeAt)
    {
        var number = 0;
        json.WriteStartArray("events");
        Begin(chat.StartedAt, "filled_form");
        json.WriteString("author_id", chat.Customer.Device);
        json.WriteString("form_type", "prechat");
        json.WriteStartArray("fields");
        json.WriteStartObject();
        json.WriteString("id", "10023");
        json.WriteString("type", "radio");
        json.WriteString("label", "Topic");
        json.WriteStartObject("answer");
        json.WriteString("id", "0");
        json.WriteString("label", chat.Issue.ToString());
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        foreach (var segment in chat.Segments.Where(segment => segment.IsHandled))
        {
            if (segment.IsTransferIn) System(segment.QueuedAt, "chat_transferred", null);
            System(segment.AnsweredAt!.Value, "agent_joined", segment.Agent!.Name);
            Message(segment.AnsweredAt.Value, segment.Agent.Email);
            if (segment.Talk > 20) Message(segment.AnsweredAt.Value + (segment.Talk / 2), chat.Customer.Device);
            if (segment.IsTransferOut) System(segment.LeftAt, "agent_left", segment.Agent.Name);
        }

        if (chat.LastHandled == chat.Segments[^1]) System(chat.EndedAt, "manual_archived_agent", chat.Segments[^1].Agent!.Name);
        else System(chat.EndedAt, chat.Segments[^1].Outcome == SegmentOutcome.Abandoned ? "archived_customer_disconnected" : "system_archived", null);
        if (chat.Survey is { RespondedAt: { } at } && at <= madeAt) System(at, "rating.chat_rated", null);
        json.WriteEndArray();

        void Begin(long when, string type)
        {
            json.WriteStartObject();
            json.WriteString("id", $"{ThreadOf(chat)}_{++number}");
            json.WriteString("created_at", Time(when));
            json.WriteString("visibility", "all");
            json.WriteString("type", type);
        }

        void Message(long when, string author)
        {
            Begin(when, "message");
            json.WriteString("author_id", author);
            json.WriteString("text", "Synthetic text");
            json.WriteEndObject();
        }

        void System(long when, string type, string? agent)
        {
            Begin(when, "system_message");
            json.WriteString("system_message_type", type);
            json.WriteStartObject("text_vars");
            if (agent is not null) json.WriteString("agent", agent);
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }

    private void WriteLeavers(string label, List<Contact> left)
    {
        using var file = Context.Folder.OpenJson($"{Folder}/left_queue_{label}.json");
        var json = file.Json;
        json.WriteStartObject();
        json.WriteString("name", "queued-visitors-left-report");
        json.WriteNumber("total", left.Count);
        json.WriteStartObject("records");
        foreach (var chat in left)
        {
            var segment = chat.Segments[^1];
            json.WriteStartObject(Ids.Text("Q", chat.Number, 9));
            json.WriteStartObject("visitor");
            json.WriteString("id", chat.Customer.Device);
            json.WriteEndObject();
            json.WriteStartObject("queue");
            json.WriteNumber("duration", segment.Wait);
            json.WriteNumber("group", GroupOf(segment.Queue));
            json.WriteString("start_date", Format.Iso(segment.QueuedAt));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    // The Configuration API answers with bare arrays, of those who are there now.
    private void WriteDirectory(DateOnly date)
    {
        using (var agents = Context.Folder.OpenJson($"{Folder}/agents.json"))
        {
            agents.Json.WriteStartArray();
            foreach (var agent in AgentsOn(date))
            {
                agents.Json.WriteStartObject();
                agents.Json.WriteString("id", agent.Email);
                agents.Json.WriteString("account_id", Ids.Uuid(IdKind.Agent, (ulong)agent.Number));
                agents.Json.WriteString("name", agent.Name);
                agents.Json.WriteString("role", "normal");
                agents.Json.WriteNumber("max_chats_count", 3);
                agents.Json.WriteStartArray("groups");
                agents.Json.WriteStartObject();
                agents.Json.WriteNumber("id", GroupOf(ContactDay.QueueOf(agent.Team)));
                agents.Json.WriteString("priority", "normal");
                agents.Json.WriteEndObject();
                agents.Json.WriteEndArray();
                agents.Json.WriteEndObject();
            }

            agents.Json.WriteEndArray();
        }

        using var groups = Context.Folder.OpenJson($"{Folder}/groups.json");
        groups.Json.WriteStartArray();
        foreach (var queue in (ReadOnlySpan<QueueName>)[QueueName.Billing, QueueName.Technical, QueueName.Sales])
        {
            groups.Json.WriteStartObject();
            groups.Json.WriteNumber("id", GroupOf(queue));
            groups.Json.WriteString("name", queue.ToString());
            groups.Json.WriteEndObject();
        }

        groups.Json.WriteEndArray();
    }
}

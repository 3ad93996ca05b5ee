using System.Text.Json;
using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;

namespace CareTally.SampleData.Systems.Zendesk;

/// <summary>Rows of Zendesk's exports.</summary>
internal static class TicketJson
{
    private const long IssueField = 360033344455;
    private const long AreaField = 360033344466;

    public static void Write(Utf8JsonWriter json, Case ticket, CaseState state)
    {
        var id = ZendeskWriter.IdOf(ticket);
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteString("url", $"https://sample.zendesk.com/api/v2/tickets/{id}.json");
        json.WriteNull("external_id");
        WriteVia(json, ticket);
        json.WriteString("created_at", Format.Iso(ticket.CreatedAt));
        json.WriteString("updated_at", Format.Iso(state.UpdatedAt));
        json.WriteNumber("generated_timestamp", state.UpdatedAt + 2);
        json.WriteNull("type");
        json.WriteString("subject", $"Sample ticket {id}");
        json.Text("priority", PriorityOf(state.Priority));
        json.WriteString("status", state.IsDeleted ? "deleted" : StatusOf(state.Status));
        json.WriteNumber("requester_id", ZendeskWriter.IdOf(ticket.Customer));
        json.WriteNumber("submitter_id", ticket.IsByAgent ? ZendeskWriter.IdOf(ticket.Agent) : ZendeskWriter.IdOf(ticket.Customer));
        json.Number("assignee_id", state.IsAssigned ? ZendeskWriter.IdOf(ticket.Agent) : null);
        json.WriteNull("organization_id");
        json.WriteNumber("group_id", GroupOf(state.Group));
        json.WriteNumber("brand_id", 360000444555);
        json.WriteNumber("ticket_form_id", 360000099999);
        json.WriteNull("problem_id");
        json.WriteBoolean("has_incidents", false);
        json.WriteBoolean("is_public", true);
        json.WriteNull("due_at");
        json.Texts("tags", TagsOf(ticket, null));
        json.WriteStartArray("custom_fields");
        WriteField(json, IssueField, ticket.IssueField);
        WriteField(json, AreaField, ticket.Area);
        json.WriteEndArray();
        json.WriteStartObject("satisfaction_rating");
        json.WriteString("score", state.IsSatisfied switch { true => "good", false => "bad", _ => state.IsOffered ? "offered" : "unoffered" });
        json.WriteEndObject();
        json.Texts("sharing_agreement_ids");
        json.Texts("followup_ids");
        json.WriteBoolean("allow_channelback", false);
        json.WriteBoolean("allow_attachments", true);
        json.WriteEndObject();
    }

    public static void WriteMetrics(Utf8JsonWriter json, Case ticket, CaseState state)
    {
        var id = ZendeskWriter.IdOf(ticket);
        json.WriteStartObject();
        json.WriteNumber("id", 5527084000000 + id);
        json.WriteNumber("ticket_id", id);
        json.WriteString("created_at", Format.Iso(ticket.CreatedAt));
        json.WriteString("updated_at", Format.Iso(state.UpdatedAt));
        json.WriteNumber("group_stations", state.Groups);
        json.WriteNumber("assignee_stations", state.IsAssigned ? 1 : 0);
        json.WriteNumber("reopens", state.Reopens);
        json.WriteNumber("replies", state.Replies);
        json.WriteString("status_updated_at", Format.Iso(state.StatusAt));
        json.Text("solved_at", state.IsSettled ? Format.Iso(state.LastSolvedAt) : null);
        json.WriteNull("latest_comment_added_at");
        Minutes("reply_time_in_minutes", ticket.IsByAgent ? null : state.FirstReplyAt); // a ticket that staff opened has no reply clock
        Minutes("first_resolution_time_in_minutes", state.FirstSolvedAt);
        Minutes("full_resolution_time_in_minutes", state.IsSettled ? state.LastSolvedAt : null);
        json.WriteEndObject();

        void Minutes(string name, long? until)
        {
            json.WriteStartObject(name);
            json.Number("calendar", until is { } at ? (at - ticket.CreatedAt) / 60 : null);
            json.Number("business", until is { } end ? OfficeHours.Between(ticket.CreatedAt, end) / 60 : null);
            json.WriteEndObject();
        }
    }

    public static void WriteRating(Utf8JsonWriter json, Case ticket, CaseState state, CaseStep? answer)
    {
        var id = 7010000 + (long)ticket.Number;
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteString("url", $"https://sample.zendesk.com/api/v2/satisfaction_ratings/{id}.json");
        json.WriteNumber("assignee_id", ZendeskWriter.IdOf(ticket.Agent));
        json.WriteNumber("group_id", GroupOf(state.Group));
        json.WriteNumber("requester_id", ZendeskWriter.IdOf(ticket.Customer));
        json.WriteNumber("ticket_id", ZendeskWriter.IdOf(ticket));
        json.WriteString("score", answer?.IsSatisfied switch { true => "good", false => "bad", _ => "offered" });
        json.WriteString("created_at", Format.Iso(state.FirstSolvedAt!.Value));
        json.WriteString("updated_at", Format.Iso(answer?.At ?? state.FirstSolvedAt.Value));
        json.WriteNull("comment");
        json.WriteString("reason", "No reason provided");
        json.WriteEndObject();
    }

    public static void WriteUser(Utf8JsonWriter json, Agent? agent, Customer? customer, DateOnly day)
    {
        json.WriteStartObject();
        json.WriteNumber("id", agent is not null ? ZendeskWriter.IdOf(agent) : ZendeskWriter.IdOf(customer!));
        json.WriteString("role", agent is null ? "end-user" : "agent");
        json.Number("role_type", agent is null ? null : 0);
        json.WriteString("name", agent?.Name ?? customer!.Name);
        json.WriteString("email", agent?.Email ?? customer!.Email);
        json.Text("phone", customer is { } known && known.Number % 5 < 3 ? known.Phone : null);
        json.WriteNull("organization_id");
        json.Text("external_id", customer is { } billed && billed.Number % 10 < 7 ? billed.ExternalId : null);
        json.WriteString("time_zone", "Hanoi");
        json.WriteString("locale", "vi");
        json.Texts("tags");
        json.WriteStartObject("user_fields");
        json.WriteEndObject();
        json.WriteBoolean("active", true);
        json.WriteBoolean("suspended", false);
        var since = Format.Date(agent?.HiredOn ?? day) + "T02:00:00Z";
        json.WriteString("created_at", since);
        json.WriteString("updated_at", since);
        json.WriteBoolean("permanently_deleted", false);
        json.WriteEndObject();
    }

    public static string ChannelOf(Case ticket) => ticket.Channel switch
    {
        CaseChannel.Email => "email",
        CaseChannel.Web => "web",
        CaseChannel.Phone => "voice",
        CaseChannel.Chat => "chat",
        CaseChannel.Messaging => "native_messaging",
        _ => "facebook",
    };

    public static string StatusOf(CaseStatus status) => status switch
    {
        CaseStatus.New => "new",
        CaseStatus.Open => "open",
        CaseStatus.Pending => "pending",
        CaseStatus.Hold => "hold",
        CaseStatus.Solved => "solved",
        _ => "closed",
    };

    public static string? PriorityOf(int? priority) => priority switch { 1 => "urgent", 2 => "high", 3 => "normal", 4 => "low", _ => null };

    public static long GroupOf(CaseGroup group) => 360001112222 + (long)group;

    /// <summary>The tags of a ticket: what it is about, whether it is a test, and why its clock does not run.</summary>
    public static string[] TagsOf(Case ticket, string? exception) => [Word(ticket.Issue), .. ticket.IsTest ? ["test"] : Array.Empty<string>(), .. exception is null ? [] : new[] { exception }];

    private static string Word(Issue issue) => issue switch { Issue.Billing => "billing", Issue.Technical => "technical", Issue.Sales => "sales", _ => "account" };

    private static void WriteVia(Utf8JsonWriter json, Case ticket)
    {
        json.WriteStartObject("via");
        json.WriteString("channel", ChannelOf(ticket));
        json.WriteStartObject("source");
        json.WriteStartObject("from");
        if (ticket.Channel == CaseChannel.Email) json.WriteString("address", ticket.Customer.Email);
        if (ticket.Channel == CaseChannel.Phone) json.WriteString("phone", ticket.Customer.Phone);
        json.WriteEndObject();
        json.WriteStartObject("to");
        if (ticket.Channel == CaseChannel.Email) json.WriteString("address", "support@example.org");
        json.WriteEndObject();
        json.Text("rel", ticket.Channel == CaseChannel.Phone ? "inbound" : ticket.IsFollowUp ? "follow_up" : null);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter json, long id, string? value)
    {
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.Text("value", value);
        json.WriteEndObject();
    }
}

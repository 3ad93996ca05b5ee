using System.Text.Json;
using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;

namespace CareTally.SampleData.Systems.Freshdesk;

/// <summary>Answers of the Freshdesk API as bare arrays: tickets that changed, their activities, conversations, time entries, ratings, contacts and agents.</summary>
internal sealed class FreshdeskWriter : ISystemWriter
{
    private const string System = "freshdesk";

    private readonly WriterContext _context;
    private readonly CaseFeed _feed;
    private readonly HashSet<int> _seen = [];
    private readonly List<Customer> _newContacts = [];

    public FreshdeskWriter(WriterContext context) => (_context, _feed) = (context, new CaseFeed(context, System));

    public static long IdOf(Case ticket) => 4800 + (long)ticket.Number;

    public static long IdOf(Agent agent) => 67013469919 + agent.Place;

    private static long IdOf(Customer customer) => 67042965500 + customer.Number;

    public void Add(DayRecords day)
    {
        foreach (var ticket in day.CasesOf(System))
        {
            if (_seen.Add(ticket.Customer.Number)) _newContacts.Add(ticket.Customer);
        }

        if (_feed.Add(day) is not { } export) return;
        var label = Format.Date(day.Date);
        var alive = export.Changed.Where(ticket => !(ticket.DeletedAt <= export.MadeAt)).ToList();
        Pages(alive, page => $"tickets_{label}_p{page + 1}", (json, ticket) => WriteTicket(json, ticket, ticket.At(export.MadeAt), false));
        Pages([.. export.Changed.Where(ticket => ticket.DeletedAt <= export.MadeAt)], page => $"tickets_deleted_{label}_p{page + 1}", (json, ticket) => WriteTicket(json, ticket, ticket.At(export.MadeAt), true));
        var steps = export.Changed.SelectMany(ticket => ticket.Steps.Select((step, place) => (Ticket: ticket, Step: step, Place: place)).Where(row => row.Step.At > export.After && row.Step.At <= export.MadeAt)).ToList();
        WriteActivities(label, [.. steps.Where(row => row.Step.Status is not null || row.Step.Group is not null || row.Step.Priority is not null).OrderBy(row => row.Step.At).ThenBy(row => row.Ticket.Number)]);
        Pages([.. steps.Where(row => row.Place > 0 && (row.Step.IsPublicReply || row.Step.IsNote))], page => $"conversations_{label}_p{page + 1}", (json, row) => WriteConversation(json, row.Ticket, row.Step, row.Place));
        Pages([.. steps.Where(row => row.Step.Effort > 0)], page => $"time_entries_{label}_p{page + 1}", (json, row) => WriteEffort(json, row.Ticket, row.Step, row.Place));
        Pages([.. steps.Where(row => row.Step.IsSatisfied is not null)], page => $"satisfaction_ratings_{label}_p{page + 1}", (json, row) => WriteRating(json, row.Ticket, row.Step));
        Pages(_newContacts, page => $"contacts_{label}_p{page + 1}", (json, customer) => WriteContact(json, customer, day.Date));
        _newContacts.Clear();
        WriteDirectory(export, day, label);
    }

    private void Pages<T>(IReadOnlyList<T> rows, Func<int, string> name, Action<Utf8JsonWriter, T> write)
    {
        foreach (var (page, some) in WriterContext.Pages(rows))
        {
            using var file = _context.Folder.OpenJson($"{System}/{name(page)}.json");
            file.Json.WriteStartArray();
            foreach (var row in some)
            {
                file.Json.WriteStartObject();
                write(file.Json, row);
                file.Json.WriteEndObject();
                file.EndRow();
            }

            file.Json.WriteEndArray();
        }
    }

    private void WriteActivities(string label, IReadOnlyList<(Case Ticket, CaseStep Step, int Place)> steps)
    {
        foreach (var (page, some) in WriterContext.Pages(steps))
        {
            using var file = _context.Folder.OpenJson($"{System}/ticket_activities_{label}_p{page + 1}.json");
            var json = file.Json;
            json.WriteStartObject();
            json.WriteStartArray("activities_data");
            foreach (var (ticket, step, place) in some)
            {
                json.WriteStartObject();
                json.WriteString("performed_at", Format.Utc(step.At, "dd-MM-yyyy HH:mm:ss '+0000'"));
                json.WriteNumber("ticket_id", IdOf(ticket));
                json.WriteString("performer_type", step.By == Actor.Automation ? "system" : "user");
                json.Number("performer_id", Author(ticket, step));
                json.WriteStartObject("activity");
                if (place == 0) json.WriteBoolean("new_ticket", true);
                if (step.Status is { } status) json.WriteString("status", LabelOf(status));
                if (step.Priority is { } priority) json.WriteNumber("priority", 5 - priority);
                if (step.Group is { } group) json.WriteString("group", group.ToString());
                json.WriteEndObject();
                json.WriteEndObject();
                file.EndRow();
            }

            json.WriteEndArray();
            json.WriteStartObject("metadata");
            json.WriteNumber("activities_count", some.Count);
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }

    private static long? Author(Case ticket, CaseStep step) => step.By switch
    {
        Actor.Customer => IdOf(ticket.Customer),
        Actor.Agent => IdOf(ticket.Agent),
        _ => null,
    };

    private static long GroupOf(CaseGroup group) => 67000259997 + (long)group;

    private static string LabelOf(CaseStatus status) => status switch
    {
        CaseStatus.Pending => "Pending",
        CaseStatus.Hold => "Waiting on Vendor",
        CaseStatus.Solved => "Resolved",
        CaseStatus.Closed => "Closed",
        _ => "Open",
    };

    private static int CodeOf(CaseStatus status) => status switch
    {
        CaseStatus.Pending => 3,
        CaseStatus.Hold => 6,
        CaseStatus.Solved => 4,
        CaseStatus.Closed => 5,
        _ => 2,
    };

    private static void WriteTicket(Utf8JsonWriter json, Case ticket, CaseState state, bool isDeleted)
    {
        foreach (var list in (ReadOnlySpan<string>)["cc_emails", "fwd_emails", "reply_cc_emails", "ticket_cc_emails"]) json.Texts(list);
        json.WriteBoolean("fr_escalated", false);
        json.WriteBoolean("spam", false);
        json.WriteNumber("email_config_id", 67000041667);
        json.WriteNumber("group_id", GroupOf(state.Group));
        json.WriteNumber("priority", 5 - (state.Priority ?? 4));
        json.WriteNumber("requester_id", IdOf(ticket.Customer));
        json.Number("responder_id", state.IsAssigned ? IdOf(ticket.Agent) : null);
        json.WriteNumber("source", ticket.Channel switch { CaseChannel.Email => 1, CaseChannel.Web => 2, CaseChannel.Phone => 3, CaseChannel.Chat => 7, CaseChannel.Messaging => 13, _ => 6 });
        json.WriteNull("company_id");
        json.WriteNumber("status", CodeOf(state.Status));
        json.WriteString("subject", $"Sample ticket {IdOf(ticket)}");
        json.WriteNull("association_type");
        json.WriteString("support_email", "support@sample.freshdesk.com");
        json.Texts("to_emails", "support@sample.freshdesk.com");
        json.WriteNull("product_id");
        json.WriteNumber("id", IdOf(ticket));
        json.Text("type", ticket.IssueField);
        json.WriteString("due_by", Format.Iso(ticket.CreatedAt + (3 * 86400)));
        json.WriteString("fr_due_by", Format.Iso(ticket.CreatedAt + 14400));
        json.WriteBoolean("is_escalated", false);
        json.WriteStartObject("custom_fields");
        json.Text("cf_product_area", ticket.Area);
        json.Text("cf_severity", state.Priority is null ? null : $"S{state.Priority}");
        json.WriteEndObject();
        json.WriteString("created_at", Format.Iso(ticket.CreatedAt));
        json.WriteString("updated_at", Format.Iso(state.UpdatedAt));
        json.WriteNull("associated_tickets_count");
        if (ticket.IsTest) json.Texts("tags", "test");
        else json.Texts("tags");
        json.WriteStartObject("requester");
        json.WriteNumber("id", IdOf(ticket.Customer));
        json.WriteString("name", ticket.Customer.Name);
        json.WriteString("email", ticket.Customer.Email);
        json.Text("mobile", ticket.Customer.Number % 3 == 0 ? ticket.Customer.Phone : null);
        json.WriteNull("phone");
        json.WriteEndObject();
        json.WriteStartObject("stats");
        json.Text("agent_responded_at", Format.Iso(state.LastAgentReplyAt));
        json.Text("requester_responded_at", Format.Iso(state.LastCustomerReplyAt == ticket.CreatedAt ? null : state.LastCustomerReplyAt));
        json.Text("first_responded_at", Format.Iso(state.FirstReplyAt));
        json.WriteString("status_updated_at", Format.Iso(state.StatusAt));
        json.Text("reopened_at", Format.Iso(state.ReopenedAt));
        json.Text("resolved_at", state.IsSettled ? Format.Iso(state.LastSolvedAt ?? state.ClosedAt) : null);
        json.Text("closed_at", Format.Iso(state.ClosedAt));
        json.Text("pending_since", Format.Iso(state.PendingSince));
        json.WriteEndObject();
        json.WriteNull("nr_due_by");
        json.WriteBoolean("nr_escalated", false);
        if (isDeleted) json.WriteBoolean("deleted", true);
    }

    private static void WriteConversation(Utf8JsonWriter json, Case ticket, CaseStep step, int place)
    {
        json.WriteNumber("id", 67100000000 + ((long)ticket.Number * 100) + place);
        json.WriteString("body", "<div>Synthetic text</div>");
        json.WriteBoolean("incoming", step.By == Actor.Customer);
        json.WriteBoolean("private", step.IsNote);
        json.Number("user_id", Author(ticket, step));
        json.WriteNumber("source", step.IsNote ? 2 : 0);
        json.WriteBoolean("auto_response", false);
        json.WriteNull("automation_id");
        json.WriteString("created_at", Format.Iso(step.At));
        json.WriteString("updated_at", Format.Iso(step.At));
        json.WriteNumber("ticket_id", IdOf(ticket));
    }

    private static void WriteEffort(Utf8JsonWriter json, Case ticket, CaseStep step, int place)
    {
        json.WriteBoolean("billable", true);
        json.WriteString("note", "");
        json.WriteNumber("id", 67011000000 + ((long)ticket.Number * 100) + place);
        json.WriteBoolean("timer_running", false);
        json.WriteNumber("agent_id", IdOf(ticket.Agent));
        json.WriteNumber("ticket_id", IdOf(ticket));
        json.WriteNull("company_id");
        json.WriteString("time_spent", Format.Clock(step.Effort)[..5]);
        json.WriteString("executed_at", Format.Utc(step.At, "yyyy-MM-dd'T00:00:00Z'"));
        json.WriteString("start_time", Format.Iso(step.At - step.Effort));
        json.WriteString("created_at", Format.Iso(step.At));
        json.WriteString("updated_at", Format.Iso(step.At));
        json.WriteNumber("time_spent_in_seconds", step.Effort);
    }

    private static void WriteRating(Utf8JsonWriter json, Case ticket, CaseStep step)
    {
        // Seven points: pleased 103, 102 or 101, else 100 or below.
        ReadOnlySpan<int> pleased = [103, 103, 103, 102, 101];
        ReadOnlySpan<int> annoyed = [-103, -102, -101, 100];
        json.WriteNumber("id", 67000499000 + (long)ticket.Number);
        json.WriteNumber("survey_id", 67000084490);
        json.WriteNumber("user_id", IdOf(ticket.Customer));
        json.WriteNumber("agent_id", IdOf(ticket.Agent));
        json.WriteNull("feedback");
        json.WriteNumber("group_id", GroupOf(ticket.At(step.At).Group));
        json.WriteNumber("ticket_id", IdOf(ticket));
        json.WriteString("created_at", Format.Iso(step.At));
        json.WriteString("updated_at", Format.Iso(step.At));
        json.WriteStartObject("ratings");
        json.WriteNumber("default_question", step.IsSatisfied == true ? pleased[(int)(ticket.Number % 5)] : annoyed[(int)(ticket.Number % 4)]);
        json.WriteEndObject();
    }

    private static void WriteContact(Utf8JsonWriter json, Customer customer, DateOnly day)
    {
        json.WriteBoolean("active", false);
        json.WriteNull("company_id");
        json.WriteString("email", customer.Email);
        json.WriteNumber("id", IdOf(customer));
        json.WriteString("language", "vi");
        json.Text("mobile", customer.Number % 3 == 0 ? customer.Phone : null);
        json.WriteString("name", customer.Name);
        json.Text("phone", customer.Number % 3 == 1 ? $"0{customer.Phone[3..]}" : null);
        json.WriteString("time_zone", "Hanoi");
        json.WriteStartObject("custom_fields");
        json.WriteEndObject();
        json.Texts("tags");
        if (customer.Email != customer.ChatEmail) json.Texts("other_emails", customer.ChatEmail);
        else json.Texts("other_emails");
        json.WriteString("created_at", $"{Format.Date(day)}T00:00:00Z");
        json.WriteString("updated_at", $"{Format.Date(day)}T00:00:00Z");
        json.Text("unique_external_id", customer.Number % 2 == 0 ? customer.ExternalId : null);
    }

    // Agents and groups, and what is written once: companies and articles, of which this account has none.
    private void WriteDirectory(CaseExport export, DayRecords day, string label)
    {
        Pages([.. _context.Agents.Where(agent => agent.Centre == System && agent.HiredOn <= day.Date)], page => $"agents_{label}_p{page + 1}", (json, agent) =>
        {
            json.WriteNumber("id", IdOf(agent));
            json.WriteBoolean("available", true);
            json.WriteString("type", "support_agent");
            json.WriteStartArray("group_ids");
            json.WriteNumberValue(GroupOf(agent.Team == Issue.Technical ? CaseGroup.Technical : CaseGroup.Billing));
            json.WriteEndArray();
            json.WriteStartObject("contact");
            json.WriteString("name", agent.Name);
            json.WriteString("email", agent.Email);
            json.WriteString("time_zone", "Hanoi");
            json.WriteEndObject();
            json.WriteString("created_at", $"{Format.Date(agent.HiredOn)}T02:00:00Z");
            json.WriteString("updated_at", $"{Format.Date(agent.HiredOn)}T02:00:00Z");
        });
        if (!export.IsFirst) return;
        Pages((CaseGroup[])[CaseGroup.Billing, CaseGroup.Technical, CaseGroup.Engineering], _ => "groups", (json, group) =>
        {
            json.WriteNumber("id", GroupOf(group));
            json.WriteString("name", group.ToString());
            json.WriteString("updated_at", "2024-01-05T02:00:00Z");
        });
        Pages((string[])[], _ => "companies", (_, _) => { });
        Pages((string[])[], _ => "solution_articles", (_, _) => { });
    }
}

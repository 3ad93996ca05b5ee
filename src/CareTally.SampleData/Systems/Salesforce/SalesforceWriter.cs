using System.Globalization;
using System.Text.Json;
using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;

namespace CareTally.SampleData.Systems.Salesforce;

/// <summary>Salesforce Service Cloud: pages of SOQL queries, and Bulk CSV of Omni-Channel. Lookups of the history come in two rows.</summary>
internal sealed class SalesforceWriter : ISystemWriter
{
    private const string System = "salesforce";
    private const string Rest = "yyyy-MM-dd'T'HH:mm:ss'.000+0000'";

    private readonly WriterContext _context;
    private readonly CaseFeed _feed;
    private readonly HashSet<int> _seen = [];
    private readonly List<Customer> _newContacts = [];
    private readonly List<AgentDay> _agentDays = [];

    public SalesforceWriter(WriterContext context) => (_context, _feed) = (context, new CaseFeed(context, System));

    public void Add(DayRecords day)
    {
        _agentDays.AddRange(day.AgentDays.Where(agentDay => agentDay.Agent.Centre == System && !agentDay.IsAbsent));
        foreach (var about in day.CasesOf(System))
        {
            if (_seen.Add(about.Customer.Number)) _newContacts.Add(about.Customer);
        }

        if (_feed.Add(day) is not { } export) return;
        var label = Format.Date(day.Date);
        Query("Case", label, export.Changed, SalesforceIds.Of, (json, about) => WriteCase(json, about, export.MadeAt));
        WriteHistory(label, export);
        WriteMessages(label, export);
        Query("Contact", label, _newContacts, SalesforceIds.Of, (json, customer) => WriteContact(json, customer, day.Date));
        Query("Account", label, _newContacts, customer => SalesforceIds.Of("001", (ulong)customer.Number + 1), (json, customer) => WriteAccount(json, customer, day.Date));
        _newContacts.Clear();
        WriteWork(label, export);
        WritePresence(label, export);
        WriteDirectory(day, label);
        if (!export.IsFirst) return;
        foreach (var none in (ReadOnlySpan<string>)["CaseMilestone", "LiveChatTranscript"]) Query(none, label, (string[])[], id => id, (_, _) => { });
    }

    private static string Time(long instant) => Format.Utc(instant, Rest);

    private static string? Time(long? instant) => instant is { } known ? Time(known) : null;

    private void Query<T>(string type, string label, IReadOnlyList<T> rows, Func<T, string> id, Action<Utf8JsonWriter, T> write)
    {
        foreach (var (page, some) in WriterContext.Pages(rows))
        {
            using var file = _context.Folder.OpenJson($"{System}/{type}_{label}_{page + 1}.json");
            var json = file.Json;
            json.WriteStartObject();
            json.WriteNumber("totalSize", rows.Count);
            json.WriteBoolean("done", (page + 1) * WriterContext.MostInPage >= rows.Count);
            json.WriteStartArray("records");
            foreach (var row in some)
            {
                json.WriteStartObject();
                json.WriteStartObject("attributes");
                json.WriteString("type", type);
                json.WriteString("url", $"/services/data/v58.0/sobjects/{type}/{id(row)}");
                json.WriteEndObject();
                json.WriteString("Id", id(row));
                write(json, row);
                json.WriteEndObject();
                file.EndRow();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private static string StatusOf(CaseStatus status) => status switch
    {
        CaseStatus.New => "New",
        CaseStatus.Pending => "Waiting on Customer",
        CaseStatus.Hold => "On Hold",
        CaseStatus.Solved => "Resolved",
        CaseStatus.Closed => "Closed",
        _ => "Working",
    };

    private static string? PriorityOf(int? priority) => priority switch { 1 => "Critical", 2 => "High", 3 => "Medium", 4 => "Low", _ => null };

    private static void WriteCase(Utf8JsonWriter json, Case about, long madeAt)
    {
        var state = about.At(madeAt);
        var isAlive = about.DeletedAt is null || about.DeletedAt > madeAt;
        json.WriteString("CaseNumber", string.Create(CultureInfo.InvariantCulture, $"{104800 + (long)about.Number:00000000}"));
        json.WriteString("Status", StatusOf(state.Status));
        json.WriteBoolean("IsClosed", state.IsSettled);
        json.WriteBoolean("IsClosedOnCreate", false);
        json.WriteBoolean("IsEscalated", about.Steps.Exists(step => step.At <= madeAt && step.Group == CaseGroup.Engineering));
        json.Text("Priority", PriorityOf(state.Priority));
        json.WriteString("Origin", about.Channel switch { CaseChannel.Email or CaseChannel.Messaging or CaseChannel.Social => "Email", CaseChannel.Web => "Web", CaseChannel.Phone => "Phone", _ => "Chat" });
        json.WriteString("Reason", about.Issue.ToString());
        json.Text("Type", about.IssueField);
        json.WriteString("CreatedDate", Time(about.CreatedAt));
        json.Text("ClosedDate", state.IsSettled ? Time(state.LastSolvedAt ?? state.ClosedAt) : null);
        json.WriteString("LastModifiedDate", Time(state.UpdatedAt));
        json.WriteString("SystemModstamp", Time(state.UpdatedAt));
        json.WriteString("OwnerId", state.IsAssigned ? SalesforceIds.Of(about.Agent) : SalesforceIds.Of(state.Group));
        json.WriteString("AccountId", SalesforceIds.Of("001", (ulong)about.Customer.Number + 1));
        json.WriteString("ContactId", SalesforceIds.Of(about.Customer));
        json.WriteString("ContactEmail", EmailOf(about));
        json.Nothing("ContactPhone", "SuppliedEmail", "SuppliedPhone", "SuppliedName");
        json.WriteString("CreatedById", about.IsByAgent ? SalesforceIds.Of(about.Agent) : SalesforceIds.Automation);
        json.Nothing("EntitlementId", "BusinessHoursId", "ParentId", "MasterRecordId");
        json.WriteBoolean("IsDeleted", !isAlive);
        json.Text("Severity__c", state.Priority is null ? null : $"S{state.Priority}");
        json.Text("Product_Area__c", about.Area);
        json.Number("CSAT__c", state.IsSatisfied switch { true => 5 - (long)(about.Number % 2), false => 1 + (long)(about.Number % 3), _ => null });
    }

    private static string EmailOf(Case about) => about.IsTest ? "tester@qa.example.com" : about.Customer.Email;

    // Which row of a case's history: a step writes up to six.
    private sealed record Change(Case Case, CaseStep Step, ulong Number, string Field, string Type, string? Old, string? New);

    private void WriteHistory(string label, CaseExport export)
    {
        var rows = export.Changed.SelectMany(about => Changes(about, export.MadeAt)).Where(row => row.Step.At > export.After).ToList();
        Query("CaseHistory", label, rows, row => SalesforceIds.Of("017", row.Number), (json, row) =>
        {
            json.WriteString("CaseId", SalesforceIds.Of(row.Case));
            json.WriteString("Field", row.Field);
            json.WriteString("DataType", row.Type);
            json.Text("OldValue", row.Old);
            json.Text("NewValue", row.New);
            json.WriteString("CreatedDate", Time(row.Step.At));
            json.WriteString("CreatedById", Author(row.Case, row.Step));
            json.WriteBoolean("IsDeleted", false);
        });
    }

    private static string Author(Case about, CaseStep step) => step.By == Actor.Agent ? SalesforceIds.Of(about.Agent) : SalesforceIds.Automation;

    private static IEnumerable<Change> Changes(Case about, long madeAt)
    {
        var state = new CaseState();
        for (var place = 0; place < about.Steps.Count && about.Steps[place].At <= madeAt; place++)
        {
            var step = about.Steps[place];
            var number = (about.Number * 1000) + ((ulong)place * 8);
            var (status, priority, group, isAssigned) = (state.Status, state.Priority, state.Group, state.IsAssigned);
            state.Apply(step);
            if (place == 0)
            {
                yield return new Change(about, step, number, "created", "Text", null, null);
                continue;
            }

            if (state.Status != status) yield return new Change(about, step, number + 1, "Status", "DynamicEnum", StatusOf(status), StatusOf(state.Status));
            if (state.Priority != priority) yield return new Change(about, step, number + 2, "Priority", "DynamicEnum", PriorityOf(priority), PriorityOf(state.Priority));
            var owner = OwnerOf(about, isAssigned, group);
            var next = state.Group != group ? (SalesforceIds.Of(state.Group), QueueOf(state.Group)) : OwnerOf(about, state.IsAssigned, state.Group);
            if (owner == next) continue;
            yield return new Change(about, step, number + 3, "Owner", "EntityId", owner.Id, next.Item1);
            yield return new Change(about, step, number + 4, "Owner", "Text", owner.Name, next.Item2);
            if (state.Group == group || !state.IsAssigned) continue;
            // The queue hands it back to the agent at once.
            yield return new Change(about, step, number + 5, "Owner", "EntityId", next.Item1, SalesforceIds.Of(about.Agent));
            yield return new Change(about, step, number + 6, "Owner", "Text", next.Item2, about.Agent.Name);
        }
    }

    private static (string Id, string Name) OwnerOf(Case about, bool isAssigned, CaseGroup group) =>
        isAssigned ? (SalesforceIds.Of(about.Agent), about.Agent.Name) : (SalesforceIds.Of(group), QueueOf(group));

    private static string QueueOf(CaseGroup group) => group == CaseGroup.Engineering ? "Engineering" : $"{group} Queue";

    private void WriteMessages(string label, CaseExport export)
    {
        var steps = export.Changed.SelectMany(about => about.Steps.Select((step, place) => (Case: about, Step: step, Place: place)).Skip(1).Where(row => row.Step.At > export.After && row.Step.At <= export.MadeAt)).ToList();
        Query("EmailMessage", label, [.. steps.Where(row => row.Step.IsPublicReply)], row => SalesforceIds.Of("02s", (row.Case.Number * 100) + (ulong)row.Place), (json, row) =>
        {
            var isIncoming = row.Step.By == Actor.Customer;
            json.WriteString("ParentId", SalesforceIds.Of(row.Case));
            json.WriteBoolean("Incoming", isIncoming);
            json.WriteString("FromAddress", isIncoming ? row.Case.Customer.Email : "care@sample.example.com");
            json.WriteString("ToAddress", isIncoming ? "care@sample.example.com" : row.Case.Customer.Email);
            json.WriteString("Status", isIncoming ? "1" : "3");
            json.WriteString("Subject", "Synthetic text");
            json.WriteString("MessageDate", Time(row.Step.At));
            json.WriteString("CreatedById", Author(row.Case, row.Step));
            json.WriteString("CreatedDate", Time(row.Step.At));
            json.WriteString("SystemModstamp", Time(row.Step.At));
            json.WriteBoolean("IsDeleted", false);
        });
        Query("CaseComment", label, [.. steps.Where(row => row.Step.IsNote)], row => SalesforceIds.Of("00a", (row.Case.Number * 100) + (ulong)row.Place), (json, row) =>
        {
            json.WriteString("ParentId", SalesforceIds.Of(row.Case));
            json.WriteBoolean("IsPublished", false);
            json.WriteString("CreatedById", Author(row.Case, row.Step));
            json.WriteString("CreatedDate", Time(row.Step.At));
            json.WriteString("SystemModstamp", Time(row.Step.At));
            json.WriteBoolean("IsDeleted", false);
        });
    }

    private static void WriteContact(Utf8JsonWriter json, Customer customer, DateOnly day)
    {
        json.WriteString("AccountId", SalesforceIds.Of("001", (ulong)customer.Number + 1));
        json.WriteString("Email", customer.Email);
        json.Text("Phone", customer.Number % 3 == 1 ? $"({customer.Phone[2..5]}) {customer.Phone[5..8]}-{customer.Phone[8..]}" : null);
        json.Text("MobilePhone", customer.Number % 3 == 0 ? customer.Phone : null);
        json.Nothing("HomePhone", "OtherPhone");
        Stamps(json, day);
    }

    private static void WriteAccount(Utf8JsonWriter json, Customer customer, DateOnly day)
    {
        json.WriteString("Name", $"Sample account {customer.ExternalId}");
        json.WriteString("Type", "Customer");
        json.WriteNull("Industry");
        json.WriteString("BillingCountry", "United States");
        json.WriteBoolean("IsPersonAccount", false);
        Stamps(json, day);
        json.Nothing("Plan__c", "MRR__c", "Lifecycle__c");
        json.WriteString("CurrencyIsoCode", "USD");
    }

    private static void Stamps(Utf8JsonWriter json, DateOnly day)
    {
        json.WriteString("CreatedDate", $"{Format.Date(day)}T00:00:00.000+0000");
        json.WriteString("SystemModstamp", $"{Format.Date(day)}T00:00:00.000+0000");
        json.WriteBoolean("IsDeleted", false);
    }

    // A case is pushed to its agent when it is first taken, and is work until it is solved.
    private void WriteWork(string label, CaseExport export)
    {
        using var file = _context.Folder.OpenCsv($"{System}/AgentWork_{label}.csv", quotesAll: true);
        file.Row(
            "Id", "WorkItemId", "UserId", "OriginalGroupId", "Status", "RequestDateTime", "AssignedDateTime", "AcceptDateTime", "DeclineDateTime", "CloseDateTime", "CancelDateTime", "SpeedToAnswer", "HandleTime", "ActiveTime",
            "AfterConversationActualTime", "CapacityModel", "SystemModstamp");
        foreach (var about in export.Changed)
        {
            var state = about.At(export.MadeAt);
            if (about.Steps.Count < 2 || about.Steps[1].At > export.MadeAt) continue;
            var (taken, solved) = (about.Steps[1].At, state.FirstSolvedAt);
            file.Row(
                SalesforceIds.Of("0Bz", about.Number), SalesforceIds.Of(about), SalesforceIds.Of(about.Agent), SalesforceIds.Of(about.Steps[0].Group ?? CaseGroup.Billing), solved is null ? "Opened" : "Closed",
                Format.IsoMilliseconds(about.CreatedAt), Format.IsoMilliseconds(taken), Format.IsoMilliseconds(taken), "", solved is { } at ? Format.IsoMilliseconds(at) : "", "", Format.Number(taken - about.CreatedAt),
                solved is { } closed ? Format.Number(closed - taken) : "", Format.Number(state.Effort), "", "TabBased", Format.IsoMilliseconds(solved ?? taken));
        }
    }

    private void WritePresence(string label, CaseExport export)
    {
        using var file = _context.Folder.OpenCsv($"{System}/UserServicePresence_{label}.csv", quotesAll: true);
        file.Row("Id", "UserId", "ServicePresenceStatus.DeveloperName", "StatusStartDate", "StatusEndDate", "StatusDuration", "IsAway", "SystemModstamp");
        foreach (var day in _agentDays)
        {
            var place = 0UL;
            foreach (var (from, to, state) in AgentTimeline.Of(day).Where(stretch => stretch.To <= export.MadeAt))
            {
                var id = SalesforceIds.Of("0N5", ((ulong)day.Date.DayNumber * 1_000_000) + ((ulong)day.Agent.Place * 100) + ++place);
                var status = state switch { AgentState.Break or AgentState.Lunch => "Break", AgentState.Training => "Training", _ => "Available_Chat" };
                file.Row(id, SalesforceIds.Of(day.Agent), status, Format.IsoMilliseconds(from), Format.IsoMilliseconds(to), Format.Number(to - from), state is AgentState.Available ? "false" : "true", Format.IsoMilliseconds(to));
            }
        }

        _agentDays.Clear();
    }

    private void WriteDirectory(DayRecords day, string label)
    {
        var users = _context.Agents.Where(agent => agent.Centre == System && agent.HiredOn <= day.Date).Select(agent => (Agent?)agent).Append(null).ToArray();
        Query("User", label, users, agent => agent is null ? SalesforceIds.Automation : SalesforceIds.Of(agent), (json, agent) =>
        {
            json.WriteString("Username", $"{agent?.Login ?? "automation"}@sample.example.com");
            json.WriteString("Email", agent?.Email ?? "automation@example.com");
            json.WriteString("Name", agent?.Name ?? "Automated Process");
            json.WriteBoolean("IsActive", true);
            json.WriteString("UserType", agent is null ? "AutomatedProcess" : "Standard");
            json.WriteNull("UserRoleId");
            json.Text("Department", agent?.Team.ToString());
            json.WriteString("TimeZoneSidKey", Zone.NewYork.Name);
            json.WriteString("CreatedDate", $"{Format.Date(agent?.HiredOn ?? new DateOnly(2024, 1, 1))}T02:00:00.000+0000");
            json.WriteString("SystemModstamp", $"{Format.Date(agent?.HiredOn ?? new DateOnly(2024, 1, 1))}T02:00:00.000+0000");
        });
        Query("Group", label, (CaseGroup[])[CaseGroup.Billing, CaseGroup.Technical, CaseGroup.Engineering], SalesforceIds.Of, (json, group) =>
        {
            json.WriteString("Name", QueueOf(group));
            json.WriteString("DeveloperName", QueueOf(group).Replace(' ', '_'));
            json.WriteString("Type", "Queue");
            json.WriteString("SystemModstamp", "2024-01-01T02:00:00.000+0000");
        });
    }
}

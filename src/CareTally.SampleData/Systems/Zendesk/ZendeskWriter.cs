using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;

namespace CareTally.SampleData.Systems.Zendesk;

/// <summary>Pages of the incremental exports of Zendesk Support: a ticket returns in each period in which it changed.</summary>
internal sealed class ZendeskWriter : ISystemWriter
{
    private const string System = "zendesk";

    private readonly WriterContext _context;
    private readonly HashSet<int> _seen = [];
    private readonly List<Customer> _newUsers = [];
    private readonly CaseFeed _feed;
    private readonly List<Contact> _calls = [];
    private int _pages;

    public ZendeskWriter(WriterContext context) => (_context, _feed) = (context, new CaseFeed(context, System));

    /// <summary>The part of Zendesk that is a telephone.</summary>
    public const string Talk = "zendesk_talk";

    public static long IdOf(Case ticket) => 35000 + (long)ticket.Number;

    // The agents of Talk are users beside those who handle tickets.
    public static long IdOf(Agent agent) => (agent.Centre == Talk ? 360777500101 : 360777000101) + agent.Place;

    public static long IdOf(Customer customer) => 361884125001 + customer.Number;

    public void Add(DayRecords day)
    {
        var calls = day.ContactsOf(Talk).Where(call => call.EndedAt < _context.Calendar.End).ToList();
        _calls.AddRange(calls);
        foreach (var customer in day.CasesOf(System).Select(ticket => ticket.Customer).Concat(calls.Select(call => call.Customer)))
        {
            if (_seen.Add(customer.Number)) _newUsers.Add(customer);
        }

        if (_feed.Add(day) is not { } export) return;
        var isLast = _context.IsLast(day);
        foreach (var (_, tickets) in WriterContext.Pages(export.Changed)) WritePage(tickets, export, isLast);
        WriteAudits(export, _context.PeriodOf(day) + 1);
        WriteUsers(export, day, isLast);
        foreach (var (page, some) in WriterContext.Pages(_calls)) TalkCalls.Write(_context.Folder, $"{_context.PeriodOf(day) + 1:0000}{(page == 0 ? "" : $"_{page + 1}")}", some);
        _calls.Clear();
    }

    private void WritePage(IReadOnlyList<Case> tickets, CaseExport export, bool isLast)
    {
        _pages++;
        using (var file = _context.Folder.OpenJson($"{System}/tickets_{_pages:0000}.json.gz"))
        {
            Open(file, "tickets");
            foreach (var ticket in tickets)
            {
                TicketJson.Write(file.Json, ticket, ticket.At(export.MadeAt));
                file.EndRow();
            }

            Close(file, isLast);
        }

        WriteRatings(tickets, export);
        using var metrics = _context.Folder.OpenJson($"{System}/ticket_metrics_{_pages:0000}.json.gz");
        metrics.Json.WriteStartObject();
        metrics.Json.WriteStartArray("ticket_metrics");
        foreach (var ticket in tickets)
        {
            TicketJson.WriteMetrics(metrics.Json, ticket, ticket.At(export.MadeAt));
            metrics.EndRow();
        }

        metrics.Json.WriteEndArray();
        metrics.Json.WriteStartObject("meta");
        metrics.Json.WriteBoolean("has_more", !isLast);
        metrics.Json.Nothing("after_cursor", "before_cursor");
        metrics.Json.WriteEndObject();
        metrics.Json.WriteStartObject("links");
        metrics.Json.Nothing("prev", "next");
        metrics.Json.WriteEndObject();
        metrics.Json.WriteEndObject();
    }

    // A rating is offered at a solve, and answered in place.
    private void WriteRatings(IReadOnlyList<Case> tickets, CaseExport export)
    {
        using var file = _context.Folder.OpenJson($"{System}/satisfaction_ratings_{_pages:0000}.json.gz");
        file.Json.WriteStartObject();
        file.Json.WriteStartArray("satisfaction_ratings");
        foreach (var ticket in tickets)
        {
            if (ticket.At(export.MadeAt) is { IsOffered: true } state) TicketJson.WriteRating(file.Json, ticket, state, ticket.Steps.FirstOrDefault(step => step.IsSatisfied is not null && step.At <= export.MadeAt));
            file.EndRow();
        }

        file.Json.WriteEndArray();
        file.Json.WriteEndObject();
    }

    private void WriteAudits(CaseExport export, int number)
    {
        using var file = _context.Folder.OpenJson($"{System}/ticket_audits_{number:0000}.jsonl.gz");
        foreach (var ticket in export.Changed)
        {
            var audits = new TicketAudits(ticket);
            for (var step = 0; step < ticket.Steps.Count && ticket.Steps[step].At <= export.MadeAt; step++)
            {
                // An audit at the edge of a page comes again.
                var times = ticket.Number % 50 == 0 && step == 1 ? 2 : 1;
                audits.Move(step);
                for (; ticket.Steps[step].At > export.After && times > 0; times--)
                {
                    audits.Write(file.Json);
                    file.EndLine();
                }
            }
        }
    }

    private void WriteUsers(CaseExport export, DayRecords day, bool isLast)
    {
        var staff = _context.Agents.Where(agent => agent.Centre is System or Talk && (export.IsFirst ? agent.HiredOn <= day.Date : agent.HiredOn <= day.Date && agent.HiredOn > day.Date.AddDays(-_context.PeriodDays))).ToArray();
        var users = staff.Select(agent => (Agent?)agent).Select(agent => (agent, (Customer?)null)).Concat(_newUsers.Select(customer => ((Agent?)null, (Customer?)customer))).ToList();
        if (users.Count > 0 || export.IsFirst)
        {
            foreach (var (page, some) in WriterContext.Pages(users))
            {
                using var file = _context.Folder.OpenJson($"{System}/users_{_context.PeriodOf(day) + 1:0000}{(page == 0 ? "" : $"_{page + 1}")}.json.gz");
                Open(file, "users");
                foreach (var (agent, customer) in some)
                {
                    TicketJson.WriteUser(file.Json, agent, customer, day.Date);
                    file.EndRow();
                }

                Close(file, isLast);
            }
        }

        _newUsers.Clear();
    }

    private static void Open(JsonFile file, string key)
    {
        file.Json.WriteStartObject();
        file.Json.WriteStartArray(key);
    }

    private static void Close(JsonFile file, bool isLast)
    {
        file.Json.WriteEndArray();
        file.Json.Nothing("after_url", "after_cursor", "before_url", "before_cursor");
        file.Json.WriteBoolean("end_of_stream", isLast);
        file.Json.WriteEndObject();
    }
}

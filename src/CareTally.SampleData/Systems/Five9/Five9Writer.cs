using System.Globalization;
using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;

namespace CareTally.SampleData.Systems.Five9;

/// <summary>Saved reports of Five9 as CSV, in wall-clock time of the domain, which is in Los Angeles.</summary>
internal sealed class Five9Writer(WriterContext context) : PeriodWriter(context, "five9")
{
    private const string Line = "8885550100";
    private const string Stamp = "ddd, dd MMM yyyy HH:mm:ss";

    private List<Contact> _again = [];

    protected override void Export(PeriodExport export)
    {
        var calls = _again.Concat(export.Contacts).ToList();
        WriteCalls(export.Label, calls, export.MadeAt);
        WriteSegments(export.Label, calls);
        WriteQueues(export.Label, export.Contacts);
        WriteAgents(export);
        // The last day is pulled again: wrap-up comes late.
        _again = [.. export.Contacts.Where(call => call.StartedAt > export.MadeAt - (26 * 3600))];
    }

    private static string IdOf(Contact call) => Format.Number(300000000000000 + (long)(call.CallbackOf ?? call).Number);

    private static string SessionOf(Contact call) => Ids.Hex(IdKind.Session, (call.CallbackOf ?? call).Number);

    private static string National(Customer customer) => customer.Phone.StartsWith("+1", StringComparison.Ordinal) ? customer.Phone[2..] : customer.Phone[1..];

    private static string TypeOf(Contact call) => call.Kind switch { ContactKind.Outbound => "Manual", ContactKind.Callback => "Queue Callback", _ => "Inbound" };

    private static string SkillOf(Segment segment) => segment.Queue.ToString();

    private static string Local(long instant, string format) => Format.Local(instant, Zone.LosAngeles, format);

    private void WriteCalls(string label, List<Contact> calls, long madeAt)
    {
        using var file = Context.Folder.OpenCsv($"{Folder}/call_log_{label}.csv");
        file.Row(
            "CALL ID", "TIMESTAMP", "CAMPAIGN", "CALL TYPE", "AGENT", "AGENT NAME", "DISPOSITION", "ANI", "CUSTOMER NAME", "DNIS", "CALL TIME", "BILL TIME (ROUNDED)", "COST", "IVR TIME", "QUEUE WAIT TIME",
            "RING TIME", "TALK TIME", "HOLD TIME", "PARK TIME", "AFTER CALL WORK TIME", "TRANSFERS", "CONFERENCES", "HOLDS", "ABANDONED", "RECORDINGS", "SESSION ID", "SKILL", "QUEUE CALLBACK WAIT TIME",
            "SPEED OF ANSWER", "HANDLE TIME", "SERVICE LEVEL", "Survey.csat");
        foreach (var call in calls) WriteCall(file, call, madeAt);
    }

    private static void WriteCall(CsvFile file, Contact call, long madeAt)
    {
        var handled = call.Segments.FindAll(segment => segment.IsHandled);
        var last = call.Segments.LastOrDefault();
        var agent = call.LastHandled?.Agent ?? (call.Kind == ContactKind.Outbound ? last?.Agent : null);
        var isOutbound = call.Kind == ContactKind.Outbound;
        var isDialled = isOutbound || call.Kind == ContactKind.Callback;
        var isAnswered = handled.Count > 0;
        var total = call.EndedAt - call.StartedAt;
        var talk = handled.Sum(segment => segment.Talk + segment.Hold);
        var wrap = handled.Sum(segment => segment.Wrap);
        var ring = isDialled ? call.Segments.Sum(segment => segment.Ring) : handled.Sum(segment => segment.Ring);
        // The wrap-up of some calls of the last hours is not there yet.
        var isWrapLate = isAnswered && call.StartedAt > madeAt - (12 * 3600) && call.Number % 10 == 0;
        var answered = call.Survey is { RespondedAt: { } at } && at <= madeAt ? call.Survey.Score : 0;
        file.Row(
            IdOf(call), Local(call.StartedAt, Stamp), isOutbound ? "Retention OB" : "Support Inbound", TypeOf(call), agent?.Email ?? "[None]", agent?.Name ?? "", Disposition(call, last, isAnswered),
            isOutbound ? Line : National(call.Customer), call.Number % 5 == 0 ? "" : call.Customer.Name, isOutbound ? National(call.Customer) : Line,
            Format.Clock(total), Format.Clock((total + 5) / 6 * 6), Format.Number(total * 0.00028, "0.0000"), Format.Clock(call.MenuLeftAt - call.StartedAt),
            last is null ? "" : isDialled ? "00:00:00" : Format.Clock(call.Segments.Sum(segment => segment.Wait) - ring),
            isAnswered || isDialled ? Format.Clock(ring) : "", isAnswered || isDialled ? Format.Clock(talk) : "", isAnswered ? Format.Clock(handled.Sum(segment => segment.Hold)) : "", isAnswered ? "00:00:00" : "",
            isAnswered && !isWrapLate ? Format.Clock(wrap) : "", isAnswered ? Format.Number(handled.Count - 1) : "", isAnswered ? "0" : "", isAnswered ? Format.Number(handled.Count(segment => segment.Hold > 0)) : "",
            !isAnswered && !isDialled && (last is null || last.Outcome == SegmentOutcome.Abandoned) ? "1" : "", "", SessionOf(call), last is null || isOutbound ? "[None]" : SkillOf(last),
            call.Kind == ContactKind.Callback ? Format.Clock(call.StartedAt - call.CallbackOf!.EndedAt) : "",
            isAnswered && !isDialled ? Format.Clock(call.Segments.Sum(segment => segment.Wait)) : "", isAnswered && !isWrapLate ? Format.Clock(talk + wrap) : "",
            isAnswered && !isDialled ? handled[0].Wait <= 20 ? "1" : "0" : "", answered > 0 ? Format.Number(answered) : "");
    }

    private static string Disposition(Contact call, Segment? last, bool isAnswered) => isAnswered
        ? call.Disposition is null ? "No Disposition" : call.IsResolved ? "Resolved" : "Follow-up"
        : last?.Outcome switch
        {
            null => "Caller Disconnected",
            SegmentOutcome.Voicemail => "Sent To Voicemail",
            SegmentOutcome.Callback => "Queue Callback Assigned",
            SegmentOutcome.NotConnected => "No Answer",
            SegmentOutcome.Missed => "No Disposition",
            _ => "Abandon",
        };

    private void WriteSegments(string label, List<Contact> calls)
    {
        using var file = Context.Folder.OpenCsv($"{Folder}/call_segments_{label}.csv");
        file.Row("DATE", "TIME", "CALL ID", "SESSION ID", "CALL SEGMENT ID", "SEGMENT TYPE", "SEGMENT TIME", "CALLED PARTY", "CALLING PARTY", "SKILL", "CALL TYPE", "ANI", "TALK TIME", "HOLD TIME", "AFTER CALL WORK TIME");
        foreach (var call in calls)
        {
            var number = call.Kind == ContactKind.Callback ? 100 : 0; // behind those of the call that asked for it
            var customer = National(call.Customer);
            if (call.MenuLeftAt > call.StartedAt) Row(call.StartedAt, "IVR", call.MenuLeftAt - call.StartedAt, Line, customer, "");
            foreach (var segment in call.Segments)
            {
                var ring = segment.IsHandled ? segment.Ring : 0;
                if (call.Kind == ContactKind.Callback) Row(segment.QueuedAt, "Queue Callback", segment.Ring, SkillOf(segment), customer, SkillOf(segment));
                else if (call.Kind != ContactKind.Outbound) Row(segment.QueuedAt, "Skill", segment.Wait - ring, SkillOf(segment), customer, SkillOf(segment));
                if (segment.IsHandled) RowOfAgent(segment);
            }

            void Row(long at, string type, long seconds, string called, string calling, string skill) => file.Row(
                Local(at, "yyyy/MM/dd"), Local(at, "HH:mm:ss"), IdOf(call), SessionOf(call), Format.Number(++number), type, Format.Clock(seconds), called, calling, skill, TypeOf(call),
                call.Kind == ContactKind.Outbound ? Line : customer, "", "", "");

            void RowOfAgent(Segment segment) => file.Row(
                Local(segment.AnsweredAt!.Value, "yyyy/MM/dd"), Local(segment.AnsweredAt.Value, "HH:mm:ss"), IdOf(call), SessionOf(call), Format.Number(++number), "Agent", Format.Clock(segment.Talk + segment.Hold),
                call.Kind == ContactKind.Outbound ? customer : segment.Agent!.Email, call.Kind == ContactKind.Outbound ? segment.Agent!.Email : customer, call.Kind == ContactKind.Outbound ? "" : SkillOf(segment), TypeOf(call),
                call.Kind == ContactKind.Outbound ? Line : customer, Format.Clock(segment.Talk + segment.Hold), Format.Clock(segment.Hold), Format.Clock(segment.Wrap));
        }
    }

    // What Five9 itself reports: every visit of a skill, short abandons included.
    private void WriteQueues(string label, IReadOnlyList<Contact> calls)
    {
        var visits = calls.Where(call => call.Kind is ContactKind.Inbound or ContactKind.AfterHours).SelectMany(call => call.Segments)
            .Where(segment => segment.Outcome is SegmentOutcome.Answered or SegmentOutcome.Abandoned)
            .GroupBy(segment => (Skill: SkillOf(segment), Slot: segment.QueuedAt / 1800 * 1800)).OrderBy(slot => slot.Key);
        using var file = Context.Folder.OpenCsv($"{Folder}/acd_queue_{label}.csv");
        file.Row("DATE", "HALF HOUR", "SKILL", "CALLS count", "SERVICE LEVEL count", "ABANDONED count", "Average SPEED OF ANSWER", "Average HANDLE TIME");
        foreach (var slot in visits)
        {
            var answered = slot.Where(segment => segment.IsHandled).ToArray();
            file.Row(
                Local(slot.Key.Slot, "yyyy/MM/dd"), Local(slot.Key.Slot, "HH:mm"), slot.Key.Skill, Format.Number(slot.Count()), Format.Number(answered.Count(segment => segment.Wait <= 20)),
                Format.Number(slot.Count() - answered.Length), answered.Length == 0 ? "" : Format.Clock((long)answered.Average(segment => segment.Wait)),
                answered.Length == 0 ? "" : Format.Clock((long)answered.Average(segment => segment.Talk + segment.Hold + segment.Wrap)));
        }
    }

    private void WriteAgents(PeriodExport export)
    {
        using (var file = Context.Folder.OpenCsv($"{Folder}/agents_information_{export.Label}.csv"))
        {
            file.Row("AGENT ID", "AGENT", "AGENT FIRST NAME", "AGENT LAST NAME", "AGENT NAME", "EXTENSION", "AGENT EMAIL", "AGENT START MONTH", "AGENT START YEAR");
            foreach (var agent in AgentsOn(export.Day.Date))
            {
                var (first, rest) = NamesOf(agent);
                file.Row(
                    Format.Number(300001 + agent.Place), agent.Email, first, rest, agent.Name, Format.Number(7001 + agent.Place), agent.Email,
                    agent.HiredOn.ToString("MMMM", CultureInfo.InvariantCulture), Format.Number(agent.HiredOn.Year));
            }
        }

        using var logins = Context.Folder.OpenCsv($"{Folder}/agent_login_logout_{export.Label}.csv");
        using var states = Context.Folder.OpenCsv($"{Folder}/agent_state_details_{export.Label}.csv");
        logins.Row("AGENT", "DATE", "AGENT FIRST NAME", "AGENT LAST NAME", "LOGIN TIMESTAMP", "LOGOUT TIMESTAMP", "LOGIN TIME");
        states.Row("DATE", "TIME", "AGENT", "AGENT NAME", "AGENT GROUP", "STATE", "REASON CODE", "AGENT STATE TIME");
        foreach (var day in export.AgentDays.Where(day => !day.IsAbsent && day.Actual[^1].To <= export.MadeAt))
        {
            var timeline = AgentTimeline.Of(day).ToArray();
            var (first, rest) = NamesOf(day.Agent);
            logins.Row(day.Agent.Email, Local(timeline[0].From, "yyyy/MM/dd"), first, rest, Local(timeline[0].From, Stamp), Local(timeline[^1].To, Stamp), Format.Clock(timeline[^1].To - timeline[0].From));
            foreach (var (from, to, state) in timeline)
            {
                var (name, reason) = state switch
                {
                    AgentState.Available => ("Ready", ""),
                    AgentState.OnContact => ("On Call", ""),
                    AgentState.Wrap => ("After Call Work", ""),
                    _ => ("Not Ready", state.ToString()),
                };
                states.Row(Local(from, "yyyy/MM/dd"), Local(from, "HH:mm:ss"), day.Agent.Email, day.Agent.Name, $"{day.Agent.Team} team", name, reason, Format.Clock(to - from));
            }
        }
    }

    private static (string First, string Family) NamesOf(Agent agent)
    {
        var space = agent.Name.IndexOf(' ', StringComparison.Ordinal);
        return (agent.Name[..space], agent.Name[(space + 1)..]);
    }
}

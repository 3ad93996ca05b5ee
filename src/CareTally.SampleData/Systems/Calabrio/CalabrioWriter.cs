using System.Text.Json;
using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Talkdesk;
using CareTally.SampleData.Systems.Writing;

namespace CareTally.SampleData.Systems.Calabrio;

/// <summary>Calabrio ONE: schedules and forecasts of workforce management with ISO times, evaluations of quality management with milliseconds.</summary>
internal sealed class CalabrioWriter(WriterContext context) : ISystemWriter
{
    private const string System = "calabrio";
    private const int Form = 31;
    private const int NotApplicable = 99;

    private static readonly (QueueName Queue, string Name)[] Skills = [(QueueName.Billing, "Billing voice"), (QueueName.Technical, "Technical voice"), (QueueName.Sales, "Sales voice")];

    private readonly QualityFeed _quality = new(context, System);
    private readonly List<AgentDay> _agentDays = [];
    private readonly List<Forecast> _forecasts = [];

    public void Add(DayRecords day)
    {
        _agentDays.AddRange(day.AgentDays);
        _forecasts.AddRange(day.Forecasts.Where(forecast => Centre.All.First(centre => centre.System == forecast.System).Medium == Medium.Voice));
        if (_quality.Add(day) is not { } export) return;
        var label = Format.Date(day.Date);
        if (context.PeriodOf(day) == 0) WriteDefinitions(label);
        Result($"wfm_schedules_{label}", _agentDays, WriteShift);
        Result($"wfm_persons_{label}", [.. context.Agents.Where(agent => agent.HiredOn <= day.Date)], WritePerson);
        WriteForecasts(context.PeriodStart(day));
        WriteQuality(label, export, day.Date);
        _agentDays.Clear();
        _forecasts.Clear();
    }

    private static string PersonOf(Agent agent) => Ids.Uuid(IdKind.Person, (ulong)agent.Number);

    private static string ActivityId(int activity) => Ids.Uuid(IdKind.Activity, (ulong)activity);

    private void Result<T>(string name, IReadOnlyList<T> rows, Action<Utf8JsonWriter, T> write)
    {
        foreach (var (page, some) in WriterContext.Pages(rows))
        {
            using var file = context.Folder.OpenJson($"{System}/{name}{(page == 0 ? "" : $"_{page + 1}")}.json.gz");
            file.Json.WriteStartObject();
            file.Json.WriteStartArray("Result");
            foreach (var row in some)
            {
                file.Json.WriteStartObject();
                write(file.Json, row);
                file.Json.WriteEndObject();
                file.EndRow();
            }

            file.Json.WriteEndArray();
            file.Json.Texts("Errors");
            file.Json.WriteEndObject();
        }
    }

    private void Rows<T>(string name, IReadOnlyList<T> rows, Action<Utf8JsonWriter, T> write)
    {
        foreach (var (page, some) in WriterContext.Pages(rows))
        {
            using var file = context.Folder.OpenJson($"{System}/{name}{(page == 0 ? "" : $"_{page + 1}")}.json.gz");
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

    private void WriteDefinitions(string label)
    {
        Result($"wfm_activities_{label}", Enum.GetValues<Activity>(), (json, activity) =>
        {
            json.WriteString("Id", ActivityId((int)activity));
            json.WriteString("Name", NameOf(activity));
            json.WriteBoolean("InReadyTime", activity == Activity.Phone);
            json.WriteBoolean("InWorkTime", activity is Activity.Phone or Activity.Training);
            json.WriteBoolean("InPaidTime", activity != Activity.Lunch);
            json.WriteBoolean("IsDeleted", false);
        });
        Result($"wfm_absences_{label}", (string[])["Illness"], (json, name) =>
        {
            json.WriteString("Id", ActivityId(100));
            json.WriteString("Name", name);
            json.WriteBoolean("InPaidTime", true);
        });
        Result($"wfm_skills_{label}", Skills, (json, skill) =>
        {
            json.WriteString("Id", ActivityId(200 + (int)skill.Queue));
            json.WriteString("Name", skill.Name);
            json.WriteNumber("ResolutionMinute", 30);
            json.WriteString("TimeZoneId", Zone.HoChiMinh.Name);
        });
        Rows($"qm_evalforms_{label}", (int[])[Form], (json, form) => WriteForm(json, form));
    }

    private static string NameOf(Activity activity) => activity switch { Activity.Break => "Short break", Activity.Lunch => "Lunch", Activity.Training => "Training", _ => "Phone" };

    private static void WriteShift(Utf8JsonWriter json, AgentDay day)
    {
        json.WriteString("PersonId", PersonOf(day.Agent));
        json.WriteString("Date", Format.Date(day.Date));
        json.WriteNull("DayOff");
        json.WriteStartObject("ShiftCategory");
        json.WriteString("Name", "Day");
        json.WriteString("ShortName", "DY");
        json.WriteEndObject();
        json.WriteStartArray("Shift");
        // Who did not come is absent for the whole shift.
        if (day.IsAbsent) Layer("Illness", day.ShiftFrom, day.ShiftTo, null, ActivityId(100));
        else foreach (var stretch in day.Plan) Layer(NameOf(stretch.Activity), stretch.From, stretch.To, ActivityId((int)stretch.Activity), null);
        json.WriteEndArray();

        void Layer(string name, long from, long to, string? activity, string? absence)
        {
            json.WriteStartObject();
            json.WriteString("Name", name);
            WritePeriod(json, from, to);
            json.Text("ActivityId", activity);
            json.Text("AbsenceId", absence);
            json.Nothing("Overtime", "ExternalMeetingId");
            json.WriteEndObject();
        }
    }

    private static void WritePeriod(Utf8JsonWriter json, long from, long to)
    {
        json.WriteStartObject("Period");
        json.WriteString("StartTime", Format.Iso(from));
        json.WriteString("EndTime", Format.Iso(to));
        json.WriteEndObject();
    }

    private static void WritePerson(Utf8JsonWriter json, Agent agent)
    {
        var space = agent.Name.IndexOf(' ', StringComparison.Ordinal);
        json.WriteString("Id", PersonOf(agent));
        json.WriteString("Email", agent.Email);
        json.WriteString("EmploymentNumber", Format.Number(500 + agent.Number));
        json.WriteString("FirstName", agent.Name[..space]);
        json.WriteString("LastName", agent.Name[(space + 1)..]);
        json.WriteString("TimeZoneId", agent.Zone.Name);
        json.WriteString("EmploymentStartDate", Format.Date(agent.HiredOn));
        json.WriteNull("TerminationDate");
        json.WriteString("TeamId", Ids.Uuid(IdKind.Team, (ulong)agent.Team));
    }

    // Made a fortnight before its first day, which the name of the file tells.
    private void WriteForecasts(DateOnly first)
    {
        var slots = _forecasts.GroupBy(forecast => (forecast.Queue, forecast.From)).OrderBy(slot => slot.Key).Select(slot => (slot.Key.Queue, slot.Key.From, Contacts: slot.Sum(one => one.Contacts), slot.First().TalkSeconds, slot.First().WrapSeconds, Agents: slot.Sum(one => one.Agents))).ToList();
        Result($"wfm_forecasts_{Format.Date(first.AddDays(-14))}", slots, (json, slot) =>
        {
            json.WriteString("SkillId", ActivityId(200 + (int)slot.Queue));
            WritePeriod(json, slot.From, slot.From + 1800);
            json.Decimal("Tasks", slot.Contacts, 2);
            json.WriteNumber("AverageTaskTimeSeconds", (int)slot.TalkSeconds);
            json.WriteNumber("AverageAfterTaskTimeSeconds", (int)slot.WrapSeconds);
            json.Decimal("Agents", slot.Agents, 2);
            json.WriteNumber("CampaignTasksPercent", 0);
        });
    }

    private void WriteQuality(string label, QualityExport export, DateOnly date)
    {
        var graded = export.Evaluations.Concat(export.Calibrations.SelectMany(session => session.Blind.Prepend(session.Reference))).ToList();
        Rows($"qm_contacts_{label}", [.. graded.DistinctBy(evaluation => evaluation.Contact!.Number)], (json, evaluation) =>
        {
            json.WriteNumber("id", ContactOf(evaluation));
            json.WriteNumber("startTime", evaluation.Contact!.StartedAt * 1000);
            json.WriteString("assocCallId", TalkdeskWriter.IdOf(evaluation.Contact));
        });
        Rows($"qm_evaluations_{label}", [.. export.Evaluations.Select(one => (one, true)).Concat(export.Calibrations.SelectMany(session => session.Blind.Prepend(session.Reference)).Select(one => (one, false)))], WriteEvaluation);
        using var file = context.Folder.OpenJson($"{System}/qm_agents_{label}.json.gz");
        file.Json.WriteStartObject();
        file.Json.WriteStartArray("agents");
        foreach (var agent in context.Agents.Where(agent => agent.Centre == "talkdesk" && agent.HiredOn <= date)) WriteQmAgent(file.Json, 501 + agent.Number, agent.Name, agent.Email);
        for (var grader = 0; grader < Quality.Graders; grader++) WriteQmAgent(file.Json, 77 + grader, Quality.GraderOf(grader).Name, Quality.GraderOf(grader).Email);
        file.Json.WriteEndArray();
        file.Json.WriteEndObject();
    }

    private static void WriteQmAgent(Utf8JsonWriter json, int id, string name, string email)
    {
        var space = name.IndexOf(' ', StringComparison.Ordinal);
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteString("email", email);
        json.WriteString("firstName", name[..space]);
        json.WriteString("lastName", name[(space + 1)..]);
        json.WriteEndObject();
    }

    private static long ContactOf(Evaluation evaluation) => 7700000 + (long)evaluation.Contact!.Number;

    private static int OptionOf(int section, int? score) => 9000 + (section * 100) + (score is { } points ? points / 5 : NotApplicable);

    private static void WriteEvaluation(Utf8JsonWriter json, (Evaluation Evaluation, bool IsCounted) row)
    {
        var evaluation = row.Evaluation;
        json.WriteNumber("id", 90200 + (long)evaluation.Number);
        json.WriteString("qualityRef", $"/api/rest/recording/contact/{ContactOf(evaluation)}");
        Reference("evalForm", "evalFormId", Form);
        Reference("agent", "id", 501 + evaluation.Agent.Number);
        Reference("evaluator", "id", 77 + evaluation.Grader);
        json.WriteBoolean("isScoreCounted", row.IsCounted);
        json.WriteStartObject("state");
        json.WriteString("text", "SCORED");
        json.WriteEndObject();
        json.WriteNumber("evaluated", evaluation.DoneAt * 1000);
        json.WriteString("evaluatedTz", "America/Denver"); // wrong, as it often is
        json.Decimal("additiveScore", (evaluation with { IsAutoFail = false }).Score, 4);
        json.Decimal("totalScore", evaluation.Score, 4);
        json.WriteStartArray("sections");
        for (var section = 0; section < evaluation.Sections.Length; section++)
        {
            json.WriteStartObject();
            json.WriteNumber("id", 311 + section);
            json.WriteStartArray("questions");
            json.WriteStartObject();
            json.WriteNumber("id", 3111 + (section * 10));
            json.WriteNumber("selectedOption", OptionOf(section, evaluation.Sections[section]));
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();

        void Reference(string name, string key, long value)
        {
            json.WriteStartObject(name);
            json.WriteNumber(key, value);
            json.WriteEndObject();
        }
    }

    private static void WriteForm(Utf8JsonWriter json, int form)
    {
        json.WriteNumber("id", form);
        json.WriteString("name", "Voice QA v4");
        json.WriteStartArray("sections");
        for (var section = 0; section < Quality.Rubric.Length; section++)
        {
            var rubric = Quality.Rubric[section];
            json.WriteStartObject();
            json.WriteNumber("id", 311 + section);
            json.WriteString("name", rubric.Name);
            json.WriteNumber("weight", rubric.Weight);
            json.WriteStartArray("questions");
            json.WriteStartObject();
            json.WriteNumber("id", 3111 + (section * 10));
            json.WriteString("text", rubric.Question);
            json.WriteNumber("weight", 100);
            json.WriteStartArray("options");
            for (var points = 0; points <= 20; points++) Option(OptionOf(section, points * 5), $"{points * 5} %", points, "normal");
            Option(OptionOf(section, null), "N/A", 0, "na");
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();

        void Option(int id, string label, int points, string type)
        {
            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteString("label", label);
            json.WriteNumber("points", points);
            json.WriteString("type", type);
            json.WriteEndObject();
        }
    }
}

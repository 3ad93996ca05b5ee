using System.Text.Json;
using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;
using CareTally.SampleData.Systems.Zendesk;

namespace CareTally.SampleData.Systems.Playvox;

/// <summary>Playvox: pages of quality management, and what the agents of the helpdesk did by its workforce management.</summary>
internal sealed class PlayvoxWriter(WriterContext context) : ISystemWriter
{
    private const string System = "playvox";

    private static readonly string Scorecard = Ids.Hex(IdKind.Form, 1, 24);

    private readonly QualityFeed _quality = new(context, System);
    private readonly List<AgentDay> _agentDays = [];
    private long _tasks = 730000;

    public void Add(DayRecords day)
    {
        _agentDays.AddRange(day.AgentDays.Where(agentDay => agentDay.Agent.Centre == "zendesk" && !agentDay.IsAbsent));
        if (_quality.Add(day) is not { } export) return;
        var number = $"{context.PeriodOf(day) + 1:0000}";
        if (context.PeriodOf(day) == 0) Pages($"scorecards_{number}", "result", (int[])[1], (json, _) => WriteScorecard(json));
        var graded = export.Evaluations.Select(one => (Evaluation: one, Calibration: (Calibration?)null))
            .Concat(export.Calibrations.SelectMany(session => session.Blind.Prepend(session.Reference).Select(one => (Evaluation: one, Calibration: (Calibration?)session)))).ToList();
        Pages($"evaluations_{number}", "result", graded, (json, row) => WriteEvaluation(json, row.Evaluation, row.Calibration));
        Pages($"calibrations_{number}", "result", export.Calibrations, WriteCalibration);
        Pages($"coachings_{number}", "result", export.Coachings, (json, coaching) => WriteCoaching(json, coaching, export.MadeAt));
        var people = context.Agents.Where(agent => agent.Centre == "zendesk" && agent.HiredOn <= day.Date).Select(agent => (Id: UserOf(agent), agent.Name, agent.Email))
            .Concat(Enumerable.Range(0, Quality.Graders).Select(grader => (Id: GraderId(grader), Quality.GraderOf(grader).Name, Quality.GraderOf(grader).Email))).ToList();
        Pages($"users_{number}", "result", people, (json, person) => WriteUser(json, person.Id, person.Name, person.Email));
        var tasks = _agentDays.SelectMany(agentDay => AgentTimeline.Of(agentDay).Select(stretch => (agentDay, stretch))).Where(row => row.stretch.To <= export.MadeAt).ToList();
        Pages($"wfm_tasks_{number}", "data", tasks, (json, row) => WriteTask(json, row.agentDay, row.stretch));
        _agentDays.Clear();
    }

    private static string UserOf(Agent agent) => Ids.Hex(IdKind.Person, (ulong)agent.Number + 100, 24);

    private static string GraderId(int grader) => Ids.Hex(IdKind.Person, (ulong)grader, 24);

    private static string IdOf(Evaluation evaluation) => Ids.Hex(IdKind.Evaluation, evaluation.Number, 24);

    private void Pages<T>(string name, string key, IReadOnlyList<T> rows, Action<Utf8JsonWriter, T> write)
    {
        foreach (var (page, some) in WriterContext.Pages(rows))
        {
            using var file = context.Folder.OpenJson($"{System}/{name}{(page == 0 ? "" : $"_{page + 1}")}.json.gz");
            file.Json.WriteStartObject();
            file.Json.WriteStartArray(key);
            foreach (var row in some)
            {
                file.Json.WriteStartObject();
                write(file.Json, row);
                file.Json.WriteEndObject();
                file.EndRow();
            }

            file.Json.WriteEndArray();
            if (key == "result") file.Json.WriteBoolean("next_page", (page + 1) * WriterContext.MostInPage < rows.Count);
            file.Json.WriteEndObject();
        }
    }

    private static void WriteScorecard(Utf8JsonWriter json)
    {
        json.WriteString("_id", Scorecard);
        json.WriteString("name", "Care QA");
        json.WriteNumber("max_score", 100);
        json.WriteNumber("target", 85);
        json.WriteString("status", "active");
        json.WriteStartArray("sections");
        for (var section = 0; section < Quality.Rubric.Length; section++)
        {
            // Of one section the weight stands on its questions.
            var onQuestions = section == 1;
            var rubric = Quality.Rubric[section];
            json.WriteStartObject();
            json.WriteString("_id", $"s{section + 1}");
            json.WriteString("name", rubric.Name);
            json.WriteNumber("max_score", 100);
            json.Number("weight", onQuestions ? null : rubric.Weight);
            json.WriteStartArray("questions");
            for (var question = 0; onQuestions && question < 2; question++)
            {
                json.WriteStartObject();
                json.WriteString("_id", $"q{question + 1}");
                json.WriteString("description", rubric.Question);
                json.WriteNumber("weight", rubric.Weight / 2);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteEvaluation(Utf8JsonWriter json, Evaluation evaluation, Calibration? calibration)
    {
        var ticket = Format.Number(ZendeskWriter.IdOf(evaluation.Case!));
        json.WriteString("_id", IdOf(evaluation));
        json.WriteString("status", "completed");
        json.Text("calibration_id", calibration is null ? null : Ids.Hex(IdKind.Calibration, calibration.Number, 24));
        json.WriteString("reference", $"ZD-{ticket}");
        json.Text("interaction_id", evaluation.Number % 3 == 0 ? null : ticket);
        json.WriteString("agent_id", UserOf(evaluation.Agent));
        json.WriteString("monitor_id", GraderId(evaluation.Grader));
        json.WriteString("scorecard_id", Scorecard);
        json.Decimal("score", evaluation.Score, 2);
        json.Decimal("score_avg", evaluation.Score, 2);
        json.WriteBoolean("passed", evaluation.Score >= 85);
        json.WriteBoolean("agent_agree", true);
        json.WriteString("event_type", "evaluation");
        json.WriteString("created_at", Format.Iso(evaluation.DoneAt));
        json.WriteString("updated_at", Format.Iso(evaluation.DoneAt));
        json.WriteString("feedback", "<p>Synthetic text</p>");
        json.WriteStartArray("sections");
        for (var section = 0; section < evaluation.Sections.Length; section++)
        {
            var failsAll = evaluation.IsAutoFail && section == 1;
            json.WriteStartObject();
            json.WriteString("_id", $"s{section + 1}");
            json.Number("score", evaluation.Sections[section]);
            json.WriteBoolean("passed", !failsAll);
            json.Text("type_fail", failsAll ? "fail_all" : null);
            json.WriteNull("comment");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCalibration(Utf8JsonWriter json, Calibration session)
    {
        var ticket = Format.Number(ZendeskWriter.IdOf(session.Reference.Case!));
        json.WriteString("_id", Ids.Hex(IdKind.Calibration, session.Number, 24));
        json.WriteString("status", "completed");
        json.WriteString("completed_at", Format.Iso(session.ClosedAt));
        json.WriteString("created_at", Format.Iso(session.OpenedAt));
        json.WriteString("scorecard_id", Scorecard);
        json.WriteString("interaction_id", ticket);
        json.WriteString("interaction_reference", $"ZD-{ticket}");
        json.WriteString("agent_id", UserOf(session.Reference.Agent));
        json.WriteStartObject("expert");
        json.WriteString("_id", GraderId(session.Reference.Grader));
        json.WriteEndObject();
        json.WriteString("scorecard_answer_id_reference", IdOf(session.Reference));
        json.WriteStartArray("analysts");
        foreach (var evaluation in session.Blind)
        {
            json.WriteStartObject();
            json.WriteString("_id", GraderId(evaluation.Grader));
            json.WriteStartObject("results");
            json.WriteStartObject("answers");
            json.Decimal("score", 100 - Math.Abs(evaluation.Score - session.Reference.Score), 1); // agreement, not quality
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCoaching(Utf8JsonWriter json, Coaching coaching, long madeAt)
    {
        var isClosed = coaching.ClosedAt <= madeAt;
        json.WriteString("_id", Ids.Hex(IdKind.Coaching, coaching.Number, 24));
        json.WriteString("trainee_id", UserOf(coaching.Evaluation.Agent));
        // One coach, or a list of them.
        if (coaching.Number % 5 == 0) json.Texts("coach_id", GraderId(Quality.Graders - 1), GraderId(1));
        else json.WriteString("coach_id", GraderId(Quality.Graders - 1));
        json.Texts("team_ids");
        json.Texts("evaluation_ids", IdOf(coaching.Evaluation));
        json.WriteString("status", isClosed ? "completed" : "in_progress");
        json.WriteString("created_at", Format.Iso(coaching.OpenedAt));
        json.WriteString("updated_at", Format.Iso(isClosed ? coaching.ClosedAt : coaching.OpenedAt));
        json.Text("trainee_agree_date", isClosed ? Format.Iso(coaching.ClosedAt) : null);
    }

    private static void WriteUser(Utf8JsonWriter json, string id, string name, string email)
    {
        var space = name.IndexOf(' ', StringComparison.Ordinal);
        json.WriteString("_id", id);
        json.WriteString("email", email.ToUpperInvariant());
        json.WriteString("name", name[..space]);
        json.WriteString("last_name", name[(space + 1)..]);
        json.WriteString("tz", Zone.HoChiMinh.Name);
        json.WriteString("status", "active");
    }

    private void WriteTask(Utf8JsonWriter json, AgentDay day, (long From, long To, AgentState State) stretch)
    {
        var (word, name) = stretch.State switch
        {
            AgentState.Available => ("available", "Available"),
            AgentState.OnContact => ("on_call", "On a call"),
            AgentState.Wrap => ("wrap_up", "Wrap-up"),
            AgentState.Lunch => ("lunch", "Lunch"),
            AgentState.Break => ("break", "Break"),
            _ => ("training", "Training"),
        };
        var isWork = stretch.State is AgentState.Available or AgentState.OnContact or AgentState.Wrap;
        json.WriteNumber("id", ++_tasks);
        json.WriteString("createdAt", Format.IsoMilliseconds(stretch.From));
        json.WriteString("updatedAt", Format.IsoMilliseconds(stretch.To));
        json.WriteString("startTime", Format.IsoMilliseconds(stretch.From));
        json.WriteString("endTime", Format.IsoMilliseconds(stretch.To));
        json.WriteNumber("taskId", 12);
        json.WriteString("taskIdentifier", word);
        json.WriteString("name", name);
        json.WriteString("integrationAlias", "zendesk");
        json.WriteString("userEmail", day.Agent.Email);
        json.WriteNumber("userId", 501 + day.Agent.Number);
        json.WriteNumber("isProductive", isWork ? 1 : 0);
        json.WriteNumber("isBreak", stretch.State is AgentState.Break or AgentState.Lunch ? 1 : 0);
        json.WriteNumber("isPaid", stretch.State == AgentState.Lunch ? 0 : 1);
        json.WriteString("shiftId", $"sh-{Format.Date(day.Date)}-{day.Agent.Number}");
    }
}

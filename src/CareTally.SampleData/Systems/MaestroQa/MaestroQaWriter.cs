using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;
using CareTally.SampleData.Systems.Zendesk;

namespace CareTally.SampleData.Systems.MaestroQa;

/// <summary>MaestroQA raw exports: times wrapped for Excel, no ids of gradings, points possible in place of weights.</summary>
internal sealed class MaestroQaWriter(WriterContext context) : ISystemWriter
{
    private const string System = "maestroqa";
    private const string Rubric = "rb_77";
    private const string RubricName = "Email QA v3";

    private readonly QualityFeed _quality = new(context, System);

    public void Add(DayRecords day)
    {
        if (_quality.Add(day) is not { } export) return;
        var label = Format.Date(day.Date);
        var graded = export.Evaluations.Select(one => (Evaluation: one, Type: "Grading"))
            .Concat(export.Calibrations.SelectMany(session => session.Blind.Select(one => (one, "Calibration")).Append((session.Reference, "calibration_final")))).ToList();
        using (var totals = context.Folder.OpenCsv($"{System}/total_scores_{label}.csv"))
        {
            totals.Row("gradable_id", "agent_id", "agent_name", "agent_email", "grader", "grade_type", "rubric_id", "rubric_name", "rubric_score", "max_rubric_score", "date_first_started", "date_first_graded", "date_graded", "ticket_created_at", "comment");
            foreach (var (evaluation, type) in graded) WriteTotal(totals, evaluation, type);
        }

        using (var sections = context.Folder.OpenCsv($"{System}/section_scores_{label}.csv"))
        {
            sections.Row("gradable_id", "agent_id", "agent_name", "agent_email", "grader", "grade_type", "rubric_id", "rubric_name", "section_id", "section_name", "section_score", "max_section_score", "date_graded", "ticket_created_at");
            foreach (var (evaluation, type) in graded) WriteSections(sections, evaluation, type);
        }

        using var coaching = context.Folder.OpenCsv($"{System}/coaching_{label}.csv");
        coaching.Row("coaching_id", "gradable_id", "rubric_id", "grader", "agent_email", "coach_email", "opened_at", "closed_at");
        foreach (var talk in export.Coachings)
        {
            coaching.Row(
                Format.Number((long)talk.Number), IdOf(talk.Evaluation), Rubric, Quality.GraderOf(talk.Evaluation.Grader).Email, talk.Evaluation.Agent.Email, Quality.GraderOf(Quality.Graders - 1).Email, Format.Plain(talk.OpenedAt),
                talk.ClosedAt <= export.MadeAt ? Format.Plain(talk.ClosedAt) : "");
        }
    }

    private static string IdOf(Evaluation evaluation) => Format.Number(ZendeskWriter.IdOf(evaluation.Case!));

    private static string Excel(long instant, string fraction = "") => $"=\"{Format.Plain(instant)}{fraction}\"";

    private static void WriteTotal(CsvFile file, Evaluation evaluation, string type)
    {
        var applicable = Quality.Rubric.Zip(evaluation.Sections).Where(pair => pair.Second is not null).ToArray();
        var possible = applicable.Sum(pair => pair.First.Weight);
        var points = evaluation.IsAutoFail ? 0 : applicable.Sum(pair => pair.First.Weight * pair.Second!.Value / 100.0);
        file.Row(
            IdOf(evaluation), Format.Number(ZendeskWriter.IdOf(evaluation.Agent)), evaluation.Agent.Name, evaluation.Agent.Email, Quality.GraderOf(evaluation.Grader).Email, type, Rubric, RubricName, Format.Number(points), Format.Number(possible),
            Excel(evaluation.StartedAt, ".120"), Excel(evaluation.DoneAt, ".000"), Excel(evaluation.DoneAt), Excel(evaluation.Case!.CreatedAt), evaluation.IsAutoFail ? "Auto fail" : "");
    }

    private static void WriteSections(CsvFile file, Evaluation evaluation, string type)
    {
        for (var section = 0; section < evaluation.Sections.Length; section++)
        {
            var (rubric, score) = (Quality.Rubric[section], evaluation.Sections[section]);
            file.Row(
                IdOf(evaluation), Format.Number(ZendeskWriter.IdOf(evaluation.Agent)), evaluation.Agent.Name, evaluation.Agent.Email, Quality.GraderOf(evaluation.Grader).Email, type, Rubric, RubricName, $"sec_{section + 1}", rubric.Name,
                Format.Number((score ?? 0) * rubric.Weight / 100.0), Format.Number(score is null ? 0 : rubric.Weight), Excel(evaluation.DoneAt), Excel(evaluation.Case!.CreatedAt));
        }
    }
}

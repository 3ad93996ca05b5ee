using System.Text.Json;
using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;
using CareTally.SampleData.Systems.Zendesk;

namespace CareTally.SampleData.Systems.Qualtrics;

/// <summary>Qualtrics: response exports a survey, distributions with their reminders, and their histories.</summary>
internal sealed class QualtricsWriter(WriterContext context) : ISystemWriter
{
    private const string System = "qualtrics";
    private const string Touch = "SV_SAMPLEtouch001";
    private const string Relationship = "SV_SAMPLErelation1";

    private readonly List<Survey> _waiting = [];

    public void Add(DayRecords day)
    {
        _waiting.AddRange(day.Surveys.Where(survey => survey.Tool == System));
        if (!context.IsExportDay(day)) return;
        var madeAt = (context.IsLast(day) ? context.Calendar.End : Zone.HoChiMinh.InstantOf(day.Date.AddDays(1), 0)) - 1;
        var number = context.PeriodOf(day) + 1;
        var sent = _waiting.Where(survey => survey.SentAt <= madeAt).ToList();
        WriteDistributions(number, day, madeAt);
        foreach (var (page, some) in WriterContext.Pages(sent)) WriteHistory($"{number:0000}{Suffix(page)}", some, madeAt);
        foreach (var survey in (string[])[Touch, Relationship])
        {
            var answered = sent.Where(one => SurveyOf(one) == survey && one.RespondedAt <= madeAt).ToList();
            foreach (var (page, some) in WriterContext.Pages(answered)) WriteResponses($"responses_{survey}_{Format.Date(day.Date)}{Suffix(page)}", some, day, page == 0 && number % 10 == 1);
        }

        // Histories are read again until an answer is there, or a week has passed.
        _waiting.RemoveAll(survey => survey.RespondedAt is { } at ? at <= madeAt : survey.SentAt + (7 * 86400) <= madeAt);
    }

    private static string Suffix(int page) => page == 0 ? "" : $"_{page + 1}";

    private static string SurveyOf(Survey survey) => survey.IsRelationship ? Relationship : Touch;

    private string DistributionOf(Survey survey, bool isReminder) =>
        Ids.Text(isReminder ? "EMD_R" : survey.IsRelationship ? "EMD_S" : "EMD_I", (ulong)((survey.SentAt - context.Calendar.Start) / 86400), 9);

    private void Page(string name, Action<JsonFile> elements)
    {
        using var file = context.Folder.OpenJson($"{System}/{name}.json.gz");
        file.Json.WriteStartObject();
        file.Json.WriteStartObject("result");
        file.Json.WriteStartArray("elements");
        elements(file);
        file.Json.WriteEndArray();
        file.Json.WriteNull("nextPage");
        file.Json.WriteEndObject();
        file.Json.WriteStartObject("meta");
        file.Json.WriteString("httpStatus", "200 - OK");
        file.Json.WriteEndObject();
        file.Json.WriteEndObject();
    }

    // One a day and survey, and a reminder of those about a contact three days later.
    private void WriteDistributions(int number, DayRecords day, long madeAt) => Page($"distributions_{number:0000}", file =>
    {
        for (var date = context.PeriodStart(day).AddDays(-1); date <= day.Date.AddDays(2); date = date.AddDays(1))
        {
            var place = (ulong)Math.Max(0, date.DayNumber - context.Calendar.DateOf(0).DayNumber);
            var at = context.Calendar.Start + ((long)place * 86400) + 7200;
            if (at > madeAt + 86400) break;
            foreach (var (kind, survey) in (ReadOnlySpan<(string, string)>)[("EMD_I", Touch), ("EMD_R", Touch), ("EMD_S", Relationship)])
            {
                var json = file.Json;
                json.WriteStartObject();
                json.WriteString("id", Ids.Text(kind, place, 9));
                json.Text("parentDistributionId", kind == "EMD_R" ? Ids.Text("EMD_I", place, 9) : null);
                json.WriteString("ownerId", "UR_SAMPLE");
                json.WriteString("organizationId", "sample");
                json.WriteString("requestType", kind == "EMD_R" ? "Reminder" : "Invite");
                json.WriteString("requestStatus", "Done");
                json.WriteString("sendDate", Format.Iso(kind == "EMD_R" ? at + (3 * 86400) : at));
                json.WriteString("createdDate", Format.Iso(at - 600));
                json.WriteString("modifiedDate", Format.Iso(at + 60));
                json.WriteStartObject("surveyLink");
                json.WriteString("surveyId", survey);
                json.WriteString("linkType", "Individual");
                json.WriteEndObject();
                json.WriteEndObject();
                file.EndRow();
            }
        }
    });

    private void WriteHistory(string label, IReadOnlyList<Survey> surveys, long madeAt) => Page($"distribution_history_{label}", file =>
    {
        foreach (var survey in surveys)
        {
            var answer = survey.RespondedAt <= madeAt ? survey.RespondedAt : null;
            var isByReminder = survey.RemindedAt is not null && answer is not null;
            WriteMail(file, survey, DistributionOf(survey, isReminder: false), survey.SentAt, isByReminder ? null : answer, survey.HasBounced);
            if (survey.RemindedAt is { } reminded && reminded <= madeAt && !survey.IsRelationship) WriteMail(file, survey, DistributionOf(survey, isReminder: true), reminded, answer, false);
        }
    });

    private static void WriteMail(JsonFile file, Survey survey, string distribution, long sent, long? answer, bool hasBounced)
    {
        var json = file.Json;
        json.WriteStartObject();
        json.WriteString("contactId", Ids.Text("CID_", (ulong)survey.Customer.Number, 12));
        json.WriteString("contactLookupId", Ids.Text("CGC_", (ulong)survey.Customer.Number, 12));
        json.WriteString("distributionId", distribution);
        json.WriteString("status", hasBounced ? "HardBounce" : answer is not null ? "SurveyFinished" : survey.Number % 3 == 0 ? "Opened" : "Success");
        json.WriteString("surveyLink", $"https://example.qualtrics.com/jfe/form/{SurveyOf(survey)}?Q_DL={distribution}");
        json.WriteNull("contactFrequencyRuleId");
        json.Text("responseId", answer is null ? null : ResponseOf(survey));
        json.Text("responseCompletedAt", Format.Iso(answer));
        json.WriteString("sentAt", Format.IsoMilliseconds(sent));
        json.Text("openedAt", answer is null ? null : Format.Iso(answer - 90));
        json.Text("responseStartedAt", answer is null ? null : Format.Iso(answer - 75));
        json.WriteNull("surveySessionId");
        json.WriteEndObject();
        file.EndRow();
    }

    private static string ResponseOf(Survey survey) => Ids.Text("R_2", survey.Number, 14);

    private void WriteResponses(string name, IReadOnlyList<Survey> surveys, DayRecords day, bool withPreview)
    {
        using var file = context.Folder.OpenJson($"{System}/{name}.json.gz");
        var json = file.Json;
        json.WriteStartObject();
        json.WriteStartArray("responses");
        foreach (var survey in surveys)
        {
            WriteResponse(json, survey);
            file.EndRow();
        }

        if (withPreview) WritePreview(json, name, day); // somebody looked at the form
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteResponse(Utf8JsonWriter json, Survey survey)
    {
        var at = survey.RespondedAt!.Value;
        var isFinished = survey.Number % 25 != 0; // some stop half-way
        json.WriteStartObject();
        json.WriteString("responseId", ResponseOf(survey));
        json.WriteStartObject("values");
        Common(json, ResponseOf(survey), at, 0, isFinished);
        json.WriteString("recipientEmail", survey.Customer.Email);
        json.WriteString("externalDataReference", survey.Customer.ExternalId);
        json.WriteString("distributionChannel", "email");
        json.WriteString("userLanguage", survey.Customer.Region == Region.Vietnam ? "VI" : "EN");
        if (isFinished)
        {
            var nps = survey.IsRelationship ? survey.Score : survey.Recommendation;
            if (!survey.IsRelationship) json.WriteNumber("QID1", survey.Score);
            json.WriteNumber("QID2_NPS_GROUP", nps >= 9 ? 3 : nps >= 7 ? 2 : 1);
            json.WriteNumber("QID2", nps);
            if (survey.Number % 3 == 0) json.WriteString("QID3_TEXT", "Synthetic text");
        }

        if (survey.Case is { System: "zendesk" } ticket)
        {
            json.WriteString("CaseId", Format.Number(ZendeskWriter.IdOf(ticket)));
            json.WriteString("AgentId", Format.Number(ZendeskWriter.IdOf(ticket.Agent)));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WritePreview(Utf8JsonWriter json, string file, DayRecords day)
    {
        var id = Ids.Text(file.Contains("relation", StringComparison.OrdinalIgnoreCase) ? "R_8" : "R_9", (ulong)day.Day, 14);
        json.WriteStartObject();
        json.WriteString("responseId", id);
        json.WriteStartObject("values");
        Common(json, id, Zone.HoChiMinh.InstantOf(day.Date, 36000), 1, isFinished: true);
        json.WriteString("distributionChannel", "preview");
        json.WriteString("userLanguage", "EN");
        json.WriteNumber("QID1", 1);
        json.WriteNumber("QID2", 2);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Common(Utf8JsonWriter json, string id, long at, int status, bool isFinished)
    {
        json.WriteString("startDate", Format.Iso(at - 75));
        json.WriteString("endDate", Format.Iso(at));
        json.WriteNumber("status", status);
        json.WriteString("ipAddress", "203.0.113.9");
        json.WriteNumber("progress", isFinished ? 100 : 40);
        json.WriteNumber("duration", 75);
        json.WriteNumber("finished", isFinished ? 1 : 0);
        json.WriteString("recordedDate", Format.IsoMilliseconds(at + 1));
        json.WriteString("_recordId", id);
    }
}

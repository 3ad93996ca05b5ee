using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;
using CareTally.SampleData.Systems.Zendesk;

namespace CareTally.SampleData.Systems.Delighted;

/// <summary>Delighted: pages of responses, copies of those people that were asked since the last copy, and bounces. Times are seconds since 1970.</summary>
internal sealed class DelightedWriter(WriterContext context) : ISystemWriter
{
    private const string System = "delighted";

    // An answer may come days after the sending: until then it waits here.
    private readonly List<Survey> _waiting = [];
    private readonly List<Survey> _sent = [];

    public void Add(DayRecords day)
    {
        _waiting.AddRange(day.Surveys.Where(survey => survey.Tool == System));
        if (!context.IsExportDay(day)) return;
        var madeAt = (context.IsLast(day) ? context.Calendar.End : Zone.HoChiMinh.InstantOf(day.Date.AddDays(1), 0)) - 1;
        _sent.AddRange(_waiting.Where(survey => survey.SentAt <= madeAt));
        _waiting.RemoveAll(survey => survey.SentAt <= madeAt);
        var label = Format.Date(day.Date);
        var latest = _sent.GroupBy(survey => survey.Customer.Number).Select(ofOne => ofOne.MaxBy(survey => survey.SentAt)!).OrderBy(survey => survey.Customer.Number).ToList();
        WritePages($"people_{label}", latest, (json, survey) => WritePerson(json, survey, madeAt));
        WritePages($"bounces_{label}", [.. _sent.Where(survey => survey.HasBounced && survey.SentAt + 60 <= madeAt)], WriteBounce);
        WritePages($"survey_responses_{label}", [.. _sent.Where(survey => survey.RespondedAt <= madeAt)], (json, survey) => WriteResponse(json, survey, madeAt));
        // What was asked before this copy and is not answered by now stays until it is, or its time is over.
        _sent.RemoveAll(survey => survey.RespondedAt is not { } at || at <= madeAt);
    }

    private static string PersonOf(Customer customer) => Format.Number(597501L + customer.Number);

    private void WritePages(string name, IReadOnlyList<Survey> surveys, Action<JsonFile, Survey> write)
    {
        foreach (var (page, some) in WriterContext.Pages(surveys))
        {
            using var file = context.Folder.OpenJson($"{System}/{name}{(page == 0 ? "" : $"_{page + 1}")}.json.gz");
            file.Json.WriteStartArray();
            foreach (var survey in some)
            {
                file.Json.WriteStartObject();
                write(file, survey);
                file.Json.WriteEndObject();
                file.EndRow();
            }

            file.Json.WriteEndArray();
        }
    }

    private static void WritePerson(JsonFile file, Survey survey, long madeAt)
    {
        WriteName(file, survey.Customer, "id");
        file.Json.WriteNumber("last_sent_at", survey.SentAt);
        file.Json.Number("last_responded_at", survey.RespondedAt <= madeAt ? survey.RespondedAt : null);
        file.Json.WriteNull("next_survey_scheduled_at");
    }

    private static void WriteName(JsonFile file, Customer customer, string id)
    {
        file.Json.WriteString(id, PersonOf(customer));
        file.Json.WriteString("name", customer.Name);
        file.Json.WriteString("email", customer.Email);
        file.Json.WriteNumber("created_at", 1735689600 + customer.Number);
    }

    private static void WriteBounce(JsonFile file, Survey survey)
    {
        file.Json.WriteString("person_id", PersonOf(survey.Customer));
        file.Json.WriteString("email", survey.Customer.Email);
        file.Json.WriteString("name", survey.Customer.Name);
        file.Json.WriteNumber("bounced_at", survey.SentAt + 60);
    }

    private static void WriteResponse(JsonFile file, Survey survey, long madeAt)
    {
        var json = file.Json;
        var id = Format.Number(543500L + (long)survey.Number);
        var comments = survey.Number % 3 == 0 && survey.RespondedAt + 90 <= madeAt;
        json.WriteString("id", id);
        if (survey.Number % 4 == 0)
        {
            json.WriteStartObject("person");
            WriteName(file, survey.Customer, "id");
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("person", PersonOf(survey.Customer));
        }

        json.WriteString("survey_type", "nps");
        json.WriteNumber("score", survey.Score);
        json.Text("comment", comments ? "Synthetic text" : null);
        json.WriteString("permalink", $"https://app.delighted.com/r/SAMPLE{id}");
        json.Number("created_at", survey.RespondedAt);
        json.Number("updated_at", comments ? survey.RespondedAt + 90 : null);
        json.WriteStartObject("person_properties");
        json.WriteString("customer_id", survey.Customer.ExternalId);
        json.WriteString("Delighted Source", survey.Number % 7 == 0 ? "Web" : "Email");
        json.WriteString("Delighted Device Type", survey.Number % 3 == 0 ? "mobile" : "desktop");
        if (survey.Case is { System: "zendesk" } ticket)
        {
            json.WriteString("case_id", Format.Number(ZendeskWriter.IdOf(ticket)));
            json.WriteString("agent_id", Format.Number(ZendeskWriter.IdOf(ticket.Agent)));
            json.WriteString("survey_context", "post_contact");
        }

        json.WriteEndObject();
        json.Texts("notes");
        json.Texts("tags");
        json.Texts("additional_answers");
    }
}

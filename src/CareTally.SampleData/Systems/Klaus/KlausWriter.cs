using System.Text.Json;
using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;
using CareTally.SampleData.Systems.Zendesk;

namespace CareTally.SampleData.Systems.Klaus;

/// <summary>Klaus (Zendesk QA): reviews nested in their conversations, whole numbers as texts, and calibration sessions.</summary>
internal sealed class KlausWriter(WriterContext context) : ISystemWriter
{
    private const string System = "klaus";

    private readonly QualityFeed _quality = new(context, System);

    public void Add(DayRecords day)
    {
        if (_quality.Add(day) is not { } export) return;
        var number = $"{context.PeriodOf(day) + 1:0000}";
        Pages($"reviews_{number}", "conversations", export.Evaluations, WriteConversation);
        Pages($"calibration_sessions_{number}", "calibrationSessions", export.Calibrations, WriteSession);
    }

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
            file.Json.WriteStartObject("pagination");
            file.Json.WriteNumber("page", page + 1);
            file.Json.WriteNumber("total", rows.Count);
            file.Json.WriteEndObject();
            file.Json.WriteEndObject();
        }
    }

    private static void WriteConversation(Utf8JsonWriter json, Evaluation evaluation)
    {
        var ticket = Format.Number(ZendeskWriter.IdOf(evaluation.Case!));
        json.WriteString("externalId", ticket);
        json.WriteString("url", $"https://sample.zendesk.com/qa/conversations/1/{ticket}");
        json.WriteString("externalUrl", $"https://sample.zendesk.com/agent/tickets/{ticket}");
        json.WriteString("lastUpdatedISO", Format.Iso(evaluation.DoneAt));
        json.WriteString("createdAtISO", Format.Iso(evaluation.Case!.CreatedAt));
        json.WriteString("workspaceId", "11759");
        json.WriteString("workspaceName", "Support");
        json.WriteString("sourceType", "zendesk");
        json.WriteStartArray("reviews");
        WriteReview(json, evaluation);
        json.WriteEndArray();
    }

    private static void WriteSession(Utf8JsonWriter json, Calibration session)
    {
        json.WriteString("id", $"cs-{session.Number}");
        json.WriteString("createdBy", "77");
        json.WriteString("createdAt", Format.Iso(session.OpenedAt));
        json.WriteString("title", "Weekly calibration");
        json.WriteString("dueAt", Format.Iso(session.ClosedAt));
        json.WriteString("updatedAt", Format.Iso(session.ClosedAt));
        json.WriteStartArray("conversations");
        json.WriteStartObject();
        json.WriteString("externalId", Format.Number(ZendeskWriter.IdOf(session.Reference.Case!)));
        json.WriteString("createdAt", Format.Iso(session.OpenedAt));
        json.WriteStartArray("reviews");
        foreach (var evaluation in session.Blind.Prepend(session.Reference)) WriteReview(json, evaluation);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteReview(Utf8JsonWriter json, Evaluation evaluation)
    {
        json.WriteStartObject();
        json.WriteString("id", Format.Number((long)evaluation.Number + 5500));
        WritePerson("reviewer", Quality.GraderOf(evaluation.Grader).Name, Quality.GraderOf(evaluation.Grader).Email, null);
        WritePerson("reviewee", evaluation.Agent.Name, evaluation.Agent.Email, $"{evaluation.Agent.Team}");
        json.Decimal("score", evaluation.Score, 2);
        json.WriteStartArray("ratings");
        for (var section = 0; section < evaluation.Sections.Length; section++)
        {
            if (evaluation.Sections[section] is not { } score) continue; // what does not apply is not rated
            // The first is critical: nothing for it takes the whole score away.
            json.WriteStartObject();
            json.WriteString("categoryId", Format.Number(701 + section));
            json.WriteString("categoryName", Quality.Rubric[section].Question);
            json.WriteNumber("score", section == 0 && evaluation.IsAutoFail ? 0 : score);
            json.WriteNumber("weight", Quality.Rubric[section].Weight);
            json.WriteBoolean("critical", section == 0);
            json.WriteNull("cause");
            json.Texts("causes");
            json.WriteString("groupName", Quality.Rubric[section].Name);
            json.WriteString("groupId", Format.Number(71 + section));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNull("comment");
        json.WriteString("createdISO", Format.Iso(evaluation.DoneAt));
        json.WriteString("updatedISO", Format.Iso(evaluation.DoneAt));
        json.WriteBoolean("received", true);
        json.WriteString("reviewTime", Format.Number((evaluation.DoneAt - evaluation.StartedAt) * 1000));
        json.WriteStartObject("scorecard");
        json.WriteString("id", "31");
        json.WriteString("name", "Default");
        json.WriteEndObject();
        json.WriteEndObject();

        void WritePerson(string role, string name, string email, string? group)
        {
            json.WriteStartObject(role);
            json.WriteString("email", email);
            json.WriteString("name", name);
            json.WriteString("avatar", "");
            json.WriteStartArray("groups");
            if (group is not null)
            {
                json.WriteStartObject();
                json.WriteString("id", "9");
                json.WriteString("name", group);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
    }
}

using System.Globalization;
using System.Text.Json;
using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;

namespace CareTally.SampleData.Systems.Zendesk;

/// <summary>The audits of a ticket, one a step: what the step set, and what it was before.</summary>
internal sealed class TicketAudits(Case ticket)
{
    private readonly List<(string Field, string? Value, string? Before)> _changes = [];
    private readonly Dictionary<string, string?> _known = [];
    private string? _exception;
    private string? _exceptionBefore;
    private int _step;

    /// <summary>Takes the next step.</summary>
    public void Move(int step)
    {
        _step = step;
        _changes.Clear();
        var happened = ticket.Steps[step];
        _exceptionBefore = _exception;
        if (happened.Status is { } status)
        {
            Set("status", TicketJson.StatusOf(status));
            _exception = ExceptionOf(status);
        }

        if (happened.Group is { } group) Set("group_id", TicketJson.GroupOf(group).ToString(CultureInfo.InvariantCulture));
        if (step == 0) Set("priority", null);
        if (happened.Priority is { } priority) Set("priority", TicketJson.PriorityOf(priority));
        if (happened.Assigns) Set("assignee_id", ZendeskWriter.IdOf(ticket.Agent).ToString(CultureInfo.InvariantCulture));
        if (happened.OffersSurvey) Set("satisfaction_score", "offered");
        if (happened.IsSatisfied is { } isSatisfied) Set("satisfaction_score", isSatisfied ? "good" : "bad");
    }

    /// <summary>The audit of the step.</summary>
    public void Write(Utf8JsonWriter json)
    {
        var step = ticket.Steps[_step];
        var id = 2127301000 + ((long)ticket.Number * 1000) + (_step * 10);
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteNumber("ticket_id", ZendeskWriter.IdOf(ticket));
        json.WriteString("created_at", Format.Iso(step.At));
        json.WriteNumber("author_id", Author(step));
        json.WriteStartObject("via");
        json.WriteString("channel", step.By == Actor.Automation ? "rule" : TicketJson.ChannelOf(ticket));
        json.WriteEndObject();
        json.WriteStartObject("metadata");
        json.WriteStartObject("system");
        json.WriteEndObject();
        json.WriteStartObject("custom");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("events");
        WriteComment(json, step, ref id);
        foreach (var (field, value, before) in _changes)
        {
            json.WriteStartObject();
            json.WriteNumber("id", ++id);
            json.WriteString("type", _step == 0 ? "Create" : "Change");
            json.WriteString("field_name", field);
            json.Text("value", value);
            if (_step > 0) json.Text("previous_value", before);
            json.WriteEndObject();
        }

        if (_exception != _exceptionBefore) WriteTags(json, ref id);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // One click of the agent says why the clock should not run: on some of the tickets that wait.
    private string? ExceptionOf(CaseStatus status) => status switch
    {
        CaseStatus.Hold when ticket.Number % 3 == 0 => "vendor_dependency",
        CaseStatus.Pending when ticket.Number % 12 == 0 => "awaiting_customer",
        _ => null,
    };

    private void WriteTags(Utf8JsonWriter json, ref long id)
    {
        json.WriteStartObject();
        json.WriteNumber("id", ++id);
        json.WriteString("type", "Change");
        json.WriteString("field_name", "tags");
        json.Texts("value", TicketJson.TagsOf(ticket, _exception));
        json.Texts("previous_value", TicketJson.TagsOf(ticket, _exceptionBefore));
        json.WriteEndObject();
    }

    private void WriteComment(Utf8JsonWriter json, CaseStep step, ref long id)
    {
        if (!step.IsPublicReply && !step.IsNote) return;
        json.WriteStartObject();
        json.WriteNumber("id", ++id);
        json.WriteString("type", "Comment");
        json.WriteBoolean("public", step.IsPublicReply);
        json.WriteNumber("author_id", Author(step));
        json.WriteString("body", "Synthetic text");
        json.WriteEndObject();
    }

    private void Set(string field, string? value)
    {
        var isKnown = _known.TryGetValue(field, out var before);
        if (isKnown && before == value) return;
        _changes.Add((field, value, before));
        _known[field] = value;
    }

    private long Author(CaseStep step) => step.By switch
    {
        Actor.Customer => ZendeskWriter.IdOf(ticket.Customer),
        Actor.Agent => ZendeskWriter.IdOf(ticket.Agent),
        _ => -1,
    };
}

using System.Text.Json;
using CareTally.SampleData.Simulation;
using CareTally.SampleData.Systems.Writing;
using CareTally.SampleData.Systems.Zendesk;

namespace CareTally.SampleData.Systems.ZendeskGuide;

/// <summary>Zendesk Guide: pages of articles with votes of all time, and what Explore tells of views, searches and knowledge capture.</summary>
internal sealed class ZendeskGuideWriter(WriterContext context) : ISystemWriter
{
    private const string System = "zendesk_guide";
    private static readonly string[] Actions = ["Linked", "Linked", "Linked", "Solved", "Flagged", "Created"];

    private readonly IReadOnlyList<Article> _articles = Knowledge.ArticlesOf(context.Settings);
    private readonly Dictionary<int, (int Up, int Down)> _votes = [];
    private readonly List<(DateOnly Date, KnowledgeDay Knowledge)> _days = [];
    private readonly List<(DateOnly Date, Case Case)> _captured = [];

    public void Add(DayRecords day)
    {
        _days.Add((day.Date, day.Knowledge));
        foreach (var (article, _, up, down) in day.Knowledge.Articles)
        {
            var (ups, downs) = _votes.GetValueOrDefault(article);
            _votes[article] = (ups + up, downs + down);
        }

        _captured.AddRange(day.Cases.Where(about => about.System == "zendesk" && about.Number % 9 == 0).Select(about => (day.Date, about)));
        if (!context.IsExportDay(day)) return;
        var label = Format.Date(day.Date);
        WriteArticles(label, day.Date);
        WriteSections(label);
        WriteExplore(label);
        _days.Clear();
        _captured.Clear();
    }

    private static long IdOf(int article) => 28523513700001 + article;

    private static long SectionOf(Issue issue) => 28523491900001 + (long)issue;

    private void WriteArticles(string label, DateOnly date)
    {
        using var file = context.Folder.OpenJson($"{System}/articles_{label}.json.gz");
        file.Json.WriteStartObject();
        file.Json.WriteStartArray("articles");
        foreach (var article in _articles.Where(article => article.CreatedOn <= date))
        {
            WriteArticle(file.Json, article, date);
            file.EndRow();
        }

        file.Json.WriteEndArray();
        Close(file.Json);
    }

    private void WriteArticle(Utf8JsonWriter json, Article article, DateOnly date)
    {
        var (up, down) = _votes.GetValueOrDefault(article.Number);
        // Each is edited about every hundred days.
        var edited = date.AddDays(-((date.DayNumber - article.CreatedOn.DayNumber) % (80 + (article.Number * 7))));
        json.WriteStartObject();
        json.WriteNumber("id", IdOf(article.Number));
        json.WriteString("url", $"https://sample.zendesk.com/api/v2/help_center/en-us/articles/{IdOf(article.Number)}.json");
        json.WriteString("html_url", $"https://sample.zendesk.com/hc/en-us/articles/{IdOf(article.Number)}");
        json.WriteNumber("author_id", 28226296400001);
        json.WriteBoolean("comments_disabled", false);
        json.WriteBoolean("draft", article.IsDraft);
        json.WriteBoolean("promoted", article.Number == 0);
        json.WriteNumber("position", 0);
        json.WriteNumber("vote_sum", up - down);
        json.WriteNumber("vote_count", up + down);
        json.WriteNumber("section_id", SectionOf(article.Issue));
        json.WriteString("created_at", $"{Format.Date(article.CreatedOn)}T03:00:00Z");
        json.WriteString("updated_at", $"{Format.Date(date)}T08:00:00Z");
        json.WriteString("name", article.Title);
        json.WriteString("title", article.Title);
        json.WriteString("source_locale", "en-us");
        json.WriteString("locale", "en-us");
        json.WriteBoolean("outdated", false);
        json.Texts("outdated_locales");
        json.WriteString("edited_at", $"{Format.Date(edited)}T04:30:00Z");
        json.WriteNull("user_segment_id");
        json.WriteNumber("permission_group_id", 28523398500001);
        json.Texts("content_tag_ids");
        json.Texts("label_names", article.Issue switch { Issue.Technical => "technical", Issue.Billing => "billing", Issue.Sales => "sales", _ => "account" });
        json.WriteString("body", "<p>Synthetic text</p>");
        json.WriteEndObject();
    }

    private void WriteSections(string label)
    {
        using var file = context.Folder.OpenJson($"{System}/sections_{label}.json.gz");
        var json = file.Json;
        json.WriteStartObject();
        json.WriteStartArray("sections");
        foreach (var (issue, name) in (ReadOnlySpan<(Issue, string)>)[(Issue.Billing, "Billing"), (Issue.Technical, "Technical"), (Issue.Sales, "Plans"), (Issue.Account, "Account")])
        {
            json.WriteStartObject();
            json.WriteNumber("id", SectionOf(issue));
            json.WriteString("locale", "en-us");
            json.WriteString("name", name);
            json.WriteNumber("category_id", 1);
            json.WriteString("created_at", "2024-01-01T00:00:00Z");
            json.WriteString("updated_at", "2024-01-01T00:00:00Z");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Close(json);
    }

    private static void Close(Utf8JsonWriter json)
    {
        json.WriteStartObject("meta");
        json.WriteBoolean("has_more", false);
        json.Nothing("after_cursor", "before_cursor");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteExplore(string label)
    {
        using (var views = context.Folder.OpenCsv($"{System}/article_views_{label}.csv"))
        {
            views.Row("Date", "Article ID", "Article locale", "Article views");
            foreach (var (date, knowledge) in _days)
            {
                foreach (var (article, count, _, _) in knowledge.Articles) views.Row(Format.Date(date), Format.Number(IdOf(article)), "en-us", Format.Number(count));
            }
        }

        using (var searches = context.Folder.OpenCsv($"{System}/search_{label}.csv"))
        {
            searches.Row("Search date", "Search query", "Search locale", "Search channel", "Searches", "Searches with no results", "Searches with no clicks", "Tickets created");
            foreach (var (date, knowledge) in _days)
            {
                foreach (var (topic, count, nothing, noClick, tickets) in knowledge.Searches)
                    searches.Row(Format.Date(date), topic, "en-us", "help_center", Format.Number(count), Format.Number(nothing), Format.Number(noClick), Format.Number(tickets));
            }
        }

        using var captures = context.Folder.OpenCsv($"{System}/knowledge_capture_{label}.csv");
        captures.Row("Date", "Ticket ID", "Article ID", "Article locale", "Knowledge capture action");
        foreach (var (date, about) in _captured)
        {
            var fitting = _articles.Where(article => article.Issue == about.Issue && article.CreatedOn <= date).ToArray();
            captures.Row(Format.Date(date), Format.Number(ZendeskWriter.IdOf(about)), Format.Number(IdOf(fitting[(int)(about.Number / 9 % (ulong)fitting.Length)].Number)), "en-us", Actions[about.Number / 9 % (ulong)Actions.Length]);
        }
    }
}

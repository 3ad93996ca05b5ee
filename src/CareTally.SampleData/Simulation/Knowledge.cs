namespace CareTally.SampleData.Simulation;

/// <summary>An article of the help centre.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Title">Title.</param>
/// <param name="Issue">What it is about.</param>
/// <param name="CreatedOn">First day.</param>
/// <param name="IsDraft">Whether it is not published yet.</param>
internal sealed record Article(int Number, string Title, Issue Issue, DateOnly CreatedOn, bool IsDraft);

/// <summary>The help centre: who reads what, and who finds nothing.</summary>
internal sealed class Knowledge(SampleSettings settings)
{
    private static readonly (string Title, Issue Issue)[] Titles =
    [
        ("Read your invoice", Issue.Billing), ("Change your payment method", Issue.Billing), ("Ask for a refund", Issue.Billing), ("Change the VAT number", Issue.Billing),
        ("Reset your password", Issue.Account), ("Add a colleague", Issue.Account), ("Close your account", Issue.Account), ("Two-step sign-in", Issue.Account),
        ("The app does not start", Issue.Technical), ("Sync takes long", Issue.Technical), ("Import your data", Issue.Technical), ("Use the API", Issue.Technical), ("Offline mode", Issue.Technical),
        ("Compare plans", Issue.Sales), ("Upgrade your plan", Issue.Sales), ("Partner programme", Issue.Sales),
    ];

    private static readonly string[] Topics = ["read invoice", "refund", "change vat number", "password", "app crash", "sync", "upgrade", "export contacts", "delete account", "invoice in dong"];

    /// <summary>All articles there will be.</summary>
    public static IReadOnlyList<Article> ArticlesOf(SampleSettings settings) =>
        [.. Titles.Select((title, number) => new Article(number, title.Title, title.Issue, number % 5 == 4 ? settings.From.AddDays(settings.Days * (1 + (number / 5)) / 6) : settings.From.AddDays(-200 - (number * 17)), number == 15))];

    /// <summary>A day of it.</summary>
    public KnowledgeDay Day(SampleCalendar calendar, int day, Randomness random)
    {
        if (!settings.Has("zendesk_guide")) return KnowledgeDay.Nothing;
        var date = calendar.DateOf(day);
        var visits = settings.ContactsPerDay * 3.0 * calendar.VolumeOf(day, Region.Vietnam);
        var articles = new List<(int, int, int, int)>();
        foreach (var article in ArticlesOf(settings))
        {
            if (article.IsDraft || article.CreatedOn > date) continue;
            var views = random.Poisson(visits / Titles.Length);
            var votes = random.Poisson(views * 0.02);
            var up = 0;
            for (var i = 0; i < votes; i++) up += random.Chance(0.62) ? 1 : 0;
            articles.Add((article.Number, views, up, votes - up));
        }

        var searches = new List<(string, int, int, int, int)>();
        foreach (var (topic, place) in Topics.Select((topic, place) => (topic, place)))
        {
            var count = random.Poisson(visits * 0.25 / Topics.Length);
            if (count == 0) continue;
            var nothing = place is 2 or 7 or 9 ? count : 0;
            var noClick = Math.Min(count, nothing + random.Poisson((count - nothing) * 0.2));
            searches.Add((topic, count, nothing, noClick, Math.Min(noClick, random.Poisson(noClick * 0.25))));
        }

        return new KnowledgeDay(articles, searches);
    }
}

using System.Globalization;
using CareTally.Core.Manifests;
using CareTally.Docs.Html;

namespace CareTally.Docs.Pages;

/// <summary>A page being written: the frame around it, and the links that leave it.</summary>
internal sealed class Page
{
    private static readonly (string Path, string Label)[] Navigation =
    [
        ("index.html", "Overview"), ("figures.html", "Figures"), ("models/index.html", "Models"), ("sources/index.html", "Sources"),
        ("seeds/index.html", "Seeds"), (ListPage.Snapshots, "Snapshots"), (ListPage.Functions, "Functions"), ("tests/index.html", "Tests"), ("exposures/index.html", "Exposures"), ("lineage.html", "Lineage"),
    ];

    private readonly string _root;

    private Page(SiteContents contents, string path)
    {
        Contents = contents;
        _root = string.Concat(Enumerable.Repeat("../", path.Count(c => c == '/')));
    }

    public SiteContents Contents { get; }

    public HtmlWriter Html { get; } = new(16 * 1024);

    /// <summary>A whole page.</summary>
    /// <param name="contents">The site's contents.</param>
    /// <param name="path">Its file.</param>
    /// <param name="title">What the window is called.</param>
    /// <param name="section">The entry of the navigation it belongs to.</param>
    /// <param name="body">Writes what stands between header and footer.</param>
    public static SiteFile Build(SiteContents contents, string path, string title, string section, Action<Page> body)
    {
        var page = new Page(contents, path);
        page.WriteHeader(title, section);
        body(page);
        page.WriteFooter();
        return new SiteFile(path, page.Html.ToString());
    }

    /// <summary>The address of a file of the site, from this page.</summary>
    public string To(string path) => _root + path;

    /// <summary>The address of a node's page.</summary>
    public string To(NodeId node) => _root + Contents.PathOf(node);

    /// <summary>The address of a test on the page of tests.</summary>
    public string To(DataTestNode test) => $"{_root}tests/index.html#{SiteContents.AnchorOf(test)}";

    /// <summary>A node's name, linked.</summary>
    public Markup Link(NodeId node) => Markup.Of($"<a href=\"{To(node)}\">{SiteContents.Name(Contents.Manifest.Nodes[node])}</a>");

    private void WriteHeader(string title, string section)
    {
        var project = Contents.Manifest.Project.Name;
        Html.Add($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src data:; base-uri 'none'; form-action 'none'">
            <meta name="color-scheme" content="light dark">
            <meta name="generator" content="CareTally {Contents.Input.TallyVersion}">
            <title>{title} · {project}</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="{To(Assets.Css)}">
            <script src="{To(Assets.Js)}"></script>
            </head>
            <body>
            <a class="skip" href="#main">Skip to content</a>
            <header><div class="bar"><a class="brand" href="{To("index.html")}"><svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true"><path d="M3 3v12M7 3v12M11 3v12M15 3v12M1 13 17 5"/></svg>{project}</a>
            <nav aria-label="Site"><ul>

            """);
        foreach (var (path, label) in Navigation.Where(IsInUse))
        {
            if (path == section) Html.Add($"<li><a href=\"{To(path)}\" aria-current=\"page\">{label}</a></li>\n");
            else Html.Add($"<li><a href=\"{To(path)}\">{label}</a></li>\n");
        }

        Html.Add($"</ul></nav></div></header>\n<main id=\"main\">\n");
    }

    // What a project has none of has no page.
    private bool IsInUse((string Path, string Label) entry) =>
        (entry.Path != ExposuresPage.Path || !Contents.Exposures.IsEmpty) && (entry.Path != ListPage.Snapshots || Contents.Snapshots.Any()) && (entry.Path != ListPage.Functions || Contents.Functions.Any());

    private void WriteFooter()
    {
        var target = Contents.Manifest.Project.Target;
        Html.Add($"</main>\n<footer><p>Generated {Time(Contents.Input.GeneratedAt)} from target <b>{target.Name}</b> ({target.Type}) by CareTally {Contents.Input.TallyVersion}.</p></footer>\n</body>\n</html>\n");
    }

    /// <summary>A point in time; the script adds how long ago it is.</summary>
    public static Markup Time(DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        return Markup.Of($"<time datetime=\"{utc.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}\">{utc.ToString("d MMM yyyy HH:mm 'UTC'", CultureInfo.InvariantCulture)}</time>");
    }

    /// <summary>How long something took.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => $"{Math.Round(time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)}\u00a0ms",
        { TotalMinutes: < 1 } => $"{time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)}\u00a0s",
        { TotalHours: < 1 } => $"{((int)time.TotalMinutes).ToString(CultureInfo.InvariantCulture)} min {time.Seconds.ToString(CultureInfo.InvariantCulture)} s",
        _ => $"{((int)time.TotalHours).ToString(CultureInfo.InvariantCulture)} h {time.Minutes.ToString(CultureInfo.InvariantCulture)} min",
    };

    /// <summary>A number with separators.</summary>
    public static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A number and what is counted.</summary>
    public static string Count(long number, string one, string? many = null) => $"{Count(number)} {(number == 1 ? one : many ?? one + "s")}";
}

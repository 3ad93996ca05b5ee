using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using CareTally.Core.Manifests;
using CareTally.Docs;

namespace CareTally.Tests.Docs;

public sealed partial class SiteBuilderTests : IDisposable
{
    private readonly ProjectFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("index.html")]
    [InlineData("models/call_days.html")]
    [InlineData("sources/voice.calls.html")]
    [InlineData("tests/index.html")]
    [InlineData("lineage.html")]
    public void Pages_are_stable(string path)
    {
        var site = SiteBuilder.Build(ProjectFolder.Sample(_folder));

        Snapshot.Match($"Docs/{path}", site.Files.Single(file => file.Path == path).Content);
    }

    [Fact]
    public void The_same_input_gives_the_same_bytes()
    {
        var input = ProjectFolder.Sample(_folder);

        SiteBuilder.Build(input).Files.ShouldBe(SiteBuilder.Build(input).Files);
    }

    [Fact]
    public void Every_link_leads_to_a_file_and_anchor_of_the_site() =>
        LinkChecker.Broken(SiteBuilder.Build(ProjectFolder.Sample(_folder))).ShouldBeEmpty();

    [Fact]
    public void An_empty_project_has_a_whole_site()
    {
        var site = SiteBuilder.Build(_folder.Input());

        site.Files.Select(file => file.Path).ShouldBe([
            "assets/app.css", "assets/app.js", "figures.html", "index.html", "lineage.html", "models/index.html", "seeds/index.html", "sources/index.html", "tests/index.html"]);
        LinkChecker.Broken(site).ShouldBeEmpty();
    }

    [Fact]
    public void Exposures_have_a_page_and_groups_say_who_answers_for_a_model()
    {
        _folder.Write("models/a_v1.sql", "select 1 as id").Write("models/a_v2.sql", "{{ config(materialized='table') }} select 1 as id").Write("models/m.yml", """
            groups: [{name: finance, owner: {name: The <b>team</b>, email: fin@example.org}}]
            models:
              - name: a
                access: public
                group: finance
                columns: [{name: id, data_type: int, constraints: [{type: not_null}]}]
                versions: [{v: 1, deprecation_date: 2027-05-01}, {v: 2, config: {contract: {enforced: true}}}]
            exposures:
              - {name: board, label: The board, type: dashboard, url: "https://example.org/b", owner: {name: Ada}, depends_on: [ref('a')]}
              - {name: script, type: application, url: "javascript:alert(1)", owner: {email: x@example.org}}
            """);

        var site = SiteBuilder.Build(_folder.Input());

        LinkChecker.Broken(site).ShouldBeEmpty();
        foreach (var path in new[] { "exposures/index.html", "models/a.v2.html" })
            Snapshot.Match($"Docs/governance/{path}", site.Files.Single(file => file.Path == path).Content);
    }

    [Fact]
    public void Nothing_is_loaded_from_elsewhere()
    {
        _folder.Write("models/a.sql", "select 1").Write("models/a.yml", """
            models:
              - name: a
                description: "![pixel](https://example.com/p.png) <img src=https://example.com/q.png> [fine](https://example.com/)"
            """);

        foreach (var file in SiteBuilder.Build(_folder.Input()).Files.Where(file => file.Path.EndsWith(".html", StringComparison.Ordinal)))
        {
            Loading().Matches(file.Content).Select(match => match.Value).ShouldAllBe(tag => !tag.Contains("//", StringComparison.Ordinal), file.Path);
            file.Content.ShouldNotContain("<img");
            file.Content.ShouldContain("default-src 'none'");
            file.Content.ShouldNotContain("type=\"module\"");
        }
    }

    [Fact]
    public void The_script_makes_no_requests()
    {
        var script = SiteBuilder.Build(_folder.Input()).Files.Single(file => file.Path == "assets/app.js").Content;

        foreach (var word in new[] { "fetch(", "XMLHttpRequest", "import(", "import ", "Worker", "innerHTML", "eval(", "http:", "https:" }) script.ShouldNotContain(word);
    }

    [Theory]
    [InlineData("assets/app.css", 10)]
    [InlineData("assets/app.js", 15)]
    public void Assets_stay_small(string path, int kilobytes)
    {
        var text = SiteBuilder.Build(_folder.Input()).Files.Single(file => file.Path == path).Content;
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(text));

        target.Length.ShouldBeLessThan(kilobytes * 1024);
    }

    [Fact]
    public void Names_that_differ_by_case_only_get_a_file_each()
    {
        _folder.Write("models/orders.sql", "select 1").Write("models/Orders.sql", "{{ config(alias='other') }} select 1").Write("models/index.sql", "select 1")
            .Write("models/con.sql", "select 1").Write("models/größe-1.sql", "select 1");

        var paths = SiteBuilder.Build(_folder.Input()).Files.Select(file => file.Path).ToArray();

        paths.Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(paths.Length);
        paths.ShouldAllBe(path => SafePath().IsMatch(path));
        paths.ShouldContain("models/orders.html");
        paths.ShouldNotContain("models/con.html");
    }

    [Fact]
    public void A_name_keeps_its_file_whatever_else_there_is()
    {
        _folder.Write("models/Orders.sql", "select 1");
        var alone = SiteBuilder.Build(_folder.Input()).Files.Single(file => file.Path.StartsWith("models/orders", StringComparison.Ordinal)).Path;
        _folder.Write("models/orders.sql", "{{ config(alias='other') }} select 1");

        SiteBuilder.Build(_folder.Input()).Files.Select(file => file.Path).ShouldContain(alone);
    }

    [Fact]
    public void A_graph_of_two_thousand_nodes_is_drawn()
    {
        for (var i = 0; i < 2000; i++)
        {
            var parents = Enumerable.Range(1, Math.Min(i, 3)).Select(k => $"select * from {{{{ ref('m{Math.Max(0, i - (k * k * 37) - 1)}') }}}}");
            _folder.Write($"models/m{i}.sql", i == 0 ? "select 1" : string.Join(" union all ", parents.Distinct()));
        }

        var page = SiteBuilder.Build(_folder.Input()).Files.Single(file => file.Path == "lineage.html").Content;

        Regex.Count(page, "data-n=").ShouldBe(2000);
        page.ShouldNotContain("NaN");
    }

    [Fact]
    public void A_column_that_is_described_but_missing_is_pointed_out()
    {
        var page = SiteBuilder.Build(ProjectFolder.Sample(_folder)).Files.Single(file => file.Path == "models/call_days.html").Content;

        page.ShouldContain("<code>gone</code> <span class=\"chip warn\">not in the relation</span>");
        page.ShouldContain("<code>DATE</code>");
    }

    [Fact]
    public void A_message_of_the_database_is_not_shown_for_it_may_quote_the_data()
    {
        var input = ProjectFolder.Sample(_folder);
        var model = input.Manifest.Nodes.Values.OfType<ModelNode>().First();
        var kind = new Diagnostics.DiagnosticKind("TLY5999", Diagnostics.Severity.Error, "Could not convert string 'jane@example.com'");
        var error = new Core.Running.NodeResult.Errored { Node = model.Id, StartedAt = ProjectFolder.Noon, Elapsed = TimeSpan.Zero, Diagnostic = Diagnostics.Diagnostic.Of(kind, null) };

        var site = SiteBuilder.Build(input with { Results = new([error], ProjectFolder.Noon, TimeSpan.Zero, false) });

        site.Files.ShouldAllBe(file => !file.Content.Contains("jane@", StringComparison.Ordinal));
        site.Files.Single(file => file.Path == $"models/{model.Name}.html").Content.ShouldContain("TLY5999");
    }

    [GeneratedRegex(@"<(link|script|img|iframe|object|embed|video|audio|source|use|image)\b[^>]*>")]
    private static partial Regex Loading();

    [GeneratedRegex(@"^([a-z]+/)?[a-z0-9][a-z0-9._-]*\.(html|css|js)$")]
    private static partial Regex SafePath();
}

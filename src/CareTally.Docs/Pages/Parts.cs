using CareTally.Core.Manifests;
using CareTally.Core.Running;
using CareTally.Docs.Html;

namespace CareTally.Docs.Pages;

/// <summary>Pieces that several pages show.</summary>
internal static class Parts
{
    /// <summary>Who answers for it, with a link to write to them.</summary>
    public static Markup OwnerOf(SiteContents contents, Node node) => contents.OwnerOf(node) switch
    {
        null => Markup.Empty,
        { Email: { } email } owner when IsAddress(email) => Markup.Of($"<a href=\"mailto:{email}\">{owner.Name}</a>"),
        var owner => Markup.Escaped(owner.Name),
    };

    /// <summary>What kind of thing a relation is, in a word.</summary>
    public static string KindOf(Node node) => node switch
    {
        ModelNode model => MaterializationOf(model),
        ExposureNode exposure => exposure.Type,
        SeedNode => "seed",
        SnapshotNode => "snapshot",
        FunctionNode { Kind: FunctionKind.Table } => "table function",
        FunctionNode => "function",
        _ => "source",
    };

    public static string MaterializationOf(ModelNode model) => model.Materialization switch
    {
        Materialization.View => "view",
        Materialization.Table => "table",
        Materialization.Incremental => "incremental",
        Materialization.Ephemeral => "ephemeral",
        Materialization.Custom => model.Config.Text("materialized") ?? "view",
        _ => throw new ArgumentOutOfRangeException(nameof(model)),
    };

    /// <summary>How often each status occurs among tests, worst first; a link to the page of tests where there is a failure.</summary>
    public static Markup TestCounts(SiteContents contents, IReadOnlyCollection<DataTestNode> tests)
    {
        var html = new HtmlWriter(128);
        foreach (var (status, count) in Status.Counts(tests.Select(test => Status.Of(contents.ResultOf(test.Id)))))
            html.Add($"<span class=\"chip {status.Class}\">{count} {status.Word.ToLowerInvariant()}</span> ");
        return html.ToMarkup();
    }

    /// <summary>A test on a column or relation, with how it ended.</summary>
    public static Markup Test(Page page, DataTestNode test)
    {
        var result = page.Contents.ResultOf(test.Id);
        var status = Status.Of(result);
        return Markup.Of($"<a class=\"chip {status.Class}\" href=\"{page.To(test)}\" title=\"{test.Name}\">{ShortName(test)}: {Outcome(status, result)}</a>");
    }

    /// <summary>What is tested, without repeating on what.</summary>
    public static string ShortName(DataTestNode test)
    {
        if (test.Generic is not { } generic) return test.Name;
        var isNamed = !test.Name.Contains(generic.TestName, StringComparison.Ordinal);
        return isNamed ? test.Name : generic.TestName;
    }

    /// <summary>Rows that break a test's rules, or null where it was not run.</summary>
    public static long? Failures(NodeResult? result) => result switch
    {
        NodeResult.Passed => 0,
        NodeResult.Warned warned => warned.Failures,
        NodeResult.TestFailed failed => failed.Failures,
        _ => null,
    };

    /// <summary>A block of SQL that can be unfolded.</summary>
    public static void Sql(HtmlWriter html, string title, string sql)
    {
        html.Add($"<details class=\"code\"><summary>{title}</summary><pre tabindex=\"0\"><code>");
        SqlMarkup.Write(html, sql.Trim());
        html.Add($"</code></pre></details>\n");
    }

    private static string Outcome(Status status, NodeResult? result) =>
        Failures(result) is > 0 and var failures ? $"{Page.Count(failures)} {status.Word.ToLowerInvariant()}" : status.Word.ToLowerInvariant();

    private static bool IsAddress(string email) => email.Contains('@', StringComparison.Ordinal) && !email.Any(c => char.IsWhiteSpace(c) || c is '<' or '>' or '"' or '?' or '&');
}

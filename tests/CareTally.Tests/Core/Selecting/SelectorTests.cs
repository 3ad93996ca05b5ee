using CareTally.Core.Manifests;
using CareTally.Core.Selecting;
using CareTally.Diagnostics;

namespace CareTally.Tests.CoreTests.Selecting;

public sealed class SelectorTests : IDisposable
{
    private const string Files =
        """
        -- file: seeds/codes.csv
        id
        -- file: models/staging/stg_a.sql
        {{ config(tags=['daily', 'core'], meta={'owner': 'ann', 'pii': true}) }} select * from {{ source('raw', 'calls') }}
        -- file: models/staging/stg_b.sql
        {{ config(tags='core') }} select * from {{ source('raw', 'agents') }}
        -- file: models/mid/join_ab.sql
        {{ config(materialized='ephemeral') }} select * from {{ ref('stg_a') }} join {{ ref('stg_b') }} using (id)
        -- file: models/marts/deep/fct.sql
        {{ config(materialized='table', tags=['nightly']) }} select * from {{ ref('join_ab') }} join {{ ref('codes') }} using (id)
        -- file: models/marts/rpt.sql
        select * from {{ ref('fct') }}
        -- file: models/m.yml
        sources: [{name: raw, tables: [{name: calls, columns: [{name: id, data_tests: [unique]}]}, {name: agents}]}]
        models:
          - {name: stg_a, columns: [{name: id, data_tests: [not_null]}]}
          - {name: fct, columns: [{name: id, data_tests: [{relationships: {name: rel_fct_b, to: ref('stg_b'), field: id, config: {severity: warn}}}]}]}
        -- file: tests/rpt_and_a.sql
        select * from {{ ref('rpt') }} join {{ ref('stg_a') }} using (id)
        """;

    private readonly SampleProject _sample = new(Files);
    private readonly Manifest _manifest;

    public SelectorTests() => _manifest = _sample.Load();

    public void Dispose() => _sample.Dispose();

    public static TheoryData<string, string> Expressions()
    {
        var data = new TheoryData<string, string>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Core", "selectors.txt")))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var parts = line.Split("=>");
            data.Add(parts[0].Trim(), parts[1].Trim());
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Expressions))]
    public void An_expression_selects_what_it_would_in_dbt(string expression, string expected)
    {
        var problems = new Problems();
        var criteria = new SelectionCriteria();
        var words = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] == "--exclude") criteria = criteria with { Exclude = criteria.Exclude.Add(words[++i]) };
            else if (words[i] == "--indirect") criteria = criteria with { Indirect = Enum.Parse<IndirectSelection>(words[++i], ignoreCase: true) };
            else criteria = criteria with { Select = criteria.Select.Add(words[i]) };
        }

        string[] found;
        try
        {
            var nodes = Selector.Select(_manifest, criteria, problems).Nodes;
            found = [.. nodes.Select(id => _manifest.Nodes[id]).Select(ShortName).Order(StringComparer.Ordinal)];
        }
        catch (DiagnosticException e)
        {
            found = [e.Diagnostic.Kind.Code];
        }

        if (!problems.All.IsEmpty) found = [.. found, "!" + problems.All[0].Kind.Code];
        string.Join(' ', found).ShouldBe(expected, expression);
    }

    [Fact]
    public void Kinds_restrict_what_is_selected()
    {
        var criteria = new SelectionCriteria { Select = ["stg_a+"], Kinds = [NodeKind.Test] };
        Selector.Select(_manifest, criteria, new Problems()).Nodes.ShouldAllBe(id => id.Kind == NodeKind.Test);
    }

    [Theory]
    [InlineData("tagg:x", "did you mean 'tag'?")]
    [InlineData("stat:x", "methods: access, config, exposure, file, fqn, group, package, path, resource_type, source, tag, test_name, test_type, version")]
    public void An_unknown_method_is_an_error_with_a_hint(string selector, string hint) =>
        Should.Throw<DiagnosticException>(() => Selector.Select(_manifest, new SelectionCriteria { Select = [selector] }, new Problems())).Diagnostic.Hint.ShouldBe(hint);

    [Theory]
    [InlineData("m", "m.v1 m.v2 m.v3")]
    [InlineData("m.v1", "m.v1")]
    [InlineData("m_v2", "m.v2")]
    [InlineData("shop.m.v3", "m.v3")]
    [InlineData("version:latest", "m.v2")]
    [InlineData("version:prerelease", "m.v3")]
    [InlineData("version:old", "m.v1")]
    [InlineData("version:none", "plain")]
    [InlineData("access:public", "plain")]
    [InlineData("group:fin*", "plain")]
    [InlineData("board", "")]
    [InlineData("exposure:board", "board")]
    [InlineData("+exposure:*", "board m.v2")]
    [InlineData("resource_type:exposure", "board")]
    public void Versions_groups_access_and_exposures_can_be_selected(string selector, string expected)
    {
        using var project = new SampleProject(
            """
            -- file: models/m_v1.sql
            select 1 as id
            -- file: models/m_v2.sql
            select 1 as id
            -- file: models/m_v3.sql
            select 1 as id
            -- file: models/plain.sql
            {{ config(group='finance', access='public') }} select 1 as id
            -- file: models/m.yml
            groups: [{name: finance, owner: {name: F}}]
            models: [{name: m, latest_version: 2, versions: [{v: 1}, {v: 2}, {v: 3}]}]
            exposures: [{name: board, type: dashboard, owner: {name: A}, depends_on: [ref('m')]}]
            """);
        var manifest = project.Load();
        var selected = Selector.Select(manifest, new SelectionCriteria { Select = [selector] }, new Problems()).Nodes.Select(id => manifest.Nodes[id]);
        string.Join(' ', selected.Select(node => node is ModelNode model ? model.NameWithVersion : node.Name).Order(StringComparer.Ordinal)).ShouldBe(expected);
    }

    // Tests by short names: nn (not_null stg_a.id), uq (unique raw.calls.id), rel_fct_b, rpt_and_a.
    private static string ShortName(Node node) => node switch
    {
        DataTestNode { Generic.TestName: "not_null" } => "nn",
        DataTestNode { Generic.TestName: "unique" } => "uq",
        SourceNode source => $"{source.SourceName}.{source.Name}",
        _ => node.Name,
    };
}

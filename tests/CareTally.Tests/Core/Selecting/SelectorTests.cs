using CareTally.Core.Manifests;
using CareTally.Core.Selecting;
using CareTally.Core.State;
using CareTally.Diagnostics;

namespace CareTally.Tests.CoreTests.Selecting;

public sealed class SelectorTests(SelectorProjects projects) : IClassFixture<SelectorProjects>
{
    private readonly Manifest _manifest = projects.ManifestOf("calls");

    public static TheoryData<string, string, string> Expressions() => SelectorProjects.All();

    [Theory]
    [MemberData(nameof(Expressions))]
    public void An_expression_selects_what_it_would_in_dbt(string project, string expression, string expected)
    {
        var manifest = projects.ManifestOf(project);
        var problems = new Problems();
        var state = Path.Combine(manifest.Project.Root, "state");
        var criteria = new SelectionCriteria { State = Directory.Exists(state) ? new StateFolder(state) : null };
        var words = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] == "--exclude") criteria = criteria with { Exclude = criteria.Exclude.Add(words[++i]) };
            else if (words[i] == "--selector") criteria = criteria with { Named = words[++i] };
            else if (words[i] == "--kind") criteria = criteria with { Kinds = [Enum.Parse<NodeKind>(words[++i], ignoreCase: true)] };
            else if (words[i] == "--indirect") criteria = criteria with { Indirect = Enum.Parse<IndirectSelection>(words[++i], ignoreCase: true) };
            else criteria = criteria with { Select = criteria.Select.Add(words[i]) };
        }

        string[] found;
        try
        {
            var nodes = Selector.Select(manifest, criteria, problems).Nodes;
            found = [.. nodes.Select(id => NameOf(manifest.Nodes[id])).Order(StringComparer.Ordinal)];
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
    [InlineData("nearly:x", "methods: access, config, exposure, file, fqn, group, metric, package, path, resource_type, result, saved_query, selector, semantic_model, source, source_status, state, tag, test_name, test_type, unit_test, version")]
    public void An_unknown_method_is_an_error_with_a_hint(string selector, string hint) =>
        Should.Throw<DiagnosticException>(() => Selector.Select(_manifest, new SelectionCriteria { Select = [selector] }, new Problems())).Diagnostic.Hint.ShouldBe(hint);

    private static string NameOf(Node node) => node is SourceNode source ? $"{source.SourceName}.{source.Name}" : node.Name;

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
}

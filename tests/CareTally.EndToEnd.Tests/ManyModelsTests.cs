using System.Globalization;
using System.Text;
using CareTally.EndToEnd.Tests.Harness;

namespace CareTally.EndToEnd.Tests;

/// <summary>Three hundred models on several threads.</summary>
public sealed class ManyModelsTests
{
    private const int Staging = 60;
    private const int Models = 300;

    [Fact]
    public void Three_hundred_models_are_built_twice_to_the_same_content()
    {
        using var folder = Make();
        folder.Tally("build", "--threads", "4").ShouldExitWith(0).ShouldPrint($"{Models} built, {2 * Models} passed");
        var first = folder.Database.Content();
        first.Count.ShouldBe(Models);
        folder.Database.Scalar($"select value from m{Models - 1:000} where id = 7").ShouldBe(ExpectedValue(Models - 1).ToString(CultureInfo.InvariantCulture));
        folder.Tally("build", "--threads", "3").ShouldExitWith(0);
        folder.Database.Content().ShouldBe(first, ignoreOrder: true);

        var middle = Staging + 20;
        var selected = Ancestors(middle).Union(Descendants(middle)).Append(middle).Select(Name).Order(StringComparer.Ordinal).ToArray();
        selected.Length.ShouldBeLessThan(Models);
        folder.Tally("ls", "-s", $"+{Name(middle)}+", "--resource-type", "model", "--output", "name").ShouldExitWith(0).Lines.ShouldBe(selected);
        folder.Tally("build", "-s", $"+{Name(middle)}+", "--threads", "2").ShouldExitWith(0).ShouldPrint($"{selected.Length} built, {2 * selected.Length} passed");
        folder.Database.Content().ShouldBe(first, ignoreOrder: true);
    }

    [Fact]
    public void A_failure_in_the_middle_skips_exactly_its_descendants()
    {
        using var folder = Make();
        var broken = Staging + 5;
        folder.Write($"models/{Name(broken)}.sql", "select 1 / 'x' as id, 2 as value");
        folder.Tally("build", "--threads", "4").ShouldExitWith(1);
        var statuses = folder.Statuses();
        statuses.Where(pair => pair.Key[0] == 'm' && pair.Value == "skipped").Select(pair => pair.Key).ShouldBe(Descendants(broken).Select(Name), ignoreOrder: true);
        statuses.Where(pair => pair.Value == "error").Select(pair => pair.Key).ShouldBe([Name(broken)]);
    }

    private static ProjectFolder Make()
    {
        var folder = ProjectFolder.Empty();
        folder.Write("tally_project.yml", "name: many\nmodels:\n  many:\n    +materialized: table\n");
        folder.Write("macros/add.sql", "{% macro add(columns) %}{{ columns | join(' + ') }}{% endmacro %}\n");
        var yaml = new StringBuilder("models:\n");
        for (var model = 0; model < Models; model++)
        {
            folder.Write($"models/{Name(model)}.sql", Sql(model));
            yaml.Append(CultureInfo.InvariantCulture, $"  - name: {Name(model)}\n    columns:\n      - {{name: id, data_tests: [unique, not_null]}}\n");
        }

        folder.Write("models/models.yml", yaml.ToString());
        return folder;
    }

    private static string Sql(int model)
    {
        if (model < Staging) return $"select i as id, i * {model + 1} as value from range(50) as rows(i)\n";
        var parents = Parents(model).ToArray();
        var columns = string.Join(", ", parents.Select((_, i) => $"'p{i}.value'"));
        var joins = string.Concat(parents.Skip(1).Select((parent, i) => $"inner join {{{{ ref('{Name(parent)}') }}}} as p{i + 1} on p{i + 1}.id = p0.id\n"));
        return $"select p0.id, ({{{{ add([{columns}]) }}}}) % 1000003 as value\nfrom {{{{ ref('{Name(parents[0])}') }}}} as p0\n{joins}";
    }

    private static long ExpectedValue(int model) => model < Staging ? 7 * (model + 1) : Parents(model).Sum(ExpectedValue) % 1000003;

    private static string Name(int model) => string.Create(CultureInfo.InvariantCulture, $"m{model:000}");

    // Spread over all that comes before, always the same, and shallow enough that values stay quick to follow.
    private static IEnumerable<int> Parents(int model) =>
        model < Staging ? [] : Enumerable.Range(0, 1 + (model % 3)).Select(i => (model * 7 + (i * 31)) % (model / 2 + 1)).Distinct();

    private static HashSet<int> Ancestors(int model) => [.. Parents(model).SelectMany(parent => Ancestors(parent).Append(parent))];

    private static HashSet<int> Descendants(int model) => [.. Enumerable.Range(0, Models).Where(other => Ancestors(other).Contains(model))];
}

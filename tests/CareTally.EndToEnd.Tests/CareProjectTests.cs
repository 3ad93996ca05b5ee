using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using CareTally.EndToEnd.Tests.Harness;

namespace CareTally.EndToEnd.Tests;

/// <summary>The care project on the committed exports of some systems, built once.</summary>
public sealed class BuiltCareProject : IDisposable
{
    internal const string Systems = "[talkdesk, zendesk, business, dashboards]";

    internal ProjectFolder Folder { get; } = ProjectFolder.OfCareOn(Systems);

    internal TallyResult FirstBuild { get; }

    internal Dictionary<string, string> Content { get; }

    public BuiltCareProject()
    {
        FirstBuild = Folder.Tally("build");
        Content = Folder.Database.Content();
    }

    public void Dispose() => Folder.Dispose();
}

/// <summary>Tests that share the built project; those that build it otherwise make copies.</summary>
[CollectionDefinition(nameof(BuiltCareProject))]
public sealed class BuiltCareProjectDefinition : ICollectionFixture<BuiltCareProject>;

[Collection(nameof(BuiltCareProject))]
public sealed class CareProjectTests(BuiltCareProject project)
{
    private static readonly string[] Marts =
    [
        "agg_backlog_days", "agg_contact_days", "agg_contact_intervals", "agg_queue_days", "agg_queue_intervals", "business_dates",
        "fct_case_days", "fct_contacts", "fct_segments", "rpt_contact_performance", "rpt_queue_performance",
    ];

    [Fact]
    public void The_build_succeeds_and_every_test_passes()
    {
        project.FirstBuild.ShouldExitWith(0).Error.ShouldBeEmpty();
        project.FirstBuild.Lines[^1].ShouldContain(project.Folder.File("target/site/index.html"));
        var statuses = project.Folder.Json("target/run_results.json").GetProperty("results").EnumerateArray()
            .Select(result => result.GetProperty("status").GetString()).ToArray();
        statuses.Length.ShouldBeGreaterThan(500);
        statuses.ShouldAllBe(status => status == "success" || status == "pass");
        project.Content.Keys.ShouldNotContain(name => name.Contains("__rejected", StringComparison.Ordinal) || name.Contains("__new", StringComparison.Ordinal));
        foreach (var mart in Marts) project.Content[$"main.{mart}"].ShouldNotStartWith("0 ", customMessage: mart);
    }

    [Fact]
    public void The_figures_are_those_counted_from_the_raw_export()
    {
        var expected = Expected.Figures().Select(pair => $"{pair.Key} {pair.Value}").Order(StringComparer.Ordinal);
        var computed = project.Folder.Database.Query(
                "select queue, count(*) filter (where is_offered), count(*) filter (where is_answered), count(*) filter (where is_abandoned), "
                + "count(*) filter (where is_answered_within_threshold), printf('%.6f', avg(queue_time_sec) filter (where counts_in_asa)) "
                + "from fct_segments where source_system = 'talkdesk' and is_offered group by queue")
            .Select(row => $"{row[0]} {string.Join(' ', row[1..])}").Order(StringComparer.Ordinal);
        computed.ShouldBe(expected);
    }

    [Fact]
    public void Every_model_has_an_owner_and_every_column_is_described_and_tested()
    {
        var manifest = project.Folder.Json("target/manifest.json");
        var nodes = manifest.GetProperty("nodes").EnumerateObject().Select(node => node.Value).ToArray();
        var tests = nodes.Where(node => node.TryGetProperty("attached_node", out _)).ToLookup(test => test.GetProperty("attached_node").GetString()!);
        var models = nodes.Where(node => node.GetProperty("resource_type").GetString() == "model").ToArray();
        models.Length.ShouldBeGreaterThan(20);
        foreach (var model in models) Check(model, [.. tests[model.GetProperty("unique_id").GetString()!]]);
    }

    private void Check(JsonElement model, JsonElement[] tests)
    {
        var name = model.GetProperty("name").GetString()!;
        model.GetProperty("description").GetString().ShouldNotBeNullOrWhiteSpace(name);
        model.GetProperty("meta").GetProperty("owner").GetProperty("name").GetString().ShouldNotBeNullOrWhiteSpace(name);
        if (model.GetProperty("original_file_path").GetString()!.StartsWith("models/staging", StringComparison.Ordinal)) return;
        var declared = model.GetProperty("columns").EnumerateObject().ToDictionary(column => column.Name, column => column.Value.GetProperty("description").GetString());
        var real = project.Folder.Database.Query($"select column_name from information_schema.columns where table_name = '{name}'").Select(row => row[0]);
        declared.Keys.ShouldBe(real, ignoreOrder: true, name);
        foreach (var (column, description) in declared)
        {
            description.ShouldNotBeNullOrWhiteSpace($"{name}.{column}");
            tests.ShouldContain(test => IsAbout(test, column), $"{name}.{column} is tested by nothing");
        }
    }

    // A test of the column, or one of the model whose condition or columns name it.
    private static bool IsAbout(JsonElement test, string column) => test.GetProperty("column_name").GetString() is { } tested
        ? tested == column
        : Regex.IsMatch(test.GetProperty("test_metadata").GetProperty("kwargs").GetRawText(), $@"\b{column}\b");

    /// <summary>What the export says, counted here without SQL and without the models.</summary>
    private static class Expected
    {
        private const string TestPhone = "+842800000001";

        public static Dictionary<string, string> Figures() => Contacts()
            .Where(c => Text(c, "direction") == "IN" && Text(c, "contact_person_number") != TestPhone)
            .GroupBy(Queue)
            .ToDictionary(group => $"voice_{group.Key}", group => Describe([.. group], group.Key == "sales" ? 30 : 20));

        private static string Describe(JsonElement[] contacts, int threshold)
        {
            var answered = contacts.Where(c => Text(c, "contact_type") == "Answered").ToArray();
            var abandoned = contacts.Count(c => Text(c, "contact_type") is "Abandoned" or "Short Abandoned");
            var missed = contacts.Count(c => Text(c, "contact_type") == "Missed");
            var inTime = answered.Count(c => Wait(c) <= threshold);
            return string.Create(CultureInfo.InvariantCulture, $"{answered.Length + abandoned + missed} {answered.Length} {abandoned} {inTime} {answered.Average(Wait):0.000000}");
        }

        // Windows overlap: a contact that comes again in a later file counts once, as it came last.
        private static JsonElement[] Contacts()
        {
            var latest = new Dictionary<string, JsonElement>();
            foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "seeds/samples/talkdesk"), "contacts_*.json.gz").Order(StringComparer.Ordinal))
            {
                using var stream = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
                foreach (var entry in JsonDocument.Parse(stream).RootElement.GetProperty("entries").EnumerateArray()) latest[Text(entry, "contact_id")!] = entry;
            }

            return [.. latest.Values];
        }

        private static string Queue(JsonElement contact) => Text(contact, "handling_ring_groups") ?? Text(contact, "ring_groups")!.Split('+')[0].Trim();

        private static int Wait(JsonElement contact) => contact.GetProperty("wait_time").GetInt32();

        private static string? Text(JsonElement contact, string name) => contact.GetProperty(name).GetString();
    }
}

/// <summary>The care project built again, and with other systems, in copies of its own.</summary>
[Collection(nameof(BuiltCareProject))]
public sealed class CareProjectVariantTests(BuiltCareProject project)
{
    private const string Shapes =
        "select table_name, column_name, data_type from information_schema.columns where table_name not like 'stg%' and table_name <> 'rejected' order by table_name, ordinal_position";

    [Fact]
    public void A_second_build_over_the_first_and_one_from_scratch_give_the_same_content()
    {
        using var folder = ProjectFolder.OfCareOn(BuiltCareProject.Systems);
        folder.Tally("build", "--threads", "1").ShouldExitWith(0);
        folder.Database.Content().ShouldBe(project.Content, ignoreOrder: true);
        folder.Tally("build", "--threads", "4").ShouldExitWith(0);
        folder.Database.Content().ShouldBe(project.Content, ignoreOrder: true);
    }

    [Fact]
    public void A_system_that_does_not_exist_is_an_error_and_empties_nothing()
    {
        using var folder = ProjectFolder.OfCareOn("[talkdesk, zendsk]");
        folder.Tally("build").ShouldExitWith(2).ShouldSay("There is no system 'zendsk' (variable `systems`)");
        folder.Database.Exists.ShouldBeFalse();
    }

    [Theory]
    [InlineData("[]", "", "")]
    [InlineData("[talkdesk]", "talkdesk", "fct_segments")]
    [InlineData("[zendesk]", "zendesk", "fct_case_days")]
    public void Systems_can_be_switched_off_and_the_tables_keep_their_shape(string systems, string only, string filled)
    {
        using var folder = ProjectFolder.OfCareOn(systems);
        folder.Tally("build").ShouldExitWith(0);

        var staging = folder.Database.Relations().Where(name => name.StartsWith("main.stg_", StringComparison.Ordinal)).ToArray();
        staging.ShouldAllBe(name => only.Length > 0 && name.StartsWith($"main.stg_{only}__", StringComparison.Ordinal));
        foreach (var table in (string[])["interactions", "interaction_segments", "cases", "case_status_history", "agents", "fct_segments", "fct_contacts"])
            folder.Database.Query($"select distinct source_system from {table}").Select(row => row[0]).ShouldBeSubsetOf([only], table);

        if (filled.Length > 0) folder.Database.Scalar($"select count(*) > 0 from {filled}").ShouldBe("True");
        folder.Database.Query(Shapes).ShouldBe(project.Folder.Database.Query(Shapes));
    }
}

using System.Text.Json;
using CareTally.SampleData;

namespace CareTally.Tests.SampleData;

public sealed class GeneratorTests(SampleFolder sample) : IClassFixture<SampleFolder>
{
    [Fact]
    public void The_same_arguments_write_the_same_on_every_machine() => Snapshot.Match("SampleData/small.txt", SampleFolder.Describe(sample.Path));

    [Fact]
    public async Task How_many_threads_there_are_changes_nothing()
    {
        var folders = Enumerable.Range(0, 3).Select(_ => Directory.CreateTempSubdirectory("caretally-sample-")).ToArray();
        try
        {
            // Three at once get in each other's way.
            await Task.WhenAll(folders.Select(folder => Task.Run(() => SampleGenerator.WriteAsync(SampleFolder.Small, folder.FullName, CancellationToken.None))));
            foreach (var folder in folders) SampleFolder.Describe(folder.FullName).ShouldBe(SampleFolder.Describe(sample.Path));
        }
        finally
        {
            foreach (var folder in folders) folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Another_seed_writes_something_else()
    {
        var folder = Directory.CreateTempSubdirectory("caretally-sample-");
        await SampleGenerator.WriteAsync(SampleFolder.Small with { Seed = 8, Systems = ["talkdesk"] }, folder.FullName, CancellationToken.None);
        SampleFolder.Describe(folder.FullName).ShouldNotBe(SampleFolder.Describe(sample.Path));
        Directory.EnumerateDirectories(folder.FullName).Select(Path.GetFileName).ShouldBe(["talkdesk"]);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void It_says_that_it_is_synthetic()
    {
        var page = SampleFolder.Read(sample.Path, "README.md");
        page.ShouldContain("# Synthetic sample");
        page.ShouldContain("no row describes a real person");
        SampleGenerator.IsMadeWith(SampleFolder.Small, sample.Path).ShouldBeTrue();
        SampleGenerator.IsMadeWith(SampleFolder.Small with { Days = 18 }, sample.Path).ShouldBeFalse();
    }

    [Fact]
    public void Every_system_of_the_project_has_its_files()
    {
        var folders = SampleFolder.FilesOf(sample.Path).Where(name => name.Contains('/', StringComparison.Ordinal)).Select(name => name.Split('/')[0]).Distinct();
        folders.ShouldBe(SampleSystems.Names);
        var known = File.ReadLines(Path.Combine(Repository.Folder, "seeds/reference/source_systems.csv")).Skip(1).Select(line => line.Split(',')[0]);
        SampleSystems.Names.Except(known).Except(["dashboards"]).ShouldBeEmpty();
    }

    [Fact]
    public void Documents_are_whole()
    {
        foreach (var name in SampleFolder.FilesOf(sample.Path).Where(name => name.Contains(".json", StringComparison.Ordinal)))
        {
            var text = SampleFolder.Read(sample.Path, name);
            foreach (var document in name.Contains(".jsonl", StringComparison.Ordinal) ? text.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [text])
                Should.NotThrow(() => JsonDocument.Parse(document).Dispose(), name);
        }
    }

    [Fact]
    public void Rows_of_a_table_have_as_many_fields_as_its_heading()
    {
        foreach (var name in SampleFolder.FilesOf(sample.Path).Where(name => name.Contains(".csv", StringComparison.Ordinal)))
        {
            var lines = SampleFolder.Read(sample.Path, name).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var fields = Fields(lines[0]);
            fields.ShouldBeGreaterThan(2, name);
            foreach (var line in lines) Fields(line).ShouldBe(fields, $"{name}: {line}");
        }
    }

    [Fact]
    public void One_customer_is_known_to_several_systems()
    {
        var billed = SampleFolder.FilesOf(sample.Path).Where(name => name.StartsWith("business/customers", StringComparison.Ordinal)).SelectMany(name => SampleFolder.Read(sample.Path, name).Split('\n').Skip(1)).Select(line => line.Split(',')).Where(row => row.Length > 3).ToArray();
        var emails = billed.Select(row => row[1]).Where(email => email.Length > 0).ToHashSet();
        var phones = billed.Select(row => row[2]).Where(phone => phone.Length > 0).ToHashSet();
        Found("zendesk/users", "email").Count(emails.Contains).ShouldBeGreaterThan(20);
        Found("freshdesk/contacts", "email").Count(emails.Contains).ShouldBeGreaterThan(20);
        Found("salesforce/Contact", "Email").Count(emails.Contains).ShouldBeGreaterThan(20);
        Found("talkdesk/calls", "contact_phone_number").Count(phones.Contains).ShouldBeGreaterThan(20);
        Found("twilio/calls", "from").Count(phones.Contains).ShouldBeGreaterThan(5);
    }

    private IEnumerable<string> Found(string files, string key) => SampleFolder.FilesOf(sample.Path).Where(name => name.StartsWith(files, StringComparison.Ordinal)).SelectMany(name =>
    {
        using var document = JsonDocument.Parse(SampleFolder.Read(sample.Path, name));
        return Values(document.RootElement, key).ToArray();
    });

    private static IEnumerable<string> Values(JsonElement element, string key) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Values(item, key)),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => property.Name == key && property.Value.ValueKind == JsonValueKind.String ? [property.Value.GetString()!] : Values(property.Value, key)),
        _ => [],
    };

    private static int Fields(string line)
    {
        var (count, isQuoted) = (1, false);
        foreach (var letter in line)
        {
            if (letter == '"') isQuoted = !isQuoted;
            else if (letter == ',' && !isQuoted) count++;
        }

        return count;
    }
}

using System.Text;
using CareTally.EndToEnd.Tests.Harness;
using CareTally.Tests;

namespace CareTally.EndToEnd.Tests;

/// <summary>Each source system alone, on its committed sample export in the vendor's own shape.</summary>
public sealed class SystemTests
{
    private const int RowsInSnapshot = 12;

    // Objects that systems deliver under another name than that of the canonical table.
    private static readonly string[] OtherObjects = ["identities", "customer_profiles"];

    public static TheoryData<string> Systems() =>
        [.. Directory.GetDirectories(Path.Combine(Repository.Root, "seeds/samples")).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Systems))]
    public void A_system_alone_fills_the_tables_it_delivers_and_all_tests_pass(string system)
    {
        using var folder = ProjectFolder.OfCareOn($"[{system}]");
        folder.Tally("build").ShouldExitWith(0).Error.ShouldBeEmpty();

        var database = folder.Database;
        var relations = database.Relations();
        var staging = relations.Where(name => name.StartsWith("main.stg_", StringComparison.Ordinal)).ToArray();
        staging.ShouldAllBe(name => name.StartsWith($"main.stg_{system}__", StringComparison.Ordinal));
        var delivered = staging.Select(name => name[$"main.stg_{system}__".Length..])
            .Where(name => OtherObjects.Contains(name) || relations.Contains($"main.{name}")).Order(StringComparer.Ordinal).ToArray();
        delivered.ShouldNotBeEmpty();

        var text = new StringBuilder();
        foreach (var name in delivered) Describe(database, $"stg_{system}__{name}", text);
        Snapshot.Match($"systems/{system}.txt", text.ToString());
    }

    // How many rows there are, and the first of them in order of all columns.
    private static void Describe(Database database, string relation, StringBuilder text)
    {
        var count = database.Scalar($"select count(*) from {relation}");
        count.ShouldNotBe("0", relation);
        var columns = database.Query($"select column_name from information_schema.columns where table_name = '{relation}' order by ordinal_position").Select(row => row[0]);
        text.Append(relation).Append(", ").Append(count).Append(" rows\n").AppendJoin('|', columns).Append('\n');
        foreach (var row in database.Query($"select * from {relation} order by all limit {RowsInSnapshot}")) text.AppendJoin('|', row).Append('\n');
        text.Append('\n');
    }
}

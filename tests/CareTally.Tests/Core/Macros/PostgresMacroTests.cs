using Npgsql;

namespace CareTally.Tests.CoreTests.Macros;

/// <summary>The built-in macros, executed on PostgreSQL.</summary>
public sealed class PostgresMacroTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [PostgresTheory]
    [MemberData(nameof(MacroCases.ForPostgres), MemberType = typeof(MacroCases))]
    public async Task A_macro_means_on_PostgreSQL_what_it_says(string template, string expected)
    {
        await using var command = server.Connections.CreateCommand(MacroCases.QueryFor(template, "postgres"));
        ((string)(await command.ExecuteScalarAsync())!).ShouldBe(expected);
    }

    [PostgresFact]
    public async Task A_part_of_no_number_is_an_error_of_the_database()
    {
        await using var command = server.Connections.CreateCommand(MacroCases.QueryFor("{{ split_part(\"'a'\", \"'|'\", 0) }}", "postgres"));
        (await Should.ThrowAsync<PostgresException>(command.ExecuteScalarAsync)).SqlState.ShouldBe("22023");
    }
}

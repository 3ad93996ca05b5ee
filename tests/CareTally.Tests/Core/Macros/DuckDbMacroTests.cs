using CareTally.Core.Warehouses;
using CareTally.Tests.Adapters;

namespace CareTally.Tests.CoreTests.Macros;

/// <summary>The built-in macros, executed on DuckDB.</summary>
public sealed class DuckDbMacroTests(DuckDbMacroTests.Database database) : IClassFixture<DuckDbMacroTests.Database>
{
    [Theory]
    [MemberData(nameof(MacroCases.ForDuckDb), MemberType = typeof(MacroCases))]
    public async Task A_macro_means_on_DuckDB_what_it_says(string template, string expected) =>
        (await database.ReadAsync(MacroCases.QueryFor(template, "duckdb"))).ShouldBe(expected);

    public sealed class Database : DuckDbTestBase
    {
        private IWarehouseSession? _session;

        public async Task<string> ReadAsync(string sql)
        {
            _session ??= await MemorySessionAsync();
            return (string)(await ReadAsync(_session, sql)).Rows[0][0]!;
        }
    }
}

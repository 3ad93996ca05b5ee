using System.CommandLine;
using CareTally.Bench;
using DuckDB.NET.Data;

var root = new RootCommand("Generates synthetic projects and times tally on them.")
{
    BenchCommands.Generate(),
    BenchCommands.Raw(),
    BenchCommands.Compare(),
    BenchCommands.Time(),
    BenchCommands.Measure(),
    BenchCommands.Append(),
    BenchCommands.AppendRaw(),
    BenchCommands.Snapshot(),
    BenchCommands.SnapshotByHand(),
};
try
{
    return root.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception failure) when (failure is BenchException or DuckDBException or IOException)
{
    Console.Error.WriteLine($"caretally-bench: {failure.Message}");
    return 1;
}

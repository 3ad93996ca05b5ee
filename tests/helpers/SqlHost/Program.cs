using CareTally.Adapters.DuckDb;
using CareTally.Core.Warehouses;

// A second process on a database: opens the file named by the first argument and runs each line of standard input as SQL,
// answering "ok" or the kind of failure and its message. For tests of locks and of processes that die.
await using var warehouse = new DuckDbWarehouse(
    new DuckDbTarget { Path = args[0], Command = "tally build --select calls" }, TimeProvider.System);
try
{
    await using var session = await warehouse.OpenSessionAsync(CancellationToken.None);
    Console.WriteLine("ok");
    while (Console.ReadLine() is { } sql)
    {
        await session.ExecuteAsync(sql, CancellationToken.None);
        Console.WriteLine("ok");
    }
}
catch (WarehouseException e)
{
    Console.WriteLine($"{e.Failure}: {e.Message} ({e.Hint})");
}

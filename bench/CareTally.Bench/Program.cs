using System.CommandLine;
using CareTally.Bench;

var root = new RootCommand("Generates synthetic projects and times tally on them.")
{
    BenchCommands.Generate(),
    BenchCommands.Raw(),
    BenchCommands.Compare(),
    BenchCommands.Time(),
    BenchCommands.Measure(),
};
try
{
    return root.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (BenchException failure)
{
    Console.Error.WriteLine($"caretally-bench: {failure.Message}");
    return 1;
}

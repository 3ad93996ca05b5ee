using System.CommandLine;
using CareTally.Cli;
using CareTally.Cli.Help;
using CareTally.Cli.Options;

namespace CareTally.Tests.Cli;

public sealed class HelpTests
{
    public static TheoryData<string> Commands() => [.. All().Select(UsageErrors.PathOf)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_is_stable(string command)
    {
        var text = HelpText.For(All().Single(c => UsageErrors.PathOf(c) == command), 100);
        Snapshot.Match($"Cli/help/{command.Replace(' ', '_')}.txt", text);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_option_and_argument_says_what_it_is_for(string command)
    {
        var found = All().Single(c => UsageErrors.PathOf(c) == command);
        found.Description.ShouldNotBeNullOrWhiteSpace();
        found.Options.Where(o => !o.Hidden).ShouldAllBe(o => !string.IsNullOrWhiteSpace(o.Description));
        found.Arguments.ShouldAllBe(a => !string.IsNullOrWhiteSpace(a.Description));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_that_can_be_run_has_examples_that_parse(string command)
    {
        var found = All().Single(c => UsageErrors.PathOf(c) == command);
        if (found.Subcommands.Count > 0) return;
        Examples.Of(found).ShouldNotBeEmpty();
        foreach (var example in Examples.Of(found).Where(e => e.Line.StartsWith("tally ", StringComparison.Ordinal)))
        {
            var line = example.Line.Split([" > ", " | "], StringSplitOptions.None)[0];
            var words = System.CommandLine.Parsing.CommandLineParser.SplitCommandLine(line.Contains('"') ? line : line.Replace('\'', '"')).Skip(1).ToArray();
            var parse = CommandLine.Parse(Root(), words);
            parse.Errors.Select(e => e.Message).ShouldBeEmpty(example.Line);
        }
    }

    [Fact]
    public async Task Help_is_printed_even_where_the_rest_is_wrong()
    {
        using var tally = new Tally();
        var (code, output, error) = await tally.RunAsync("build", "--help", "--nonsense");
        code.ShouldBe(ExitCode.Success);
        output.ShouldContain("Usage:");
        error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_command_help_is_shown_and_the_usage_is_wrong()
    {
        using var tally = new Tally();
        var (code, output, _) = await tally.RunAsync();
        code.ShouldBe(ExitCode.Unusable);
        output.ShouldContain("Commands:");
    }

    private static RootCommand Root()
    {
        using var tally = new Tally();
        return CommandLine.CreateRoot(new CommandContext(tally.Surroundings(TextWriter.Null, TextWriter.Null), new SharedOptions()));
    }

    private static IEnumerable<Command> All() => WithSubcommands(Root());

    private static IEnumerable<Command> WithSubcommands(Command command) =>
        command.Subcommands.Where(sub => !sub.Hidden).SelectMany(WithSubcommands).Prepend(command);
}

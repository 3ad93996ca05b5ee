using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using CareTally.Diagnostics;

namespace CareTally.Cli;

/// <summary>Says what is wrong with the arguments, and what was probably meant.</summary>
internal static class UsageErrors
{
    public static ImmutableArray<Diagnostic> Find(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        var unmatched = (parse.Errors.Count == 0 ? [] : parse.UnmatchedTokens).Concat(Swallowed(parse)).ToImmutableArray();

        // Arguments that nobody expects are most likely the values of options that nobody knows.
        if (unmatched.Any(IsOption)) unmatched = unmatched.RemoveAll(token => !IsOption(token));
        if (!unmatched.IsEmpty) return [.. unmatched.Select(token => Unmatched(command, token))];
        if (parse.Errors.Count == 0) return [];
        var hint = $"see '{PathOf(command)} --help'";
        return [.. parse.Errors.Select(error => Diagnostic.Of(CliProblems.Usage, null, TextOf(error)) with { Hint = hint })];
    }

    /// <summary>A command with those it stands under, as it is typed.</summary>
    public static string PathOf(Command command)
    {
        var names = new List<string>();
        for (Symbol? symbol = command; symbol is not null; symbol = symbol.Parents.FirstOrDefault()) names.Add(symbol is RootCommand ? "tally" : symbol.Name);
        return string.Join(' ', Enumerable.Reverse(names));
    }

    /// <summary>The options that may stand behind a command, its own and those of the commands above.</summary>
    public static IEnumerable<Option> OptionsOf(Command command)
    {
        var inherited = command.Parents.OfType<Command>().SelectMany(OptionsOf).Where(option => option.Recursive);
        return command.Options.Concat(inherited).Distinct();
    }

    // The library names .NET types where a number was expected.
    private static string TextOf(ParseError error) =>
        error.SymbolResult is OptionResult { Tokens: [{ Value: var value }], Option: var option } && option.ValueType is var type && (type == typeof(int) || type == typeof(int?))
            && !int.TryParse(value, out _)
            ? $"{option.Name} takes a number, not '{value}'"
            : string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');

    // An option that takes several values takes a misspelt option behind them for one of them.
    private static IEnumerable<string> Swallowed(ParseResult parse) =>
        parse.CommandResult.Children.OfType<OptionResult>()
            .Where(result => result.Option.AllowMultipleArgumentsPerToken)
            .SelectMany(result => result.Tokens)
            .Select(token => token.Value)
            .Where(IsOption);

    private static bool IsOption(string token) => token.StartsWith('-');

    private static Diagnostic Unmatched(Command command, string token)
    {
        var path = PathOf(command);
        if (IsOption(token))
        {
            var name = token.Split('=')[0];
            var known = OptionsOf(command).Where(option => !option.Hidden).SelectMany(option => option.Aliases.Append(option.Name)).ToArray();

            // It has it, but not there: in front of the command it is nobody's.
            var hint = known.Contains(name) ? $"put it behind the command: {path} {name}" : DidYouMean.Hint(name, known) ?? $"see '{path} --help'";
            return Diagnostic.Of(CliProblems.UnknownOption, null, name, path) with { Hint = hint };
        }

        if (command.Subcommands.Count == 0)
            return Diagnostic.Of(CliProblems.UnexpectedArgument, null, token, path) with { Hint = $"see '{path} --help'" };
        var commands = command.Subcommands.Where(sub => !sub.Hidden).SelectMany(sub => sub.Aliases.Append(sub.Name));
        var full = command is RootCommand ? token : $"{path["tally ".Length..]} {token}";
        return Diagnostic.Of(CliProblems.UnknownCommand, null, full) with { Hint = DidYouMean.Hint(token, commands) ?? $"see '{path} --help' for the commands there are" };
    }
}

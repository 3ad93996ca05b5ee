using System.Collections.Frozen;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using CareTally.Core.Projects;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Cli.Retrying;

/// <summary>The options of a command line, as run_results.json keeps them and as a retry gives them again. The names are dbt's.</summary>
internal static class SavedArguments
{
    // Kept as values, as dbt does.
    private const string ArgumentsOfMacro = "--args";
    private const string Variables = "--vars";

    // Where things are and how they are told is a matter of the moment; variables are kept as values, in a place of their own.
    private static readonly FrozenSet<string> NotKept = new[]
    {
        "--project-dir", "--profiles-dir", Variables, "--wait", "--output", "--output-file", "--quiet", "--no-color", "--debug", "--help", "--version",
    }.ToFrozenSet(StringComparer.Ordinal);

    // A retry is about the nodes that did not succeed, whatever was selected.
    private static readonly FrozenSet<string> NotRepeated = new[] { "--select", "--exclude", "--selector", "--resource-type", "--exclude-resource-type", "--indirect-selection" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What was given.</summary>
    public static IReadOnlyDictionary<string, Value> Of(ParseResult parse)
    {
        var options = Given(parse).Where(result => !NotKept.Contains(result.Option.Name)).DistinctBy(result => result.Option).ToDictionary(result => KeyOf(result.Option), ValueOf);
        foreach (var argument in parse.CommandResult.Children.OfType<ArgumentResult>().Where(argument => argument.Tokens.Count == 1))
            options[KeyOf(argument.Argument)] = argument.Tokens[0].Value;
        return options;
    }

    /// <summary>What was kept, as words of a command line.</summary>
    /// <param name="arguments">The <c>args</c> of run_results.json.</param>
    /// <param name="command">The command that they are given to; what it does not know is left out.</param>
    public static IEnumerable<string> Words(JsonElement arguments, Command command)
    {
        var options = UsageErrors.OptionsOf(command)
            .Where(option => !NotRepeated.Contains(option.Name) && (option.Name == Variables || !NotKept.Contains(option.Name))).ToDictionary(KeyOf);
        var names = command.Arguments.Select(KeyOf).ToHashSet();
        return arguments.EnumerateObject().SelectMany(argument =>
            names.Contains(argument.Name) ? [argument.Value.ToString()] : options.TryGetValue(argument.Name, out var option) ? Words(option.Name, argument.Value) : []);
    }

    /// <summary>What was given now, as words for another command.</summary>
    public static IEnumerable<string> Words(ParseResult parse, Command command)
    {
        var known = UsageErrors.OptionsOf(command).Select(option => option.Name).ToHashSet(StringComparer.Ordinal);
        return Given(parse).Where(result => known.Contains(result.Option.Name))
            .SelectMany(result => result.Tokens.Count == 0 ? [result.Option.Name] : result.Tokens.Select(token => $"{result.Option.Name}={token.Value}"));
    }

    private static IEnumerable<OptionResult> Given(ParseResult parse)
    {
        for (SymbolResult? at = parse.CommandResult; at is CommandResult command; at = command.Parent)
        {
            foreach (var result in command.Children.OfType<OptionResult>().Where(result => !result.Implicit)) yield return result;
        }
    }

    private static string KeyOf(Argument argument) => argument.Name.ToLowerInvariant();

    private static string KeyOf(Option option) => option.Name.TrimStart('-').Replace('-', '_') + (option.Name.EndsWith("-resource-type", StringComparison.Ordinal) ? "s" : "");

    private static Value ValueOf(OptionResult result)
    {
        var texts = result.Tokens.Select(token => token.Value).ToArray();
        if (result.Option.ValueType == typeof(string[])) return Value.Of(texts);
        if (texts is not [var text]) return true;
        if (result.Option.Name == ArgumentsOfMacro) return new DictValue(CommandLineMapping.Read(ArgumentsOfMacro, text, new Problems()));
        return int.TryParse(text, out var number) && result.Option.ValueType != typeof(string) ? number : bool.TryParse(text, out var flag) && result.Option.ValueType == typeof(bool) ? flag : text;
    }

    private static IEnumerable<string> Words(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => [],
        JsonValueKind.True => [name],
        JsonValueKind.Array => value.EnumerateArray().Select(item => $"{name}={item}"),
        JsonValueKind.Object => value.EnumerateObject().Any() ? [$"{name}={value.GetRawText()}"] : [],
        _ => [$"{name}={value}"],
    };
}

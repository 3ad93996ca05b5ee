using System.CommandLine;
using System.Text;

namespace CareTally.Cli.Help;

/// <summary>A command's help: what it does, how it is called, examples, then every option.</summary>
internal static class HelpText
{
    private const int Indent = 2;
    private const int WidestLeft = 34;

    public static string For(Command command, int width)
    {
        var text = new StringBuilder();
        AppendWrapped(text, command.Description ?? "", 0, width);
        text.Append("\nUsage:\n  ").Append(Usage(command)).Append('\n');
        AppendTable(text, "Commands", command.Subcommands.Where(sub => !sub.Hidden).Select(sub => (NamesOf(sub), FirstSentence(sub.Description))), width);
        AppendTable(text, "Arguments", command.Arguments.Where(a => !a.Hidden).Select(a => (a.HelpName ?? a.Name, a.Description ?? "")), width);
        AppendExamples(text, Examples.Of(command));
        AppendTable(text, "Options", command.Options.Where(o => !o.Hidden && !o.Recursive).Select(Row), width);
        var general = UsageErrors.OptionsOf(command).Where(o => !o.Hidden && o.Recursive).OrderBy(o => o.Name, StringComparer.Ordinal);
        AppendTable(text, "General options", general.Select(Row), width);
        if (command.Subcommands.Count > 0) text.Append($"\nMore about a command: {UsageErrors.PathOf(command)} COMMAND --help\n");
        return text.ToString();
    }

    private static string Usage(Command command)
    {
        var usage = new StringBuilder(UsageErrors.PathOf(command));
        if (command.Subcommands.Count > 0) usage.Append(" COMMAND");
        foreach (var argument in command.Arguments.Where(a => !a.Hidden))
        {
            var name = argument.HelpName ?? argument.Name;
            usage.Append(argument.Arity.MinimumNumberOfValues == 0 ? $" [{name}]" : $" {name}");
        }

        return usage.Append(" [options]").ToString();
    }

    private static string NamesOf(Command command) => string.Join(", ", command.Aliases.Prepend(command.Name).Distinct());

    private static (string, string) Row(Option option)
    {
        var names = string.Join(", ", option.Aliases.Append(option.Name).Distinct().OrderBy(n => n.Length).ThenBy(n => n, StringComparer.Ordinal));
        var value = option.HelpName is not { } name ? ""
            : option.Name == "--wait" ? $"[={name}]"
            : option.AllowMultipleArgumentsPerToken ? $" {name}..." : $" {name}";
        return (names + value, option.Description ?? "");
    }

    private static string FirstSentence(string? text)
    {
        var end = text?.IndexOf(". ", StringComparison.Ordinal) ?? -1;
        return end < 0 ? text?.TrimEnd('.') ?? "" : text![..end];
    }

    private static void AppendExamples(StringBuilder text, IReadOnlyList<Example> examples)
    {
        if (examples.Count == 0) return;
        text.Append("\nExamples:\n");
        foreach (var example in examples) text.Append($"  {example.Line}\n      {example.Meaning}\n");
    }

    private static void AppendTable(StringBuilder text, string title, IEnumerable<(string Left, string Right)> rows, int width)
    {
        var all = rows.ToArray();
        if (all.Length == 0) return;
        text.Append($"\n{title}:\n");
        var left = Math.Min(all.Max(row => row.Left.Length), WidestLeft) + Indent;
        foreach (var (name, description) in all)
        {
            text.Append(' ', Indent).Append(name);
            var gap = left - name.Length;
            if (gap < Indent) text.Append('\n').Append(' ', Indent + left);
            else text.Append(' ', gap);
            AppendWrapped(text, description, Indent + left, width);
        }
    }

    // The first line starts where the text already stands.
    private static void AppendWrapped(StringBuilder text, string words, int indent, int width)
    {
        var column = indent;
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (column > indent && column + 1 + word.Length > width)
            {
                text.Append('\n').Append(' ', indent);
                column = indent;
            }

            if (column > indent) text.Append(' ');
            text.Append(word);
            column += word.Length + (column > indent ? 1 : 0);
        }

        text.Append('\n');
    }
}

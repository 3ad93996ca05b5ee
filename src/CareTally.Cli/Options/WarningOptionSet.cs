using System.CommandLine;
using CareTally.Core.Projects;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Cli.Options;

/// <summary>What becomes of warnings. Names and meaning are dbt's, but that single warnings are named by their codes.</summary>
internal sealed class WarningOptionSet
{
    private readonly Option<bool> _strict = new("--warn-error") { Description = "Take every warning for an error, failing tests of severity warn included", Recursive = true };

    private readonly Option<string?> _options = new("--warn-error-options")
    {
        HelpName = "YAML",
        Description = "Which warnings are errors, by code: '{error: all, warn: [TLY2024], silence: [TLY3007]}'",
        Recursive = true,
    };

    public WarningOptionSet()
    {
        _options.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && Wrong(result.Tokens[0].Value) is { } wrong) result.AddError(wrong);
        });
    }

    public void AddTo(Command command)
    {
        command.Add(_strict);
        command.Add(_options);
    }

    /// <summary>What the command line says, or where it says nothing the project.</summary>
    public WarningPolicy Read(ParseResult parse, ProjectFlags project)
    {
        if (parse.GetValue(_strict)) return WarningPolicy.Strict;
        if (parse.GetValue(_options) is { } text) return PolicyOf(CommandLineMapping.Read("", text, new Problems()));
        if (project.WarnError) return WarningPolicy.Strict;
        return project.WarnErrorOptions is { } keys ? PolicyOf(keys) : WarningPolicy.Default;
    }

    private static string? Wrong(string text)
    {
        var problems = new Problems();
        var keys = CommandLineMapping.Read("--warn-error-options", text, problems);
        if (problems.HasErrors) return problems.All[0].Message;
        if (ProjectFlags.UnknownOption(keys.Keys) is { } unknown) return $"--warn-error-options has no key '{unknown}': error, warn and silence";
        return keys.Keys.SelectMany(key => Named(keys, key)).FirstOrDefault(name => !WarningNames.All.Contains(name)) is { } stranger
            ? $"--warn-error-options: there is no warning '{stranger}'; {ProjectFlags.HintFor(stranger, WarningNames.All)}"
            : null;
    }

    // The two of an older dbt are still written.
    private static WarningPolicy PolicyOf(IReadOnlyDictionary<string, Value> keys) => new()
    {
        Errors = [.. Named(keys, "error").Concat(Named(keys, "include")).Select(WarningNames.CodeOf)],
        Warnings = [.. Named(keys, "warn").Concat(Named(keys, "exclude")).Select(WarningNames.CodeOf)],
        Silenced = [.. Named(keys, "silence").Select(WarningNames.CodeOf)],
    };

    private static IEnumerable<string> Named(IReadOnlyDictionary<string, Value> keys, string key)
    {
        if (!keys.TryGetValue(key, out var value) || value.IsNone) return [];
        return value.AsObject is ListValue list ? list.Items.Select(item => item.ToText()) : [value.ToText()];
    }
}

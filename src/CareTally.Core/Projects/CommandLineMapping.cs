using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Projects;

/// <summary>Reads a mapping that an option of the command line gives as YAML or JSON.</summary>
public static class CommandLineMapping
{
    /// <summary>Its keys and values; none where nothing is given or where it is wrong, which is reported.</summary>
    /// <param name="option">The option, for messages.</param>
    /// <param name="text">What stands behind it, or null.</param>
    /// <param name="problems">Where to complain.</param>
    public static Dictionary<string, Value> Read(string option, string? text, Problems problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        var values = new Dictionary<string, Value>(StringComparer.Ordinal);
        if (string.IsNullOrWhiteSpace(text)) return values;
        var syntax = new Problems();
        switch (YamlParser.Parse(new SourceText(option, text), syntax))
        {
            case YamlMapping mapping:
                foreach (var (key, value) in mapping.Entries) values[key.Text] = YamlValues.ToValue(value);
                break;
            case null when !syntax.HasErrors:
                break;
            case null:
                problems.Report(ProjectProblems.BadMapping, null, option, syntax.All[0].Message);
                break;
            case { } other:
                problems.Report(ProjectProblems.BadMapping, null, option, $"this is {YamlValues.Describe(other)}");
                break;
        }

        return values;
    }
}

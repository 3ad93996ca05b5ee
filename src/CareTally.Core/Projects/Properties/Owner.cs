using System.Collections.Immutable;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Projects.Properties;

/// <summary>Who answers for something.</summary>
/// <param name="Name">A person or team, or null.</param>
/// <param name="Emails">Addresses.</param>
/// <param name="All">Everything that is said of the owner, name and addresses included.</param>
public sealed record Owner(string? Name, ImmutableArray<string> Emails, DictValue All)
{
    /// <summary>The name, or an address where there is none.</summary>
    public override string ToString() => Name ?? Emails.FirstOrDefault() ?? "";

    internal static Owner Load(MappingReader reader, string what, Problems problems)
    {
        if (reader.Map("owner") is not { } map)
        {
            if (reader.Node("owner") is null) problems.Report(ProjectProblems.MissingKey, reader.Mapping.Span with { Length = 0 }, what, "owner");
            return new Owner(null, [], new DictValue());
        }

        var owner = new MappingReader(map, "an owner", problems);
        var read = new Owner(owner.Text("name"), owner.Texts("email"), YamlValues.ToValue(map).AsDict);
        if (read.Name is null && read.Emails.IsEmpty)
            problems.ReportWithHint(ProjectProblems.MissingKey, map.Span with { Length = 0 }, "an owner has at least one of the two", $"the owner of {what}", "name' or 'email");
        return read;
    }
}

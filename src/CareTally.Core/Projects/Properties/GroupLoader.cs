using System.Collections.Immutable;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Projects.Properties;

/// <summary>An entry of <c>groups:</c>.</summary>
internal sealed record GroupProperties
{
    public required string Name { get; init; }
    public required SourceSpan Span { get; init; }
    public required Owner Owner { get; init; }
    public YamlScalar? Description { get; init; }
    public ImmutableArray<YamlMapping> Configs { get; init; } = [];
}

/// <summary>Reads an entry of <c>groups:</c>.</summary>
internal static class GroupLoader
{
    public static GroupProperties Load(YamlMapping map, Problems problems)
    {
        var reader = new MappingReader(map, "a group", problems);
        var group = new GroupProperties
        {
            Name = reader.RequiredText("name"),
            Span = PropertyFileLoader.NameSpan(map),
            Owner = Owner.Load(reader, "a group", problems),
            Description = reader.Scalar("description"),
            Configs = PropertyFileLoader.Configs(reader),
        };
        reader.RejectUnknown();
        return group;
    }
}

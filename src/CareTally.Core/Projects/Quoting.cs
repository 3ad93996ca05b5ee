using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Projects;

/// <summary>Which parts of a relation's address are quoted, as <c>quoting:</c> in a project file says; null where it says nothing.</summary>
/// <param name="Database">The database.</param>
/// <param name="Schema">The schema.</param>
/// <param name="Identifier">The relation's own name.</param>
public sealed record Quoting(bool? Database, bool? Schema, bool? Identifier)
{
    /// <summary>Nothing said: what needs quotes has them.</summary>
    public static readonly Quoting Default = new(null, null, null);

    internal static Quoting Read(YamlMapping mapping, Problems problems)
    {
        var reader = new MappingReader(mapping, "quoting", problems);
        var quoting = new Quoting(reader.Bool("database") ?? reader.Bool("project"), reader.Bool("schema"), reader.Bool("identifier"));
        reader.Accept("project", "snowflake_ignore_case");
        reader.RejectUnknown();
        return quoting;
    }
}

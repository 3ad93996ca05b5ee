using System.Collections.Immutable;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Projects.Targets;

/// <summary>Reads <c>attach:</c> of a DuckDB target, in dbt-duckdb's keys.</summary>
internal sealed class AttachmentLoader(string root, YamlRenderer renderer, Problems problems)
{
    // Of these the path is a file; other types take what is their own affair.
    private static readonly string[] FileTypes = ["duckdb", "sqlite"];

    public ImmutableArray<DatabaseAttachment> Load(MappingReader target) => [.. target.Maps("attach").Select(Load)];

    private DatabaseAttachment Load(YamlMapping mapping)
    {
        var reader = new MappingReader(mapping, "an entry of 'attach'", problems);
        var (path, type) = (renderer.RenderText(reader.Scalar("path")), renderer.RenderText(reader.Scalar("type")));
        if (reader.Node("path") is null) problems.Report(ProjectProblems.MissingKey, mapping.Span with { Length = 0 }, "an entry of 'attach'", "path");
        var isFile = (type is null || FileTypes.Contains(type, StringComparer.OrdinalIgnoreCase)) && path?.Contains(':', StringComparison.Ordinal) == false;
        var attachment = new DatabaseAttachment(
            isFile ? Path.GetFullPath(Path.Combine(root, path!)) : path ?? "",
            renderer.RenderText(reader.Scalar("alias")) ?? TargetLoader.DatabaseOf(path ?? ""),
            type,
            reader.Bool("read_only") ?? false);
        reader.WarnNotYet("secret", "options", "is_ducklake");
        reader.RejectUnknown();
        return attachment;
    }
}

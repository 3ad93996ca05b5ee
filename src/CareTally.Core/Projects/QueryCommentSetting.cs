using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Projects;

/// <summary>The project file's <c>query-comment</c>: what every statement carries, so that the database's own log says which node it is of.</summary>
/// <param name="Template">Rendered for each node, which it sees as <c>node</c>.</param>
/// <param name="Appends">Whether it stands behind the statement instead of before it.</param>
/// <param name="Span">Where it is written.</param>
public sealed record QueryCommentSetting(string Template, bool Appends, SourceSpan Span)
{
    internal static QueryCommentSetting? Read(MappingReader project, Problems problems)
    {
        switch (project.Node("query-comment"))
        {
            case null or YamlScalar { Text: "" }:
                return null;
            case YamlScalar text:
                return new QueryCommentSetting(text.Text, false, text.Span);
            case YamlMapping mapping:
                var reader = new MappingReader(mapping, "query-comment", problems);
                reader.Accept("job-label");
                var comment = reader.Scalar("comment");
                var appends = reader.Bool("append") ?? false;
                reader.RejectUnknown();
                return comment is null or { Text: "" } ? null : new QueryCommentSetting(comment.Text, appends, comment.Span);
            case { } other:
                problems.Report(ProjectProblems.WrongType, other.Span, "query-comment", "a text or a mapping", YamlValues.Describe(other));
                return null;
        }
    }
}

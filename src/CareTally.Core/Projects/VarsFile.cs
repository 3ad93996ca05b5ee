using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Projects;

/// <summary>
/// Reads <c>vars.yml</c> beside the project file. Its variables are known before the project file is read, which can use them; a project has
/// them there or under <c>vars:</c>, not both.
/// </summary>
internal static class VarsFile
{
    public const string Name = "vars.yml";

    /// <summary>The variables, or null where there is no such file or nothing in it.</summary>
    /// <param name="files">The project.</param>
    /// <param name="problems">Where to complain.</param>
    public static YamlMapping? Read(ProjectFiles files, Problems problems)
    {
        if (files.VarsFile is not { } source) return null;
        switch (YamlParser.Parse(source, problems))
        {
            case YamlMapping root:
                var reader = new MappingReader(root, Name, problems);
                var vars = reader.Map("vars");
                reader.RejectUnknown();
                if (vars is not null && files.ProjectFile["vars"] is YamlMapping { Entries.IsEmpty: false } other)
                    problems.ReportWithHint(ProjectProblems.VarsTwice, vars.Span with { Length = 0 }, $"keep them in one of the two; the others are at {other.Span with { Length = 0 }}", files.ProjectFile.Span.Source.Path);
                return vars;
            case { } instead:
                problems.Report(ProjectProblems.BadVarsFile, instead.Span);
                return null;
            case null:
                return null;
        }
    }
}

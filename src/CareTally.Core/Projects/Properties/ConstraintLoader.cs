using System.Collections.Frozen;
using System.Collections.Immutable;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Projects.Properties;

/// <summary>Reads the <c>constraints:</c> of a model or a column.</summary>
internal static class ConstraintLoader
{
    private static readonly FrozenDictionary<string, ConstraintKind> Kinds =
        Enum.GetValues<ConstraintKind>().ToFrozenDictionary(Constraint.Word, kind => kind);

    public static ImmutableArray<Constraint> Load(MappingReader owner, bool isOfColumn, Problems problems) =>
        owner.Node("constraints") is null ? [] : [.. owner.Maps("constraints").Select(map => Load(map, isOfColumn, problems)).OfType<Constraint>()];

    private static Constraint? Load(YamlMapping map, bool isOfColumn, Problems problems)
    {
        var reader = new MappingReader(map, "a constraint", problems);
        var word = reader.RequiredText("type");
        var constraint = new Constraint
        {
            Kind = Kinds.GetValueOrDefault(word),
            Name = reader.Text("name"),
            Expression = reader.Text("expression"),
            Columns = [.. reader.Texts("columns").Select(Unquoted)],
            To = reader.Text("to"),
            ToColumns = [.. reader.Texts("to_columns").Select(Unquoted)],
            WarnsUnenforced = reader.Bool("warn_unenforced") ?? true,
            WarnsUnsupported = reader.Bool("warn_unsupported") ?? true,
            Span = (reader.Node("type") ?? map).Span,
        };
        reader.RejectUnknown();
        if (word.Length == 0) return null;
        if (!Kinds.ContainsKey(word))
        {
            problems.ReportWithHint(ProjectProblems.WrongValue, constraint.Span, DidYouMean.Hint(word, Kinds.Keys), "type", word, string.Join(", ", Enum.GetValues<ConstraintKind>().Select(Constraint.Word)));
            return null;
        }

        return IsComplete(constraint, isOfColumn, problems) ? constraint : null;
    }

    // As the database would write it, where the name is one of its words.
    private static string Unquoted(string column) => column is ['"', .. var name, '"'] ? name.Replace("\"\"", "\"", StringComparison.Ordinal) : column;

    private static bool IsComplete(Constraint constraint, bool isOfColumn, Problems problems)
    {
        var what = $"the constraint '{Constraint.Word(constraint.Kind)}'";
        var missing = constraint.Kind switch
        {
            ConstraintKind.Check or ConstraintKind.Custom when constraint.Expression is null => "expression",
            ConstraintKind.ForeignKey when constraint.Expression is null && constraint.To is null => "to",
            ConstraintKind.ForeignKey when constraint.To is not null && constraint.ToColumns.IsEmpty => "to_columns",
            ConstraintKind.Unique or ConstraintKind.PrimaryKey or ConstraintKind.ForeignKey when !isOfColumn && constraint.Columns.IsEmpty => "columns",
            ConstraintKind.NotNull when !isOfColumn && constraint.Columns.IsEmpty => "columns",
            _ => null,
        };
        if (missing is not null) problems.Report(ProjectProblems.MissingKey, constraint.Span, what, missing);
        return missing is null;
    }
}

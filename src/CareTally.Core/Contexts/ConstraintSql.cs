using CareTally.Core.Projects.Properties;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Contexts;

/// <summary>Writes constraints as the databases take them in <c>create table</c>.</summary>
internal static class ConstraintSql
{
    /// <summary>
    /// Whether tables are made with it. A foreign key is not: the table it points to could not be replaced any more, which every run does.
    /// </summary>
    public static bool IsEnforced(ConstraintKind kind) => kind != ConstraintKind.ForeignKey;

    /// <summary>Behind a column and its type; null where nothing is enforced.</summary>
    public static string? OfColumn(Constraint constraint) => constraint.Kind switch
    {
        ConstraintKind.Check => $"check ({constraint.Expression})",
        ConstraintKind.NotNull => WithExpression("not null", constraint),
        ConstraintKind.Unique => WithExpression("unique", constraint),
        ConstraintKind.PrimaryKey => WithExpression("primary key", constraint),
        ConstraintKind.Custom => constraint.Expression,
        _ => null,
    };

    /// <summary>Behind the columns of a table; null where nothing is enforced, or it belongs to the columns themselves.</summary>
    public static string? OfModel(Constraint constraint) => constraint.Kind switch
    {
        ConstraintKind.Check => Named(constraint, $"check ({constraint.Expression})"),
        ConstraintKind.Unique => Named(constraint, $"{WithExpression("unique", constraint)} ({Columns(constraint)})"),
        ConstraintKind.PrimaryKey => Named(constraint, $"{WithExpression("primary key", constraint)} ({Columns(constraint)})"),
        ConstraintKind.Custom => Named(constraint, constraint.Expression!),
        _ => null,
    };

    private static string Named(Constraint constraint, string sql) => constraint.Name is { } name ? $"constraint {SqlText.Identifier(name)} {sql}" : sql;

    private static string WithExpression(string words, Constraint constraint) => constraint.Expression is { } expression ? $"{words} {expression}" : words;

    private static string Columns(Constraint constraint) => string.Join(", ", constraint.Columns.Select(SqlText.Identifier));
}

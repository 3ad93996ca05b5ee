using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Configs;
using CareTally.Core.Projects.Properties;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>Reads a model's contract and checks that it is complete.</summary>
internal static class ContractReader
{
    private static readonly string[] Materializations = ["table", "view", "incremental"];

    /// <param name="config">The model's configuration.</param>
    /// <param name="columns">Its described columns.</param>
    /// <param name="constraints">Constraints of the whole model.</param>
    /// <param name="span">Where the model is described.</param>
    /// <param name="problems">Where to complain.</param>
    public static ModelContract Read(NodeConfig config, ImmutableArray<NodeColumn> columns, ImmutableArray<Constraint> constraints, SourceSpan span, Problems problems)
    {
        CheckPrimaryKeys(columns, constraints, problems);
        if (!IsEnforced(config, span, problems))
        {
            if (constraints.Concat(columns.SelectMany(column => column.Constraints)).FirstOrDefault() is { } idle && config.IsEnabled)
                problems.ReportWithHint(ManifestProblems.IdleConstraints, idle.Span, "they are part of the contract: set the config  contract: {enforced: true}");
            return ModelContract.None;
        }

        if (config.IsEnabled)
        {
            Check(config, columns, span, problems);
            CheckColumns(columns, constraints, problems);
        }

        return new ModelContract(true, Checksum(config, columns, constraints)) { Span = span };
    }

    /// <summary>What foreign keys refer to.</summary>
    public static TemplateReferences ReferencesOf(ImmutableArray<NodeColumn> columns, ImmutableArray<Constraint> constraints, PackageContext context) =>
        constraints.Concat(columns.SelectMany(column => column.Constraints)).Where(constraint => constraint is { Kind: ConstraintKind.ForeignKey, To: not null })
            .Aggregate(TemplateReferences.None, (all, constraint) => all.Plus(context.ReferencesOfCall(constraint.To!, constraint.Span, "to")));

    private static bool IsEnforced(NodeConfig config, SourceSpan span, Problems problems)
    {
        if (config.Get("contract") is not { } contract) return false;
        if (contract.Value.As<DictValue>() is { } dictionary && dictionary.TryGet("enforced", out var enforced) && enforced.IsBool) return enforced.AsBool;
        if (contract.Value.As<DictValue>() is { } other && !other.TryGet("enforced", out _)) return false;
        problems.Report(ManifestProblems.BadConfig, contract.Span ?? span, "contract", "a mapping such as {enforced: true}", contract.Value.ToText());
        return false;
    }

    private static void Check(NodeConfig config, ImmutableArray<NodeColumn> columns, SourceSpan span, Problems problems)
    {
        var materialized = config.Text("materialized") ?? "view";
        if (!Materializations.Contains(materialized))
            problems.Report(ManifestProblems.NoContractFor, config.Get("materialized")?.Span ?? span, materialized, string.Join(", ", Materializations));
        if (columns.IsEmpty) problems.ReportWithHint(ManifestProblems.ContractWithoutColumns, span, "describe each column with its name and data_type");
        foreach (var column in columns.Where(column => column.DataType is null)) problems.Report(ManifestProblems.ContractWithoutType, column.TypeSpan ?? span, column.Name);
        foreach (var twice in columns.GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            problems.Report(ManifestProblems.ColumnTwice, twice.Last().TypeSpan ?? span, twice.Key);
        if (materialized == "incremental") CheckSchemaChange(config, span, problems);
    }

    private static void CheckColumns(ImmutableArray<NodeColumn> columns, ImmutableArray<Constraint> constraints, Problems problems)
    {
        foreach (var constraint in constraints)
        {
            foreach (var name in constraint.Columns.Where(name => !columns.Any(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase))))
                problems.ReportWithHint(ProjectProblems.NoSuchColumn, constraint.Span, DidYouMean.Hint(name, columns.Select(column => column.Name)), name);
        }
    }

    // With the others the table would no longer have the columns that it promises.
    private static void CheckSchemaChange(NodeConfig config, SourceSpan span, Problems problems)
    {
        var chosen = config.Text("on_schema_change") ?? "ignore";
        if (chosen is "append_new_columns" or "fail") return;
        problems.Report(ManifestProblems.BadConfig, config.Get("on_schema_change")?.Span ?? span, "on_schema_change", "append_new_columns or fail for an incremental model with an enforced contract", chosen);
    }

    private static void CheckPrimaryKeys(ImmutableArray<NodeColumn> columns, ImmutableArray<Constraint> constraints, Problems problems)
    {
        var keys = constraints.Concat(columns.SelectMany(column => column.Constraints)).Where(constraint => constraint.Kind == ConstraintKind.PrimaryKey).ToArray();
        if (keys.Length > 1)
            problems.ReportWithHint(ManifestProblems.TwoPrimaryKeys, keys[1].Span, "a key of several columns is a constraint of the model, with 'columns'");
    }

    private static string Checksum(NodeConfig config, ImmutableArray<NodeColumn> columns, ImmutableArray<Constraint> constraints)
    {
        var text = new StringBuilder();
        foreach (var column in columns.OrderBy(column => column.Name, StringComparer.Ordinal))
        {
            text.Append('|').Append(column.Name).Append(' ').Append(column.DataType);
            foreach (var constraint in column.Constraints) Append(text, constraint);
        }

        // A view holds none of them.
        if ((config.Text("materialized") ?? "view") != "view")
        {
            text.Append('|').Append(config.Text("materialized"));
            foreach (var constraint in constraints) Append(text, constraint);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Append(StringBuilder text, Constraint constraint) => text
        .Append('[').Append(Constraint.Word(constraint.Kind)).Append(' ').Append(constraint.Name).Append(' ').AppendJoin(',', constraint.Columns).Append(' ')
        .Append(constraint.Expression).Append(' ').Append(constraint.To).Append(' ').AppendJoin(',', constraint.ToColumns).Append(']');
}

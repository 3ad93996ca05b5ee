using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Running;

/// <summary>Writes the table of the rows of files that could not be read. What a node has rejected replaces what an earlier run of it has.</summary>
internal sealed class RejectedTable(Plan plan, Relation table)
{
    private const int RowsAtOnce = 1000;

    private readonly string _invocation = SqlText.Literal(plan.Project.Options.InvocationId.ToString());

    /// <summary>Makes the table, where it is not there.</summary>
    public static string Create(Relation table) =>
        $"""
         create table if not exists {table.ToSql()} (
           source varchar, node varchar, file varchar, line bigint, column_name varchar, reason varchar, raw varchar, rejected_at timestamptz, invocation_id varchar)
         """;

    /// <summary>Takes away what earlier runs of a node have rejected.</summary>
    public string Clear(NodeId node) => $"delete from {table.ToSql()} where node = {SqlText.Literal(node.ToString())} and invocation_id <> {_invocation}";

    /// <summary>Adds rows, each once: a model in batches meets them in each batch.</summary>
    public IEnumerable<string> Add(NodeId node, string source, IEnumerable<RejectedRow> rows, DateTimeOffset at) => rows.Chunk(RowsAtOnce).Select(some =>
        $"""
         insert into {table.ToSql()}
         select {SqlText.Literal(source)}, {SqlText.Literal(node.ToString())}, file, line, column_name, reason, raw, {SqlText.Literal(at.ToString("O"))}::timestamptz, {_invocation}
         from (values {string.Join(",\n", some.Select(Values))}) as found (file, line, column_name, reason, raw)
         where not exists (
           from {table.ToSql()} as kept
           where kept.node = {SqlText.Literal(node.ToString())} and kept.source = {SqlText.Literal(source)} and kept.file = found.file and kept.line is not distinct from found.line)
         """);

    private string Values(RejectedRow row) =>
        $"({SqlText.Literal(PathOf(row.File))}, {(row.Line is { } line ? line.ToString(System.Globalization.CultureInfo.InvariantCulture) : "null")}::bigint, {Text(row.Column)}, {Text(row.Reason)}, {Text(row.Raw)})";

    private string PathOf(string file) => ExternalLocation.IsUrl(file) ? file : Path.GetRelativePath(plan.Project.Root, file).Replace('\\', '/');

    private static string Text(string? text) => text is null ? "null::varchar" : SqlText.Literal(text.Replace("\0", "\uFFFD", StringComparison.Ordinal));
}

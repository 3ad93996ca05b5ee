using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using CareTally.Core.Projects;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Manifests;

/// <summary>Which columns hold personal data: those with <c>meta: {pii: true}</c>. Each model says it of its own columns.</summary>
public sealed partial class PersonalData(Manifest manifest)
{
    // The rows that could not be read stand there as they were delivered.
    private const string UnreadableRowsTable = "rejected";

    private readonly ConcurrentDictionary<NodeId, IReadOnlySet<string>> _read = new();

    /// <summary>Whether a column is marked.</summary>
    public static bool IsMarked(NodeColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.Meta.TryGet("pii", out var pii) && pii.IsTruthy;
    }

    /// <summary>Whether a column is marked and not one of staff (<c>pii: staff</c>), whom the erasure of a customer does not concern.</summary>
    public static bool IsOfCustomer(NodeColumn column) => IsMarked(column) && column.Meta["pii"].ToText() != "staff";

    /// <summary>
    /// The marked columns that a node has or reads: its own, and those of the relations it refers to, be it through views and ephemeral models,
    /// which only pass rows on.
    /// </summary>
    public IReadOnlySet<string> ColumnsReadBy(Node node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return _read.GetOrAdd(node.Id, _ => Collect(node));
    }

    /// <summary>Whether values of people may come out of what a node does. The rows of a unit test are invented.</summary>
    public bool IsReadBy(Node node) => node is not UnitTestNode && ColumnsReadBy(node).Count > 0;

    /// <summary>
    /// Whether a column of what a query of the node returns holds personal data, by its name: that of a marked column, the name the database gives to the second
    /// of two, or an expression over one.
    /// </summary>
    /// <param name="node">The node whose query it is.</param>
    /// <param name="column">The column of the result.</param>
    /// <param name="ofSubject">The columns of the relation that a test is about, as far as they are known.</param>
    public bool Hides(Node node, string column, IReadOnlySet<string> ofSubject)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(ofSubject);
        var marked = ColumnsReadBy(node);
        if (marked.Count == 0) return false;
        if (marked.Contains(column) || marked.Contains(Numbered().Replace(column, ""))) return true;
        if (column.Contains('(', StringComparison.Ordinal) && !Counted().IsMatch(column)) return Word().Matches(column).Any(word => marked.Contains(word.Value));

        // Generic tests of a column return it under a name of their own, with a count beside it.
        return node is DataTestNode { Generic: { Column: { } tested } use }
            && manifest.Nodes[use.Subject].Columns.Any(described => IsMarked(described) && described.Name.Equals(tested, StringComparison.OrdinalIgnoreCase))
            && !column.Equals("n_records", StringComparison.OrdinalIgnoreCase) && !ofSubject.Contains(column);
    }

    private HashSet<string> Collect(Node node)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var seen = new HashSet<NodeId>();
        Visit(node);
        if (node is ModelNode { Name: LoadOptions.InlineName } inline) VisitNamed(inline.Template.Source.Text);
        return names;

        // A query of the command line may name tables as they are called, also those that a build kept aside.
        void VisitNamed(string query)
        {
            var words = Word().Matches(query).Select(word => word.Value.EndsWith(Relation.RejectedSuffix, StringComparison.OrdinalIgnoreCase) ? word.Value[..^Relation.RejectedSuffix.Length] : word.Value)
                .ToHashSet(StringComparer.OrdinalIgnoreCase);
            if (words.Contains(UnreadableRowsTable)) names.Add("raw");
            foreach (var named in manifest.Nodes.Values.OfType<RelationNode>().Where(other => other != node && words.Contains(other.Relation.Identifier))) Visit(named);
        }

        void Visit(Node visited)
        {
            if (!seen.Add(visited.Id)) return;
            names.UnionWith(visited.Columns.Where(IsMarked).Select(column => column.Name));
            if (visited == node || visited is ModelNode { Materialization: Materialization.Ephemeral or Materialization.View })
                foreach (var parent in visited.DependsOn) Visit(manifest.Nodes[parent]);
        }
    }

    [GeneratedRegex(@"(_|:)\d+$")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^count(_star)?\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex Counted();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}

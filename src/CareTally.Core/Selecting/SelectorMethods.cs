using System.Collections.Frozen;
using CareTally.Core.Manifests;

namespace CareTally.Core.Selecting;

/// <summary>A method of a selector: what a term means, as a question to each node.</summary>
internal delegate Func<Node, bool> SelectorMethod(SelectorTerm term, SelectionInputs inputs);

/// <summary>The methods of a selector.</summary>
internal static class SelectorMethods
{
    /// <summary>The method that names another selector.</summary>
    public const string Named = "selector";

    public static readonly FrozenDictionary<string, SelectorMethod> All = new Dictionary<string, SelectorMethod>
    {
        ["fqn"] = Of((node, term) => node.Id.Kind is not (NodeKind.Source or NodeKind.Exposure) && FqnMethod.Matches(node, term.Value)),
        ["path"] = Of((node, term) => NamePattern.IsPathIn(node.Path, term.Value)
            || (node is ModelNode or SeedNode or SnapshotNode or FunctionNode && node.PropertiesPath is { } properties && NamePattern.IsPathIn(properties, term.Value))),
        ["file"] = Of((node, term) => NamePattern.Like(Path.GetFileName(node.Path), term.Value) || NamePattern.Like(Path.GetFileNameWithoutExtension(node.Path), term.Value)),
        ["tag"] = Of((node, term) => node.Tags.Any(tag => NamePattern.Like(tag, term.Value))),
        ["group"] = Of((node, term) => node.Group is { } group && NamePattern.Like(group, term.Value)),
        ["package"] = (term, inputs) => node => NamePattern.Like(node.Package, term.Value == "this" ? inputs.Manifest.Project.Name : term.Value),
        ["config"] = Of(ConfigMethod.Matches),
        ["source"] = Of((node, term) => node is SourceNode source && MatchesSource(source, term.Value)),
        ["exposure"] = Of((node, term) => node.Id.Kind == NodeKind.Exposure && MatchesName(node, term.Value)),
        ["unit_test"] = Of((node, term) => node.Id.Kind == NodeKind.UnitTest && MatchesName(node, term.Value)),
        ["test_name"] = Of((node, term) => NameOfTest(node) is { } name && NamePattern.Like(name, term.Value)),
        ["resource_type"] = OneOf([.. Enum.GetValues<NodeKind>().Select(NodeId.Word)], (node, term) => NodeId.Word(node.Id.Kind) == term.Value),
        ["test_type"] = OneOf(["data", "generic", "singular", "unit"], (node, term) => MatchesTestType(node, term.Value)),
        ["access"] = OneOf(["private", "protected", "public"], (node, term) => node is ModelNode model && model.Access.ToString().Equals(term.Value, StringComparison.OrdinalIgnoreCase)),
        ["version"] = OneOf(["latest", "none", "old", "prerelease"], (node, term) => VersionMethod.Matches(node, term.Value)),
        ["state"] = (term, inputs) => StateMethods.State(term, inputs),
        ["result"] = (term, inputs) => StateMethods.Result(term, inputs),
        ["source_status"] = (term, inputs) => StateMethods.SourceStatus(term, inputs),
        ["metric"] = Of((_, _) => false),
        ["saved_query"] = Of((_, _) => false),
        ["semantic_model"] = Of((_, _) => false),

        // Evaluated with what it names; see SelectionEvaluation.
        [Named] = Of((_, _) => false),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Methods for kinds of nodes that dbt has and tally has not.</summary>
    public static readonly FrozenSet<string> WithoutNodes = new[] { "metric", "saved_query", "semantic_model" }.ToFrozenSet(StringComparer.Ordinal);

    private static SelectorMethod Of(Func<Node, SelectorTerm, bool> matches) => (term, _) => node => matches(node, term);

    private static SelectorMethod OneOf(string[] known, Func<Node, SelectorTerm, bool> matches) => (term, _) =>
        known.Contains(term.Value) ? node => matches(node, term) : throw term.BadValue(known);

    private static bool MatchesSource(SourceNode source, string value) => value.Split('.') switch
    {
        [var name] => NamePattern.Like(source.SourceName, name),
        [var name, var table] => NamePattern.Like(source.SourceName, name) && NamePattern.Like(source.Name, table),
        [var package, var name, var table] => NamePattern.Like(source.Package, package) && NamePattern.Like(source.SourceName, name) && NamePattern.Like(source.Name, table),
        _ => false,
    };

    private static bool MatchesName(Node node, string value) => value.Split('.') switch
    {
        [var name] => NamePattern.Like(node.Name, name),
        [var package, var name] => NamePattern.Like(node.Package, package) && NamePattern.Like(node.Name, name),
        _ => false,
    };

    private static string? NameOfTest(Node node) => node switch
    {
        DataTestNode test => test.Generic?.TestName,
        _ => node.Id.Kind == NodeKind.UnitTest ? node.Name : null,
    };

    private static bool MatchesTestType(Node node, string value) => value switch
    {
        "unit" => node.Id.Kind == NodeKind.UnitTest,
        "generic" => node is DataTestNode { Generic: not null },
        "singular" => node is DataTestNode { Generic: null },
        _ => node is DataTestNode,
    };
}

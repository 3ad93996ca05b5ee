using CareTally.Core.Manifests;

namespace CareTally.Core.Artifacts;

/// <summary>Where a node's compiled SQL is kept, below the target folder; as dbt lays it out.</summary>
public static class CompiledPaths
{
    /// <summary>For example <c>compiled/care/models/staging/stg_calls.sql</c>.</summary>
    public static string For(Node node) => node is UnitTestNode
        ? Path.Combine("compiled", node.Package, Inside(node.Path), $"{node.Name}.sql")
        : node is DataTestNode { Generic: not null } test
        ? Path.Combine("compiled", node.Package, Inside(test.Path), $"{test.Alias}.{test.Id.Name[(test.Id.Name.LastIndexOf('.') + 1)..]}.sql")
        : node is SnapshotNode
        ? Path.Combine("compiled", node.Package, Inside(node.Path), $"{node.Name}.sql")
        : Path.Combine("compiled", node.Package, Inside(node.Path));

    // Models may be shared from outside the project; what is written about them stays in the target folder.
    private static string Inside(string path) => Path.Combine([.. path.Split('/').Where(part => part is not ("." or "..") && part.Length > 0)]);
}

using CareTally.Core.Manifests;

namespace CareTally.Core.Artifacts;

/// <summary>Where a node's compiled SQL is kept, below the target folder; as dbt lays it out.</summary>
public static class CompiledPaths
{
    /// <summary>For example <c>compiled/care/models/staging/stg_calls.sql</c>.</summary>
    public static string For(Node node) => node is DataTestNode { Generic: not null } test
        ? Path.Combine("compiled", node.Package, test.Path, test.Id.Name.Split('.', 2)[1] + ".sql")
        : Path.Combine("compiled", node.Package, node.Path.Replace("../", "", StringComparison.Ordinal));
}

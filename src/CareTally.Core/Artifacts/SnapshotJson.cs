using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Templating.Syntax;

namespace CareTally.Core.Artifacts;

/// <summary>Writes what snapshots alone have.</summary>
internal static class SnapshotJson
{
    public static void Write(Utf8JsonWriter json, SnapshotNode snapshot, ManifestContext context)
    {
        RelationJson.WriteAddress(json, snapshot, "alias"u8, context);
        var path = ManifestContext.PathBelow(snapshot.Path, context.Project.FindPackage(snapshot.Package)!.Paths.Snapshots);
        RelationJson.WriteHead(json, snapshot, path, snapshot.Query.Text.Trim(), ConfigShape.Snapshot);
        SyntaxNode body = snapshot.Query.Block is { } block ? block : snapshot.Query.Template.Root;
        RelationJson.WriteSql(json, snapshot, MacroCalls.In(body, snapshot.Package, context.Manifest.Macros), context);
    }
}

using System.Text.Json;
using CareTally.Core.Manifests;

namespace CareTally.Core.Artifacts;

/// <summary>Writes what snapshots alone have.</summary>
internal static class SnapshotJson
{
    public static void Write(Utf8JsonWriter json, SnapshotNode snapshot, ManifestContext context)
    {
        RelationJson.WriteAddress(json, snapshot, "alias"u8, context);
        var path = ManifestContext.PathBelow(snapshot.Path, context.Project.FindPackage(snapshot.Package)!.Paths.Snapshots);
        RelationJson.WriteHead(json, snapshot, path, MacroUses.RawCode(snapshot)!.Trim(), ConfigShape.Snapshot);
        RelationJson.WriteSql(json, snapshot, MacroCalls.In(MacroUses.TreeOf(snapshot) ?? snapshot.Query.Template.Root, snapshot.Package, context.Manifest.Macros), context);
    }
}

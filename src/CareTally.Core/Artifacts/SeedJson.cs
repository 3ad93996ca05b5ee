using System.Text.Json;
using CareTally.Core.Manifests;

namespace CareTally.Core.Artifacts;

/// <summary>Writes what seeds alone have.</summary>
internal static class SeedJson
{
    public static void Write(Utf8JsonWriter json, SeedNode seed, ManifestContext context)
    {
        var path = ManifestContext.PathBelow(seed.Path, context.Project.FindPackage(seed.Package)!.Paths.Seeds);
        RelationJson.WriteAddress(json, seed, "alias"u8, context);
        RelationJson.WriteHead(json, seed, path, FileChecksum.OfSeed(seed.File, seed.Path), "", ConfigShape.Seed);
        json.WriteNull("root_path"u8);
        ManifestContext.WriteDependsOn(json, [], null);
    }
}

using System.Text.Json;
using CareTally.Core.Manifests;

namespace CareTally.Core.Artifacts;

/// <summary>Writes what models alone have.</summary>
internal static class ModelJson
{
    public static void Write(Utf8JsonWriter json, ModelNode model, ManifestContext context)
    {
        RelationJson.WriteAddress(json, model, "alias"u8, context);
        RelationJson.WriteHead(json, model, Path(model, context), MacroUses.RawCode(model)!.Trim(), ConfigShape.Model);
        RelationJson.WriteSql(json, model, MacroCalls.In(model.Template, model.Package, context.Manifest.Macros), context);
        GovernanceJson.WriteModel(json, model);
        json.WriteConstant("primary_key"u8, """[],"time_spine":null"""u8);
    }

    private static string Path(ModelNode model, ManifestContext context) =>
        ManifestContext.PathBelow(model.Path, context.Project.FindPackage(model.Package)!.Paths.Models);
}

using System.Text.Json;
using CareTally.Core.Manifests;

namespace CareTally.Core.Artifacts;

/// <summary>Writes what analyses alone have.</summary>
internal static class AnalysisJson
{
    public static void Write(Utf8JsonWriter json, AnalysisNode analysis, ManifestContext context)
    {
        json.WriteString("database"u8, context.Project.Target.Database);
        json.WriteString("schema"u8, context.Project.Target.Schema);
        json.WriteString("alias"u8, analysis.Name);
        json.WriteNull("relation_name"u8);
        var path = ManifestContext.PathBelow(analysis.Path, context.Project.FindPackage(analysis.Package)!.Paths.Analyses);
        RelationJson.WriteHead(json, analysis, path, MacroUses.RawCode(analysis)!.Trim(), ConfigShape.Analysis);
        RelationJson.WriteSql(json, analysis, MacroCalls.In(analysis.Template, analysis.Package, context.Manifest.Macros), context);
    }
}

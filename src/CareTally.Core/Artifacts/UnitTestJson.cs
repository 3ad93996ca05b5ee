using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.State;

namespace CareTally.Core.Artifacts;

/// <summary>Writes what unit tests alone have. One of a macro names the macro in the place of the model, which dbt has no unit tests without.</summary>
internal static class UnitTestJson
{
    public static void Write(Utf8JsonWriter json, UnitTestNode test, ManifestContext context)
    {
        json.WriteString("path"u8, ManifestContext.PathBelow(test.Path, context.Project.FindPackage(test.Package)!.Paths.Models));
        json.WriteString("model"u8, test.Subject);
        UnitTestContents.Write(json, test);
        ManifestContext.WriteDependsOn(json, test.Macro is { } macro ? [macro] : [], test.DependsOn);
        ConfigJson.Write(json, "config"u8, test.Config, ConfigShape.UnitTest);
        json.WriteString("checksum"u8, NodeChecksum.Of(test).Checksum);
        json.WriteString("schema"u8, context.Project.Target.Schema);
    }
}

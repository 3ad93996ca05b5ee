using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Properties;
using CareTally.Core.Projects.Versions;

namespace CareTally.Core.Artifacts;

/// <summary>Writes what manifest.json says of versions, groups, access, contracts and exposures.</summary>
internal static class GovernanceJson
{
    /// <summary>The fields that a model has beside those of every node.</summary>
    public static void WriteModel(Utf8JsonWriter json, ModelNode model)
    {
        json.WriteString("access", model.Access.ToString().ToLowerInvariant());
        json.WriteString("group", model.Group);
        WriteVersion(json, "version", model.Version);
        WriteVersion(json, "latest_version", model.LatestVersion);
        if (model.DeprecationDate is { } deprecation) json.WriteString("deprecation_date", deprecation.Date);
        else json.WriteNull("deprecation_date");
        json.WriteStartObject("contract");
        json.WriteBoolean("enforced", model.Contract.IsEnforced);
        json.WriteBoolean("alias_types", true);
        json.WriteString("checksum", model.Contract.Checksum);
        json.WriteEndObject();
        WriteConstraints(json, model.Constraints);
    }

    /// <summary>The constraints of a model or column.</summary>
    public static void WriteConstraints(Utf8JsonWriter json, IEnumerable<Constraint> constraints)
    {
        json.WriteStartArray("constraints");
        foreach (var constraint in constraints)
        {
            json.WriteStartObject();
            json.WriteString("type", Constraint.Word(constraint.Kind));
            json.WriteString("name", constraint.Name);
            json.WriteString("expression", constraint.Expression);
            json.WriteBoolean("warn_unenforced", constraint.WarnsUnenforced);
            json.WriteBoolean("warn_unsupported", constraint.WarnsUnsupported);
            json.WriteString("to", constraint.To);
            WriteTexts(json, "to_columns", constraint.ToColumns);
            if (!constraint.Columns.IsEmpty) WriteTexts(json, "columns", constraint.Columns);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The fields that an exposure has beside those of every node.</summary>
    public static void WriteExposure(Utf8JsonWriter json, ExposureNode exposure)
    {
        json.WriteString("type", exposure.Type);
        json.WriteString("label", exposure.Label);
        json.WriteString("maturity", exposure.Maturity);
        json.WriteString("url", exposure.Url);
        json.WritePropertyName("owner");
        TemplateJson.Write(json, exposure.Owner.All);
    }

    /// <summary>The map of groups.</summary>
    public static void WriteGroups(Utf8JsonWriter json, Manifest manifest)
    {
        json.WriteStartObject("groups");
        foreach (var group in manifest.Groups)
        {
            json.WriteStartObject(group.Id);
            json.WriteString("name", group.Name);
            json.WriteString("resource_type", "group");
            json.WriteString("package_name", group.Package);
            json.WriteString("path", group.Path);
            json.WriteString("original_file_path", group.Path);
            json.WriteString("unique_id", group.Id);
            json.WriteString("description", group.Description);
            json.WritePropertyName("owner");
            TemplateJson.Write(json, group.Owner.All);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteVersion(Utf8JsonWriter json, string name, ModelVersion? version)
    {
        json.WritePropertyName(name);
        if (version is null) json.WriteNullValue();
        else TemplateJson.Write(json, version.Value);
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}

using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Properties;
using CareTally.Core.Projects.Versions;

namespace CareTally.Core.Artifacts;

/// <summary>Writes what the manifest says of versions, access, constraints, groups and exposures.</summary>
internal static class GovernanceJson
{
    /// <summary>What a model has of it.</summary>
    public static void WriteModel(Utf8JsonWriter json, ModelNode model)
    {
        json.WriteString("access"u8, model.Access.ToString().ToLowerInvariant());
        WriteConstraints(json, model.Constraints);
        WriteVersion(json, "version", model.Version);
        WriteVersion(json, "latest_version", model.LatestVersion);
        if (model.DeprecationDate is { } deprecation) json.WriteMoment("deprecation_date", deprecation.Date);
        else json.WriteNull("deprecation_date"u8);
    }

    /// <summary>The constraints of a model or column.</summary>
    public static void WriteConstraints(Utf8JsonWriter json, IEnumerable<Constraint> constraints)
    {
        json.WriteStartArray("constraints"u8);
        foreach (var constraint in constraints)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, Constraint.Word(constraint.Kind));
            json.WriteString("name"u8, constraint.Name);
            json.WriteString("expression"u8, constraint.Expression);
            json.WriteBoolean("warn_unenforced"u8, constraint.WarnsUnenforced);
            json.WriteBoolean("warn_unsupported"u8, constraint.WarnsUnsupported);
            json.WriteString("to"u8, constraint.To);
            json.WriteTexts("to_columns"u8, constraint.ToColumns);
            if (!constraint.Columns.IsEmpty) json.WriteTexts("columns"u8, constraint.Columns);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>What exposures alone have.</summary>
    public static void WriteExposure(Utf8JsonWriter json, ExposureNode exposure)
    {
        json.WriteString("path"u8, exposure.Path);
        json.WriteString("type"u8, exposure.Type);
        json.WriteString("label"u8, exposure.Label);
        json.WriteString("maturity"u8, exposure.Maturity);
        json.WriteString("url"u8, exposure.Url);
        WriteOwner(json, exposure.Owner);
        ConfigJson.Write(json, "config"u8, exposure.Config, ConfigShape.Exposure);
        ConfigJson.WriteConfigured(json, "unrendered_config"u8, exposure.Config);
        RelationJson.WriteReferences(json, exposure);
        json.WriteConstant("metrics"u8, "[]"u8);
        ManifestContext.WriteDependsOn(json, [], exposure.DependsOn);
    }

    /// <summary>The map <c>groups</c>.</summary>
    public static void WriteGroups(Utf8JsonWriter json, ManifestContext context) => json.WriteObjects(context.Manifest.Groups, group => group.Id, WriteGroup);

    /// <summary>The map <c>group_map</c>: the models of each group.</summary>
    public static void WriteGroupMap(Utf8JsonWriter json, ManifestContext context)
    {
        var members = context.Manifest.Order.Select(id => context.Manifest.Nodes[id]).Where(node => node.Group is not null).ToLookup(node => node.Group!);
        foreach (var group in context.Manifest.Groups)
        {
            json.WriteStartArray(group.Name);
            foreach (var node in members[group.Name]) json.WriteStringValue(node.Id.ToString());
            json.WriteEndArray();
        }
    }

    private static void WriteGroup(Utf8JsonWriter json, Group group)
    {
        json.WriteString("name"u8, group.Name);
        json.WriteString("resource_type"u8, "group");
        json.WriteString("package_name"u8, group.Package);
        json.WriteString("path"u8, group.Path);
        json.WriteString("original_file_path"u8, group.Path);
        json.WriteString("unique_id"u8, group.Id);
        WriteOwner(json, group.Owner);
        json.WriteString("description"u8, group.Description);
    }

    private static void WriteOwner(Utf8JsonWriter json, Owner owner)
    {
        json.WritePropertyName("owner"u8);
        TemplateJson.Write(json, owner.All);
    }

    private static void WriteVersion(Utf8JsonWriter json, string name, ModelVersion? version)
    {
        json.WritePropertyName(name);
        if (version is null) json.WriteNullValue();
        else TemplateJson.Write(json, version.Value);
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Artifacts;

/// <summary>Writes catalog.json, after dbt's schema catalog v1: what stands in the database for the nodes of the project.</summary>
internal static class CatalogJson
{
    public static void Write(Utf8JsonWriter json, Manifest manifest, ImmutableArray<RelationDetails> details)
    {
        var byRelation = details.DistinctBy(found => found.Relation).ToDictionary(found => found.Relation);
        var there = (from id in manifest.Order
                     let relation = (manifest.Nodes[id] as RelationNode)?.Relation
                     where relation is not null && byRelation.ContainsKey(relation)
                     select (Id: id, Details: byRelation[relation])).ToLookup(found => found.Id.Kind == NodeKind.Source);
        json.WriteStartObject();
        MetadataJson.Write(json, manifest.Project, "catalog/v1");
        WriteMap("nodes", there[false]);
        WriteMap("sources", there[true]);
        json.WriteNull("errors");
        json.WriteEndObject();

        void WriteMap(string name, IEnumerable<(NodeId Id, RelationDetails Details)> found)
        {
            json.WriteStartObject(name);
            foreach (var (id, relation) in found) WriteRelation(json, id, relation, manifest.Project.Target.Database);
            json.WriteEndObject();
        }
    }

    private static void WriteRelation(Utf8JsonWriter json, NodeId id, RelationDetails details, string database)
    {
        json.WriteStartObject(id.ToString());
        json.WriteStartObject("metadata");
        json.WriteString("type", details.Kind == RelationKind.View ? "VIEW" : "BASE TABLE");
        json.WriteString("database", details.Relation.Database ?? database);
        json.WriteString("schema", details.Relation.Schema);
        json.WriteString("name", details.Relation.Identifier);
        json.WriteString("comment", details.Comment);
        json.WriteString("owner", details.Owner);
        json.WriteEndObject();
        json.WriteStartObject("columns");
        foreach (var (index, column) in details.Columns.Index())
        {
            json.WriteStartObject(column.Name);
            json.WriteString("type", column.DataType);
            json.WriteNumber("index", index + 1);
            json.WriteString("name", column.Name);
            json.WriteString("comment", column.Comment);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        WriteStatistics(json, details.Rows);
        json.WriteString("unique_id", id.ToString());
        json.WriteEndObject();
    }

    private static void WriteStatistics(Utf8JsonWriter json, long? rows)
    {
        json.WriteStartObject("stats");
        if (rows is { } count)
        {
            WriteStart("num_rows", "Approximate Row Count");
            json.WriteNumber("value", count);
            WriteEnd(true, "About how many rows the table holds");
        }

        WriteStart("has_stats", "Has Stats?");
        json.WriteBoolean("value", rows is not null);
        WriteEnd(false, "Indicates whether there are statistics for this table");
        json.WriteEndObject();

        void WriteStart(string id, string label)
        {
            json.WriteStartObject(id);
            json.WriteString("id", id);
            json.WriteString("label", label);
        }

        void WriteEnd(bool isShown, string description)
        {
            json.WriteBoolean("include", isShown);
            json.WriteString("description", description);
            json.WriteEndObject();
        }
    }
}

using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>A node as templates see it under <c>model</c> and in <c>graph</c>: dbt's dictionary.</summary>
internal static class NodeValue
{
    public static DictValue Of(Node node)
    {
        var values = new DictValue(new Dictionary<string, Value>
        {
            ["name"] = node.Name,
            ["unique_id"] = node.Id.ToString(),
            ["resource_type"] = NodeId.Word(node.Id.Kind),
            ["package_name"] = node.Package,
            ["original_file_path"] = node.Path,
            ["path"] = node.Path,
            ["patch_path"] = node.PropertiesPath,
            ["fqn"] = Value.Of(node.Fqn),
            ["tags"] = Value.Of(node.Tags),
            ["meta"] = node.Config.Meta,
            ["description"] = node.Description,
            ["columns"] = new DictValue(node.Columns.Select(column => KeyValuePair.Create(column.Name, Column(column)))),
            ["config"] = Config(node),
            ["depends_on"] = new DictValue(new Dictionary<string, Value>
            {
                ["nodes"] = Value.Of(node.DependsOn.Select(id => id.ToString())),
                ["macros"] = new ListValue(),
            }),
            ["refs"] = new ListValue(node.DependsOn.Where(id => id.Kind is NodeKind.Model or NodeKind.Seed or NodeKind.Snapshot).Select(Ref)),
            ["sources"] = new ListValue(node.DependsOn.Where(id => id.Kind == NodeKind.Source).Select(id => Value.Of(id.Name.Split('.')[1..]))),
            ["metrics"] = new ListValue(),
            ["language"] = "sql",
        });
        if (node is RelationNode { Relation: var relation })
        {
            values.Set("schema", relation.Schema);
            values.Set("alias", relation.Identifier);
            values.Set("identifier", relation.Identifier);
            values.Set("database", relation.Database);
            values.Set("relation_name", relation.ToSql());
        }

        switch (node)
        {
            case ModelNode model:
                values.Set("raw_code", model.Template.Source.Text);
                break;
            case SnapshotNode snapshot:
                values.Set("raw_code", snapshot.Query.Text);
                break;
            case SourceNode source:
                values.Set("source_name", source.SourceName);
                values.Set("source_description", source.SourceDescription);
                break;
            case DataTestNode test:
                values.Set("alias", test.Alias);
                values.Set("raw_code", test.Template?.Source.Text ?? "");
                if (test.Generic is { } use) AddGeneric(values, use);
                break;
        }

        return values;
    }

    private static void AddGeneric(DictValue values, GenericTestUse use)
    {
        values.Set("column_name", use.Column);
        values.Set("attached_node", use.Subject.ToString());
        values.Set("test_metadata", new DictValue(new Dictionary<string, Value> { ["name"] = use.TestName, ["namespace"] = use.Package, ["kwargs"] = use.Arguments }));
    }

    private static Value Config(Node node)
    {
        var values = new DictValue(new Dictionary<string, Value> { ["enabled"] = node.Config.IsEnabled, ["tags"] = Value.Of(node.Tags), ["meta"] = node.Config.Meta });
        if (node is ModelNode model) values.Set("materialized", model.Materialization.ToString().ToLowerInvariant());
        if (node is SeedNode) values.Set("materialized", "seed");
        if (node is SnapshotNode) values.Set("materialized", "snapshot");
        if (node is DataTestNode test)
        {
            values.Set("materialized", "test");
            values.Set("severity", test.Rules.IsWarning ? "WARN" : "ERROR");
        }

        foreach (var (key, value) in node.Config.Values) values.Set(key, value.Value);
        return values;
    }

    private static Value Ref(NodeId id)
    {
        var parts = id.Name.Split('.', 2);
        return new DictValue(new Dictionary<string, Value> { ["name"] = parts[1], ["package"] = parts[0], ["version"] = Value.None });
    }

    private static Value Column(NodeColumn column) => new DictValue(new Dictionary<string, Value>
    {
        ["name"] = column.Name,
        ["description"] = column.Description,
        ["data_type"] = column.DataType,
        ["meta"] = column.Meta,
        ["tags"] = Value.Of(column.Tags),
    });
}

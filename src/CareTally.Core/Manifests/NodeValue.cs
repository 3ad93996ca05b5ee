using System.Globalization;
using CareTally.Core.Projects.Properties;
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
            ["refs"] = new ListValue(node.DependsOn.Where(id => id.Kind is NodeKind.Model or NodeKind.Seed).Select(Ref)),
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
                AddGovernance(values, model);
                break;
            case ExposureNode exposure:
                values.Set("label", exposure.Label);
                values.Set("type", exposure.Type);
                values.Set("maturity", exposure.Maturity);
                values.Set("url", exposure.Url);
                values.Set("owner", exposure.Owner.All);
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

    private static void AddGovernance(DictValue values, ModelNode model)
    {
        values.Set("version", model.Version?.Value ?? Value.None);
        values.Set("latest_version", model.LatestVersion?.Value ?? Value.None);
        values.Set("access", model.Access.ToString().ToLowerInvariant());
        values.Set("group", model.Group);
        values.Set("deprecation_date", model.DeprecationDate?.Date.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture));
        values.Set("constraints", new ListValue(model.Constraints.Select(ConstraintOf)));
        values.Set("contract", new DictValue(new Dictionary<string, Value> { ["enforced"] = model.Contract.IsEnforced, ["alias_types"] = true, ["checksum"] = model.Contract.Checksum }));
    }

    private static Value ConstraintOf(Constraint constraint) => new DictValue(new Dictionary<string, Value>
    {
        ["type"] = Constraint.Word(constraint.Kind),
        ["name"] = constraint.Name,
        ["expression"] = constraint.Expression,
        ["columns"] = Value.Of(constraint.Columns),
        ["to"] = constraint.To,
        ["to_columns"] = Value.Of(constraint.ToColumns),
        ["warn_unenforced"] = constraint.WarnsUnenforced,
        ["warn_unsupported"] = constraint.WarnsUnsupported,
    });

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
        // A model's version is the last part of its id.
        var parts = id.Name.Split('.', 2);
        var at = id.Kind == NodeKind.Model ? parts[1].LastIndexOf(".v", StringComparison.Ordinal) : -1;
        return new DictValue(new Dictionary<string, Value>
        {
            ["name"] = at < 0 ? parts[1] : parts[1][..at],
            ["package"] = parts[0],
            ["version"] = at < 0 ? Value.None : parts[1][(at + 2)..],
        });
    }

    private static Value Column(NodeColumn column) => new DictValue(new Dictionary<string, Value>
    {
        ["name"] = column.Name,
        ["description"] = column.Description,
        ["data_type"] = column.DataType,
        ["meta"] = column.Meta,
        ["tags"] = Value.Of(column.Tags),
        ["quote"] = column.IsQuoted,
        ["constraints"] = new ListValue(column.Constraints.Select(ConstraintOf)),
    });
}

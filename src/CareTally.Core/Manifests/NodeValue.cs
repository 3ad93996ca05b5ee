using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CareTally.Core.Contexts;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Properties;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>A node as templates see it under <c>model</c> and in <c>graph</c>, and as naming macros get it: dbt's dictionary.</summary>
internal static class NodeValue
{
    /// <summary>All that dbt gives, what has no value included.</summary>
    public static DictValue Of(Node node, Project project)
    {
        var values = new DictValue(new Dictionary<string, Value>
        {
            ["name"] = node.Name,
            ["unique_id"] = node.Id.ToString(),
            ["resource_type"] = NodeId.Word(node.Id.Kind),
            ["package_name"] = node.Package,
            ["original_file_path"] = node.Path,
            ["path"] = PathOf(node),
            ["patch_path"] = node.PropertiesPath is { } properties ? $"{node.Package}://{properties}" : Value.None,
            ["fqn"] = Value.Of(node.Fqn),
            ["tags"] = Value.Of(node.Tags),
            ["meta"] = node.Config.Meta,
            ["description"] = node.Description,
            ["columns"] = new DictValue(node.Columns.Select(column => KeyValuePair.Create(column.Name, Column(column)))),
            ["config"] = NodeConfigValue.Of(node),
            ["unrendered_config"] = new DictValue(),
            ["docs"] = node.Config.Get("docs")?.Value ?? NodeConfigValue.Docs(),
            ["group"] = node.Config.Get("group")?.Value ?? Value.None,
            ["depends_on"] = new DictValue(new Dictionary<string, Value>
            {
                ["nodes"] = Value.Of(node.DependsOn.Select(id => id.ToString())),
                ["macros"] = new ListValue(),
            }),
            ["refs"] = new ListValue(node.DependsOn.Where(id => id.Kind is NodeKind.Model or NodeKind.Seed or NodeKind.Snapshot).Select(Ref)),
            ["sources"] = new ListValue(node.DependsOn.Where(id => id.Kind == NodeKind.Source).Select(id => Value.Of(id.Name.Split('.')[1..]))),
            ["metrics"] = new ListValue(),
            ["functions"] = new ListValue(node.DependsOn.Where(id => id.Kind == NodeKind.Function).Select(id => Value.Of(id.Name.Split('.')))),
            ["language"] = "sql",
        });
        if (node is RelationNode relation) AddRelation(values, relation, project);
        AddOwn(values, node, project);
        return values;
    }

    /// <summary>As <c>model</c> has it: what has no value is left out.</summary>
    public static DictValue WithoutNone(Node node, Project project)
    {
        var values = Given(Of(node, project));
        if (values["config"].As<DictValue>() is { } config) values.Set("config", Given(config));
        return values;
    }

    /// <summary>The same with the SQL it has been compiled to, for the macros that make something of it.</summary>
    public static DictValue Compiled(Node node, Project project, string sql)
    {
        var values = WithoutNone(node, project);
        values.Set("compiled", true);
        values.Set("compiled_code", sql);
        return values;
    }

    private static DictValue Given(DictValue values) => new(values.Entries.Where(entry => !entry.Value.IsNone).Select(entry => KeyValuePair.Create(entry.Key.ToText(), entry.Value)));

    private static void AddRelation(DictValue values, RelationNode node, Project project)
    {
        values.Set("database", node.Relation.Database ?? project.Target.Database);
        values.Set("schema", node.Relation.Schema);
        values.Set("alias", node.Relation.Identifier);
        values.Set("identifier", node.Relation.Identifier);
        values.Set("relation_name", node is ModelNode { Materialization: Materialization.Ephemeral } ? Value.None : RelationValue.FullName(node.Relation, project.Target.Database, QuotePolicies.Of(project, node)));
    }

    private static void AddOwn(DictValue values, Node node, Project project)
    {
        switch (node)
        {
            case ModelNode model:
                AddCode(values, model.Template.Source.Text);
                AddGovernance(values, model);
                break;
            case ExposureNode exposure:
                values.Set("label", exposure.Label);
                values.Set("type", exposure.Type);
                values.Set("maturity", exposure.Maturity);
                values.Set("url", exposure.Url);
                values.Set("owner", exposure.Owner.All);
                break;
            case FunctionNode function:
                AddCode(values, function.Template.Source.Text);
                values.Set("arguments", new ListValue(function.Signature.Arguments.Select(ArgumentOf)));
                values.Set("returns", new DictValue(new Dictionary<string, Value> { ["data_type"] = function.ReturnType, ["description"] = function.Signature.Returns?.Description }));
                break;
            case SnapshotNode snapshot:
                values.Set("raw_code", snapshot.Query.Text);
                break;
            case SourceNode source:
                values.Set("source_name", source.SourceName);
                values.Set("source_description", source.SourceDescription);
                break;
            case AnalysisNode analysis:
                AddCode(values, analysis.Template.Source.Text);
                values.Set("alias", node.Name);
                values.Set("schema", project.Target.Schema);
                values.Set("database", project.Target.Database);
                break;
            case DataTestNode test:
                values.Set("alias", test.Alias);
                AddCode(values, test.Template?.Source.Text ?? "");
                if (test.Generic is { } use) AddGeneric(values, use);
                break;
        }
    }

    private static void AddCode(DictValue values, string code)
    {
        values.Set("raw_code", code);
        values.Set("checksum", new DictValue(new Dictionary<string, Value>
        {
            ["name"] = "sha256",
            ["checksum"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code.Trim()))),
        }));
    }

    private static Value ArgumentOf(FunctionArgument argument) => new DictValue(new Dictionary<string, Value>
    {
        ["name"] = argument.Name,
        ["data_type"] = argument.DataType,
        ["description"] = argument.Description,
        ["default_value"] = argument.DefaultValue ?? Value.None,
    });

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

    // Within the folder of its kind, whose subfolders are in the node's fqn.
    private static string PathOf(Node node) => node switch
    {
        SourceNode => node.Path,
        AnalysisNode => string.Join('/', node.Fqn[1..^1].Append($"{node.Name}.sql")),
        DataTestNode { Generic: not null } test => $"{test.Alias}.sql",
        _ => string.Join('/', node.Path.Split('/')[^Math.Min(node.Fqn.Length - (node is ModelNode { Version: not null } ? 2 : 1), node.Path.Split('/').Length)..]),
    };

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

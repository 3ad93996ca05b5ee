using CareTally.Core.Projects;
using CareTally.Core.Warehouses;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>A relation as templates see it: prints as SQL, and has dbt's attributes.</summary>
/// <param name="relation">The address; its database is the target's own where null.</param>
/// <param name="database">The database it is in.</param>
/// <param name="sql">What it prints: usually the quoted address, for files the function that reads them, for an ephemeral model its name.</param>
internal sealed class RelationValue(Relation relation, string database, string sql) : ObjectValue
{
    /// <summary>What stands for a relation while it is not known where it will be.</summary>
    public static RelationValue Unknown(Project project, string name)
    {
        var relation = new Relation(null, project.Target.Schema, name);
        return new RelationValue(relation, project.Target.Database, relation.ToSql());
    }

    public Relation Relation { get; } = relation;

    public override string TypeName => "Relation";

    public override IEnumerable<string> AttributeNames => ["database", "schema", "identifier", "name", "table", "render"];

    public override bool TryGetAttribute(string name, out Value value)
    {
        value = name switch
        {
            "database" => Relation.Database ?? database,
            "schema" => Relation.Schema,
            "identifier" or "name" or "table" => Relation.Identifier,
            "render" => new FunctionValue("render", _ => sql),
            _ => Value.None,
        };
        return !value.IsNone;
    }

    public override string ToText() => sql;

    public override string ToRepr() => sql;

    public override bool IsEqual(ObjectValue other) => other is RelationValue relation && relation.ToText() == sql;

    public override int Hash => StringComparer.Ordinal.GetHashCode(sql);
}

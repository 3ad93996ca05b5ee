using System.Collections.Frozen;
using CareTally.Core.Projects;
using CareTally.Core.Python;
using CareTally.Core.Warehouses;
using CareTally.Templating.Values;

namespace CareTally.Core.Contexts;

/// <summary>A choice for each part of a relation's address: whether it is printed, or whether it is quoted.</summary>
/// <param name="Database">Of the database.</param>
/// <param name="Schema">Of the schema.</param>
/// <param name="Identifier">Of the name.</param>
internal sealed record RelationPolicy(bool Database, bool Schema, bool Identifier)
{
    public static readonly RelationPolicy All = new(true, true, true);

    /// <summary>What a project file says is quoted; all where it says nothing.</summary>
    public static RelationPolicy Of(Quoting quoting) => new(quoting.Database ?? true, quoting.Schema ?? true, quoting.Identifier ?? true);

    public DictValue ToValue() => new(new Dictionary<string, Value> { ["database"] = Database, ["schema"] = Schema, ["identifier"] = Identifier });
}

/// <summary>A relation as templates see it: prints as SQL, and has dbt's attributes and methods.</summary>
internal sealed record RelationParts
{
    /// <summary>The database, or null.</summary>
    public string? Database { get; init; }

    /// <summary>The schema, or null.</summary>
    public string? Schema { get; init; }

    /// <summary>The name, or null.</summary>
    public string? Identifier { get; init; }

    /// <summary><c>table</c>, <c>view</c>, <c>cte</c>, <c>external</c>, or null where that is not known.</summary>
    public string? Type { get; init; }

    /// <summary>Which parts are printed.</summary>
    public RelationPolicy Include { get; init; } = RelationPolicy.All;

    /// <summary>Which parts are quoted.</summary>
    public RelationPolicy Quote { get; init; } = RelationPolicy.All;

    /// <summary>What it prints instead of its address: for files the function that reads them, for an ephemeral model its name; null for the address.</summary>
    public string? Sql { get; init; }

    /// <summary>The rows that are read where it prints as a whole; <c>render()</c> reads all. Null for all.</summary>
    public string? Filter { get; init; }

    /// <summary>Where it is really looked for, where that is not its address: a relation whose tests decide whether it is published.</summary>
    public Relation? Pending { get; init; }
}

/// <summary>A relation as templates see it: prints as SQL, and has dbt's attributes and methods.</summary>
internal sealed class RelationValue(RelationParts parts) : ObjectValue
{
    private static readonly FrozenDictionary<string, Func<RelationValue, Value>> Members = Attributes.Table(new Dictionary<string, Func<RelationValue, Value>>
    {
        ["database"] = self => self.Parts.Database,
        ["schema"] = self => self.Parts.Schema,
        ["identifier"] = self => self.Parts.Identifier,
        ["name"] = self => self.Parts.Identifier,
        ["table"] = self => self.Parts.Identifier,
        ["path"] = self => new ModuleValue("Path", new Dictionary<string, Value> { ["database"] = self.Parts.Database, ["schema"] = self.Parts.Schema, ["identifier"] = self.Parts.Identifier }),
        ["type"] = self => self.Parts.Type,
        ["is_table"] = self => self.Parts.Type == RelationTypes.Table,
        ["is_view"] = self => self.Parts.Type == RelationTypes.View,
        ["is_cte"] = self => self.Parts.Type == RelationTypes.Cte,
        ["is_materialized_view"] = self => self.Parts.Type == RelationTypes.MaterializedView,
        ["is_pointer"] = _ => false,
        ["can_be_renamed"] = self => self.Parts.Type is RelationTypes.Table or RelationTypes.View,
        ["can_be_replaced"] = self => self.Parts.Type is RelationTypes.Table or RelationTypes.View,
        ["include_policy"] = self => self.Parts.Include.ToValue(),
        ["quote_policy"] = self => self.Parts.Quote.ToValue(),
        ["quote_character"] = _ => "\"",
        ["metadata"] = _ => new DictValue(new Dictionary<string, Value> { ["type"] = "DuckDBRelation" }),
        ["get"] = self => Attributes.Function("get", call =>
        {
            var bound = call.Bind("get", "key", "default?");
            return self.TryGetItem(bound[0], out var value) ? value : bound[1].Or(Value.None);
        }),
        ["render"] = self => Attributes.Function("render", _ => self.Unfiltered()),
        ["quoted"] = _ => Attributes.Function("quoted", call => SqlText.Identifier(call.Bind("quoted", "identifier")[0].ToText())),
        ["include"] = self => Attributes.Function("include", call => new RelationValue(self.Parts with { Include = Change(call, "include", self.Parts.Include), Sql = null, Filter = null })),
        ["quote"] = self => Attributes.Function("quote", call => new RelationValue(self.Parts with { Quote = Change(call, "quote", self.Parts.Quote) })),
        ["incorporate"] = self => Attributes.Function("incorporate", call => new RelationValue(RelationFactory.Incorporate(self.Parts, call))),
        ["replace_path"] = self => Attributes.Function("replace_path", call => new RelationValue(RelationFactory.ReplacePath(self.Parts, call, "replace_path"))),
        ["without_identifier"] = self => Attributes.Function("without_identifier", _ => new RelationValue(self.Parts with { Include = self.Parts.Include with { Identifier = false }, Sql = null, Filter = null })),
        ["information_schema"] = self => Attributes.Function("information_schema", call => RelationFactory.InformationSchema(self.Parts, call.Bind("information_schema", "view_name?")[0])),
        ["matches"] = self => Attributes.Function("matches", call =>
        {
            var (database, schema, identifier) = call.Bind("matches", "database?", "schema?", "identifier?");
            return Matches(self.Parts.Database, database) && Matches(self.Parts.Schema, schema) && Matches(self.Parts.Identifier, identifier);
        }),
        ["create"] = _ => RelationFactory.Create,
        ["add_ephemeral_prefix"] = _ => RelationFactory.AddEphemeralPrefix,
    });

    private static readonly HashSet<string> Fields = new(StringComparer.Ordinal) { "database", "schema", "identifier", "name", "path", "type", "include_policy", "quote_policy", "quote_character", "metadata" };

    /// <summary>The whole address as SQL, the database included, as dbt prints it.</summary>
    public static string FullName(Relation relation, string database, RelationPolicy quote) =>
        new RelationValue(PartsOf(relation, database) with { Include = RelationPolicy.All, Quote = quote }).ToText();

    /// <summary>A relation at an address of the target's database.</summary>
    /// <param name="relation">The address; its database is the target's own where null, and is then not printed.</param>
    /// <param name="database">The target's database.</param>
    /// <param name="type">What it is, or null.</param>
    public static RelationValue Of(Relation relation, string database, string? type = null) => new(PartsOf(relation, database, type));

    /// <inheritdoc cref="Of"/>
    public static RelationParts PartsOf(Relation relation, string database, string? type = null) => new()
    {
        Database = relation.Database ?? database,
        Schema = relation.Schema,
        Identifier = relation.Identifier,
        Type = type,
        Include = new RelationPolicy(relation.Database is not null, true, true),
    };

    /// <summary>What it is made of.</summary>
    public RelationParts Parts { get; } = parts;

    /// <summary>Where the database is to look for it; null where it has no name.</summary>
    public Relation? Address => Parts.Pending ?? (Parts.Identifier is { } identifier && Parts.Schema is { } schema ? new Relation(Parts.Database, schema, identifier) : null);

    public override string TypeName => "Relation";

    public override bool IsMapping => true;

    public override int? Length => Fields.Count;

    public override IEnumerable<Value> Items => Fields.Select(Value.Of);

    public override IEnumerable<string> AttributeNames => Members.Keys;

    public override bool TryGetAttribute(string name, out Value value) => Attributes.TryGet(Members, this, name, out value);

    public override bool TryGetItem(Value key, out Value value)
    {
        value = default;
        return key.TryGetString(out var name) && Fields.Contains(name) && TryGetAttribute(name, out value);
    }

    public override string ToText() => Parts.Filter is { } filter ? $"(select * from {Unfiltered()} where {filter})" : Unfiltered();

    public override string ToRepr() => ToText();

    public override bool IsEqual(ObjectValue other) =>
        other is RelationValue { Parts: var theirs }
        && Same(theirs.Database, Parts.Database) && Same(theirs.Schema, Parts.Schema) && Same(theirs.Identifier, Parts.Identifier) && theirs.Sql == Parts.Sql;

    public override int Hash => Parts.Identifier is { } identifier ? StringComparer.OrdinalIgnoreCase.GetHashCode(identifier) : 0;

    private string Unfiltered()
    {
        if (Parts.Sql is { } sql) return sql;
        if (Parts.Pending is { } pending) return pending.ToSql();
        return string.Join('.', Pieces());
    }

    private IEnumerable<string> Pieces()
    {
        if (Parts.Include.Database && Parts.Database is { Length: > 0 } database) yield return Parts.Quote.Database ? SqlText.Identifier(database) : database;
        if (Parts.Include.Schema && Parts.Schema is { Length: > 0 } schema) yield return Parts.Quote.Schema ? SqlText.Identifier(schema) : schema;
        if (Parts.Include.Identifier && Parts.Identifier is { Length: > 0 } identifier) yield return Parts.Quote.Identifier ? SqlText.Identifier(identifier) : identifier;
    }

    private static RelationPolicy Change(CallArguments call, string function, RelationPolicy policy)
    {
        var (database, schema, identifier) = call.Bind(function, "database?", "schema?", "identifier?");
        return new RelationPolicy(Flag(database, policy.Database), Flag(schema, policy.Schema), Flag(identifier, policy.Identifier));
    }

    private static bool Flag(Value value, bool otherwise) => value.IsUndefined || value.IsNone ? otherwise : value.IsTruthy;

    private static bool Matches(string? own, Value asked) => asked.IsUndefined || asked.IsNone || Same(own, asked.ToText());

    private static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}

/// <summary>dbt's words for what a relation is.</summary>
internal static class RelationTypes
{
    public const string Table = "table";
    public const string View = "view";
    public const string Cte = "cte";
    public const string MaterializedView = "materialized_view";
    public const string External = "external";
    public const string Function = "function";

    public static string Of(RelationKind kind) => kind == RelationKind.View ? View : Table;
}

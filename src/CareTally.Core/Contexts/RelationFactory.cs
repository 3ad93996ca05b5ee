using CareTally.Core.Python;
using CareTally.Templating.Values;

namespace CareTally.Core.Contexts;

/// <summary><c>api.Relation</c>: makes relations, and other ones from them.</summary>
internal static class RelationFactory
{
    /// <summary>What the name of an ephemeral model begins with in the queries that read it.</summary>
    public const string EphemeralPrefix = "__dbt__cte__";

    private static readonly HashSet<string> Types = [RelationTypes.Table, RelationTypes.View, RelationTypes.Cte, RelationTypes.MaterializedView, RelationTypes.External, RelationTypes.Function, "pointer_table"];

    public static readonly Value Create = CreateWith(RelationPolicy.All);

    public static readonly Value AddEphemeralPrefix = Attributes.Function("Relation.add_ephemeral_prefix", call => EphemeralPrefix + call.Bind("add_ephemeral_prefix", "name")[0].ToText());

    /// <summary>What a snapshot tells states apart by: the parts of the key, and when the row was updated.</summary>
    public static readonly Value ScdArgs = Attributes.Function("Relation.scd_args", call =>
    {
        var (key, updatedAt) = call.Bind("scd_args", "primary_key", "updated_at");
        return new ListValue((key.IsString ? [key] : key.AsObject?.Items ?? [key]).Append(updatedAt));
    });

    /// <summary><c>api.Relation</c>.</summary>
    /// <param name="quote">Which parts are quoted where a call does not say it.</param>
    public static Value Api(RelationPolicy quote) => new ModuleValue(
        "Relation",
        new Dictionary<string, Value>
        {
            ["create"] = quote == RelationPolicy.All ? Create : CreateWith(quote),
            ["add_ephemeral_prefix"] = AddEphemeralPrefix,
            ["scd_args"] = ScdArgs,
            ["Table"] = RelationTypes.Table,
            ["View"] = RelationTypes.View,
            ["CTE"] = RelationTypes.Cte,
            ["MaterializedView"] = RelationTypes.MaterializedView,
            ["External"] = RelationTypes.External,
            ["Function"] = RelationTypes.Function,
        });

    /// <summary>The relation with its path, type or policies changed, by dictionaries, as dbt's <c>incorporate</c> takes them.</summary>
    public static RelationParts Incorporate(RelationParts parts, CallArguments call)
    {
        var bound = call.Bind("incorporate", "path?", "type?", "include_policy?", "quote_policy?");
        if (bound[0].As<DictValue>() is { } path)
        {
            parts = WithPath(parts, Changed(path["database"], parts.Database), Changed(path["schema"], parts.Schema), Changed(path["identifier"], parts.Identifier));
        }

        return parts with
        {
            Type = bound.Has(1) ? TypeOf(call, bound[1]) : parts.Type,
            Include = Policy(bound[2], parts.Include),
            Quote = Policy(bound[3], parts.Quote),
        };
    }

    /// <summary>The relation at another address.</summary>
    public static RelationParts ReplacePath(RelationParts parts, CallArguments call, string function)
    {
        var (database, schema, identifier) = call.Bind(function, "database?", "schema?", "identifier?");
        return WithPath(parts, Text(database, parts.Database), Text(schema, parts.Schema), Text(identifier, parts.Identifier));
    }

    /// <summary>A view of the information schema of a relation's database.</summary>
    public static RelationValue InformationSchema(RelationParts parts, Value view) => new(new RelationParts
    {
        Database = parts.Database,
        Schema = "INFORMATION_SCHEMA",
        Identifier = view.IsUndefined || view.IsNone ? null : view.ToText(),
        Include = new RelationPolicy(parts.Database is not null, true, !view.IsUndefined && !view.IsNone),
        Quote = new RelationPolicy(parts.Quote.Database, false, false),
    });

    // What a path does not name stays; None takes it away.
    private static string? Changed(Value value, string? current) => value.IsUndefined ? current : Text(value, null);

    private static Value CreateWith(RelationPolicy quote) => Attributes.Function("Relation.create", call => new RelationValue(Created(call, quote)));

    private static RelationParts Created(CallArguments call, RelationPolicy quote)
    {
        var bound = call.Bind("Relation.create", "database?", "schema?", "identifier?", "type?", "quote_policy?", "include_policy?", "path?");
        var path = bound[6].As<DictValue>();
        return new RelationParts
        {
            Database = Text(bound[0], Text(path?["database"] ?? Value.None, null)),
            Schema = Text(bound[1], Text(path?["schema"] ?? Value.None, null)),
            Identifier = Text(bound[2], Text(path?["identifier"] ?? Value.None, null)),
            Type = TypeOf(call, bound[3]),
            Quote = Policy(bound[4], quote),
            Include = Policy(bound[5], RelationPolicy.All),
        };
    }

    // Somewhere else nothing stands for the address any more.
    private static RelationParts WithPath(RelationParts parts, string? database, string? schema, string? identifier) => parts with
    {
        Database = database,
        Schema = schema,
        Identifier = identifier,
        Sql = null,
        Pending = null,
        Filter = null,
        Include = parts.Include with { Database = parts.Include.Database || !string.Equals(database, parts.Database, StringComparison.OrdinalIgnoreCase) },
    };

    private static string? Text(Value value, string? otherwise) => value.IsUndefined || value.IsNone ? otherwise : value.ToText();

    private static string? TypeOf(CallArguments call, Value value)
    {
        if (Text(value, null) is not { } type) return null;
        if (Types.Contains(type)) return type;
        throw call.ErrorWithHint(ContextProblems.BadArgument, $"it is one of: {string.Join(", ", Types.Order(StringComparer.Ordinal))}", $"a relation's type cannot be '{type}'");
    }

    /// <summary>A policy with what a dictionary says about it.</summary>
    public static RelationPolicy Policy(Value value, RelationPolicy otherwise)
    {
        if (value.As<DictValue>() is not { } given) return otherwise;
        return new RelationPolicy(Flag(given["database"], otherwise.Database), Flag(given["schema"], otherwise.Schema), Flag(given["identifier"], otherwise.Identifier));
    }

    private static bool Flag(Value value, bool otherwise) => value.IsUndefined || value.IsNone ? otherwise : value.IsTruthy;
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Targets;
using CareTally.Core.Python;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Contexts;

/// <summary><c>adapter</c> in a template: what dbt's adapter for the database does.</summary>
/// <param name="target">The database.</param>
/// <param name="quoting">Which parts of an address are quoted.</param>
/// <param name="warehouse">How it is reached.</param>
/// <param name="messages">Where warnings go.</param>
/// <param name="dispatch"><c>adapter.dispatch</c>.</param>
internal sealed class AdapterValue(Target target, RelationPolicy quoting, ITemplateWarehouse warehouse, TemplateMessages messages, Func<CallArguments, Value> dispatch) : ObjectValue
{
    // The same as in `api`.
    private const string RelationClass = "Relation";
    private const string ColumnClass = "Column";

    private static long _numbers;

    private static readonly FrozenDictionary<string, Func<AdapterValue, CallArguments, Value>> Functions = new Dictionary<string, Func<AdapterValue, CallArguments, Value>>
    {
        // Names and kinds.
        ["dispatch"] = (self, call) => self.Dispatch(call),
        ["type"] = (self, _) => self.Target.Type,
        ["quote"] = (_, call) => SqlText.Identifier(call.Bind("adapter.quote", "identifier")[0].ToText()),
        ["quote_as_configured"] = (self, call) =>
        {
            var (identifier, key) = call.Bind("adapter.quote_as_configured", "identifier", "quote_key");
            return self.Quotes(call, key.ToText()) ? SqlText.Identifier(identifier.ToText()) : identifier.ToText();
        },
        ["quote_seed_column"] = (_, call) =>
        {
            var (column, quote) = call.Bind("adapter.quote_seed_column", "column", "quote_config?");
            return quote.IsBool && !quote.AsBool ? column.ToText() : SqlText.Identifier(column.ToText());
        },
        ["is_cancelable"] = (_, _) => true,
        ["valid_incremental_strategies"] = (_, _) => Value.Of(IncrementalStrategies.Valid.AsEnumerable()),
        ["get_incremental_strategy_macro"] = (_, call) =>
        {
            var (context, strategy) = call.Bind("adapter.get_incremental_strategy_macro", "model_context", "strategy");
            var name = strategy.ToText();
            return IncrementalStrategies.Refused(name) is null && context.As<ContextValue>() is { } names && names.TryGetItem(IncrementalStrategies.MacroOf(name), out var macro)
                ? macro
                : throw call.Error(ContextProblems.BadArgument, $"there is no incremental strategy '{name}'");
        },

        // What is there.
        ["get_columns_in_relation"] = (self, call) => ColumnValue.ListOf(self.ColumnsOf(call, call.Bind("adapter.get_columns_in_relation", "relation")[0])),
        ["get_column_schema_from_query"] = (self, call) => ColumnValue.ListOf(Ask(call, () => self.Warehouse.Describe(call.Bind("adapter.get_column_schema_from_query", "sql")[0].ToText()))),
        ["get_missing_columns"] = (self, call) => self.MissingColumns(call),
        ["get_relation"] = (self, call) =>
        {
            var (database, schema, identifier) = call.Bind("adapter.get_relation", "database", "schema", "identifier");
            return self.Find(call, database, schema, identifier);
        },
        ["load_relation"] = (self, call) =>
        {
            var parts = Relation(call, "adapter.load_relation", call.Bind("adapter.load_relation", "relation")[0]).Parts;
            return self.Find(call, parts.Database, parts.Schema, parts.Identifier);
        },
        ["already_exists"] = (self, call) =>
        {
            var (schema, name) = call.Bind("adapter.already_exists", "schema", "name");
            return !self.Find(call, Value.None, schema, name).IsNone;
        },
        ["list_relations"] = (self, call) =>
        {
            var (database, schema) = call.Bind("adapter.list_relations", "database", "schema");
            return self.Relations(call, database, schema);
        },
        ["list_relations_without_caching"] = (self, call) =>
        {
            var parts = Relation(call, "adapter.list_relations_without_caching", call.Bind("adapter.list_relations_without_caching", "schema_relation")[0]).Parts;
            return self.Relations(call, parts.Database, parts.Schema);
        },
        ["list_schemas"] = (self, call) => Value.Of(Ask(call, () => self.Warehouse.SchemasOf(self.DatabaseOf(call.Bind("adapter.list_schemas", "database?")[0]))).AsEnumerable()),
        ["check_schema_exists"] = (self, call) =>
        {
            var (database, schema) = call.Bind("adapter.check_schema_exists", "database", "schema");
            return Ask(call, () => self.Warehouse.SchemasOf(self.DatabaseOf(database))).Contains(schema.ToText(), StringComparer.OrdinalIgnoreCase);
        },
        ["location_exists"] = (self, call) => self.Succeeds($"select 1 from {SqlText.Literal(call.Bind("adapter.location_exists", "location")[0].ToText())} where 1 = 0"),

        ["render_raw_columns_constraints"] = (_, call) => RawConstraints.OfColumns(call),
        ["render_raw_model_constraints"] = (_, call) => RawConstraints.OfModel(call),

        // What is done.
        ["execute"] = (self, call) => self.Execute(call),
        ["create_schema"] = (self, call) => self.Run(call, $"create schema if not exists {SchemaSql(call, "adapter.create_schema")}"),
        ["drop_schema"] = (self, call) => self.Run(call, $"drop schema if exists {SchemaSql(call, "adapter.drop_schema")} cascade"),
        ["drop_relation"] = (self, call) =>
        {
            var relation = Relation(call, "adapter.drop_relation", call.Bind("adapter.drop_relation", "relation")[0]);
            return self.KindOf(call, relation) is { } kind ? self.Run(call, $"drop {kind} if exists {relation.ToText()} cascade") : Value.None;
        },
        ["truncate_relation"] = (self, call) => self.Run(call, $"delete from {Relation(call, "adapter.truncate_relation", call.Bind("adapter.truncate_relation", "relation")[0]).ToText()}"),
        ["rename_relation"] = (self, call) =>
        {
            var (from, to) = call.Bind("adapter.rename_relation", "from_relation", "to_relation");
            var relation = Relation(call, "adapter.rename_relation", from);
            var identifier = SqlText.Identifier(Relation(call, "adapter.rename_relation", to).Parts.Identifier ?? "");
            return self.Run(call, $"alter {self.KindOf(call, relation) ?? RelationTypes.Table} {relation.ToText()} rename to {identifier}");
        },

        // What dbt does for databases or settings that are not these: texts have no size to widen, nothing is cached, a step commits itself.
        ["expand_target_column_types"] = (_, _) => Value.None,
        ["cache_added"] = (_, _) => "",
        ["cache_dropped"] = (_, _) => "",
        ["cache_renamed"] = (_, _) => "",
        ["commit"] = (_, _) => "",
        ["disable_transactions"] = (_, _) => false,
        ["is_motherduck"] = (_, _) => false,
        ["is_ducklake"] = (_, _) => false,
        ["use_ducklake_table_workarounds"] = (_, _) => false,
        ["external_root"] = (_, _) => ".",
        ["get_binding_char"] = (_, _) => "?",

        // What becomes of the rows of a snapshot that are gone, from the config of its node.
        ["get_hard_deletes_behavior"] = (_, call) =>
        {
            var config = call.Bind("adapter.get_hard_deletes_behavior", "config")[0];
            return Configured("hard_deletes") is { IsNone: false } word ? word : Configured("invalidate_hard_deletes").IsTruthy ? "invalidate" : "ignore";

            Value Configured(string key) => config.AsObject is { } given && given.TryGetAttribute("get", out var get)
                ? call.Context.Call(get, key)
                : Value.None;
        },

        // What tally's own macros need.
        ["next_number"] = (_, _) => Interlocked.Increment(ref _numbers),
        ["warn_once"] = (self, call) =>
        {
            var text = call.Bind("adapter.warn_once", "msg")[0].ToText();
            self.Messages.Add(new TemplateMessage(text, Diagnostic.Of(ContextProblems.Warned, call.Span, text)));
            return "";
        },
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private Target Target { get; } = target;

    private RelationPolicy Quoting { get; } = quoting;

    private ITemplateWarehouse Warehouse { get; } = warehouse;

    private TemplateMessages Messages { get; } = messages;

    private Func<CallArguments, Value> Dispatch { get; } = dispatch;

    public override string TypeName => "adapter";

    public override IEnumerable<string> AttributeNames => Functions.Keys.Append(RelationClass).Append(ColumnClass);

    public override bool TryGetAttribute(string name, out Value value)
    {
        if (name is RelationClass or ColumnClass)
        {
            value = name == RelationClass ? RelationFactory.Api(Quoting) : ColumnValue.Api;
            return true;
        }

        var isKnown = Functions.TryGetValue(name, out var function);
        value = isKnown ? Attributes.Function($"adapter.{name}", call => function!(this, call)) : default;
        return isKnown;
    }

    private Value Execute(CallArguments call)
    {
        var bound = call.Bind("adapter.execute", "sql", "auto_begin?", "fetch?", "limit?");
        var sql = bound[0].ToText();
        if (bound[2].IsTruthy)
        {
            var result = Ask(call, () => Warehouse.Query(sql));
            if (bound[3].IsInt && bound[3].AsBigInteger is var limit && limit >= 0 && limit < result.Rows.Length) result = result with { Rows = result.Rows[..(int)limit] };
            return new TupleValue(StatementResults.Response("OK", "OK", (long)result.Rows.Length), TableValue.Of(result));
        }

        var rows = Ask(call, () => Warehouse.Execute(sql));
        return new TupleValue(StatementResults.Response("OK", "OK", rows is { } count ? count : -1), TableValue.Empty);
    }

    private Value Run(CallArguments call, string sql)
    {
        Ask(call, () => Warehouse.Execute(sql));
        return Value.None;
    }

    private bool Succeeds(string sql)
    {
        try
        {
            Warehouse.Describe(sql);
            return true;
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            return false;
        }
    }

    private ImmutableArray<Column> ColumnsOf(CallArguments call, Value value)
    {
        var relation = Relation(call, "adapter.get_columns_in_relation", value);
        if (relation.Parts.Type == RelationTypes.Cte) return [];
        if (relation.Parts.Sql is { } sql) return Ask(call, () => Warehouse.Describe($"select * from {sql}"));

        // A temporary table has no schema that one could ask for.
        if (relation.Parts is { Schema: null, Identifier: not null }) return Ask(call, () => Warehouse.Describe($"select * from {relation.ToText()}"));
        return relation.Address is { } address
            ? Ask(call, () => Warehouse.ColumnsOf(address))
            : throw call.Error(ContextProblems.BadArgument, $"the relation {relation.ToText()} has no schema and name");
    }

    private Value MissingColumns(CallArguments call)
    {
        var (from, to) = call.Bind("adapter.get_missing_columns", "from_relation", "to_relation");
        var there = ColumnsOf(call, to).Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return ColumnValue.ListOf(ColumnsOf(call, from).Where(column => !there.Contains(column.Name)));
    }

    private Value Find(CallArguments call, Value database, Value schema, Value identifier)
    {
        var found = Entries(call, database, schema).FirstOrDefault(entry => entry.Relation.Identifier.Equals(identifier.ToText(), StringComparison.OrdinalIgnoreCase));
        return found is null ? Value.None : ValueOf(found);
    }

    private Value Relations(CallArguments call, Value database, Value schema) => new ListValue(Entries(call, database, schema).Select(entry => Value.Of(ValueOf(entry))));

    private ImmutableArray<RelationEntry> Entries(CallArguments call, Value database, Value schema) =>
        Ask(call, () => Warehouse.RelationsIn(DatabaseOf(database), schema.IsNone || schema.IsUndefined ? Target.Schema : schema.ToText()));

    private RelationValue ValueOf(RelationEntry entry)
    {
        var isOwn = DatabaseOf(entry.Relation.Database) is null;
        return RelationValue.Of(entry.Relation with { Database = isOwn ? null : entry.Relation.Database }, Target.Database, RelationTypes.Of(entry.Kind));
    }

    private bool Quotes(CallArguments call, string part) => part switch
    {
        "database" => Quoting.Database,
        "schema" => Quoting.Schema,
        "identifier" => Quoting.Identifier,
        _ => throw call.ErrorWithHint(ContextProblems.BadArgument, "it is one of: database, schema, identifier", $"there is no part '{part}' of an address"),
    };

    // Null for the target's own.
    private string? DatabaseOf(Value database) =>
        database.IsNone || database.IsUndefined || database.ToText() is "" || database.ToText().Equals(Target.Database, StringComparison.OrdinalIgnoreCase) ? null : database.ToText();

    // As the relation says, or as the database knows; null where it does not exist.
    private string? KindOf(CallArguments call, RelationValue relation) =>
        relation.Parts.Type is RelationTypes.Table or RelationTypes.View
            ? relation.Parts.Type
            : Find(call, relation.Parts.Database, relation.Parts.Schema, relation.Parts.Identifier).As<RelationValue>()?.Parts.Type;

    private static string SchemaSql(CallArguments call, string function)
    {
        var relation = Relation(call, function, call.Bind(function, "relation")[0]);
        return new RelationValue(relation.Parts with { Sql = null, Pending = null, Filter = null, Include = relation.Parts.Include with { Identifier = false } }).ToText();
    }

    private static RelationValue Relation(CallArguments call, string function, Value value) =>
        value.As<RelationValue>() ?? throw call.ErrorWithHint(
            ContextProblems.BadArgument, "give it what ref(), source(), this or api.Relation.create() gives", $"{function}() takes a relation, not {(value.IsNone ? "None" : value.TypeName)}");

    // A broken database is the runner's affair; a statement that fails is the template's.
    private static T Ask<T>(CallArguments call, Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            // Whoever wrote the statement is to look at the line that asked for it.
            throw new TemplateException(call.ErrorWithHint(ContextProblems.QueryFailed, e.Hint, e.Message.TrimEnd()).Diagnostic.OutOf(BuiltInFiles.Folder), e);
        }
    }
}

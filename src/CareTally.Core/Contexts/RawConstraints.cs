using CareTally.Core.Projects.Properties;
using CareTally.Core.Warehouses;
using CareTally.Templating.Values;

namespace CareTally.Core.Contexts;

/// <summary>Writes the columns and constraints of <c>model</c>, as templates have them, as parts of <c>create table</c>.</summary>
internal static class RawConstraints
{
    /// <summary><c>adapter.render_raw_columns_constraints</c>: each column with its type and constraints.</summary>
    public static Value OfColumns(CallArguments call)
    {
        var columns = call.Bind("adapter.render_raw_columns_constraints", "raw_columns")[0].As<DictValue>();
        return new ListValue((columns?.Values ?? []).Select(column => Value.Of(OfColumn(column.As<DictValue>() ?? new DictValue()))));
    }

    /// <summary><c>adapter.render_raw_model_constraints</c>: the constraints of the whole table.</summary>
    public static Value OfModel(CallArguments call)
    {
        var constraints = call.Bind("adapter.render_raw_model_constraints", "raw_constraints")[0].As<ListValue>();
        return new ListValue((constraints?.Items ?? []).Select(Read).OfType<Constraint>().Select(ConstraintSql.OfModel).OfType<string>().Select(Value.Of));
    }

    private static string OfColumn(DictValue column)
    {
        var name = column["name"].ToText();
        var constraints = (column["constraints"].As<ListValue>()?.Items ?? []).Select(Read).OfType<Constraint>().Select(ConstraintSql.OfColumn).OfType<string>();
        return string.Join(' ', [column["quote"].IsTruthy ? SqlText.Identifier(name) : name, column["data_type"].ToText(), .. constraints]);
    }

    private static Constraint? Read(Value value)
    {
        if (value.As<DictValue>() is not { } map) return null;
        var kind = Enum.GetValues<ConstraintKind>().Select(kind => (ConstraintKind?)kind).FirstOrDefault(kind => Constraint.Word(kind!.Value) == map["type"].ToText());
        return kind is null ? null : new Constraint
        {
            Kind = kind.Value,
            Name = Text(map["name"]),
            Expression = Text(map["expression"]),
            Columns = [.. (map["columns"].As<ListValue>()?.Items ?? []).Select(column => column.ToText())],
            Span = default,
        };
    }

    private static string? Text(Value value) => value.IsNone || value.IsUndefined ? null : value.ToText();
}

using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using CareTally.Core.Python;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Contexts;

/// <summary>A column as templates see it, with dbt's attributes: name, type, and what kind of type it is.</summary>
internal sealed partial class ColumnValue(string name, string type) : ObjectValue
{
    // dbt's own answer for a text column whose size is not known.
    private const int UsualTextSize = 256;

    private static readonly FrozenSet<string> Texts = Set("text", "character varying", "character", "varchar");

    private static readonly FrozenSet<string> Integers = Set(
        "tinyint", "smallint", "integer", "bigint", "hugeint", "utinyint", "usmallint", "uinteger", "ubigint", "uhugeint",
        "int", "int1", "int2", "int4", "int8", "short", "long", "signed", "smallserial", "serial", "bigserial", "serial2", "serial4", "serial8");

    private static readonly FrozenSet<string> Floats = Set("real", "float", "float4", "float8", "double", "double precision");

    private static readonly FrozenSet<string> Decimals = Set("numeric", "decimal");

    private static readonly FrozenDictionary<string, Func<ColumnValue, Value>> Members = Attributes.Table(new Dictionary<string, Func<ColumnValue, Value>>
    {
        ["name"] = self => self.Name,
        ["column"] = self => self.Name,
        ["quoted"] = self => SqlText.Identifier(self.Name),
        ["dtype"] = self => self.Type,
        ["data_type"] = self => self.DataType,
        ["expanded_data_type"] = self => self.DataType,
        ["char_size"] = self => self.IsText ? Number(self.Argument(0)) : Value.None,
        ["numeric_precision"] = self => self.IsDecimal ? Number(self.Argument(0)) : Value.None,
        ["numeric_scale"] = self => self.IsDecimal ? Number(self.Argument(1)) : Value.None,
        ["is_string"] = self => Answer("is_string", self.IsText),
        ["is_number"] = self => Answer("is_number", self.IsNumber),
        ["is_numeric"] = self => Answer("is_numeric", self.IsDecimal),
        ["is_integer"] = self => Answer("is_integer", Integers.Contains(self.Base)),
        ["is_float"] = self => Answer("is_float", Floats.Contains(self.Base)),
        ["is_struct"] = self => Answer("is_struct", self.Base.StartsWith("struct", StringComparison.Ordinal)),
        ["string_size"] = self => Attributes.Function("string_size", call => self.TextSize(call)),
        ["can_expand_to"] = self => Attributes.Function("can_expand_to", call => self.CanExpandTo(call)),
        ["literal"] = self => Attributes.Function("literal", call => $"{call.Bind("literal", "value")[0].ToText()}::{self.DataType}"),
        ["create"] = _ => Create,
        ["translate_type"] = _ => Translate,
        ["string_type"] = _ => TextType,
        ["numeric_type"] = _ => DecimalType,
    });

    private static readonly Value Create = Attributes.Function("Column.create", call =>
    {
        var (name, type) = call.Bind("Column.create", "name", "label_or_dtype");
        return new ColumnValue(name.ToText(), Translated(type.ToText()));
    });

    private static readonly Value Translate = Attributes.Function("Column.translate_type", call => Translated(call.Bind("Column.translate_type", "dtype")[0].ToText()));

    private static readonly Value TextType = Attributes.Function("Column.string_type", call => $"character varying({call.Bind("Column.string_type", "size")[0].ToText()})");

    private static readonly Value DecimalType = Attributes.Function("Column.numeric_type", call =>
    {
        var (type, precision, scale) = call.Bind("Column.numeric_type", "dtype", "precision?", "scale?");
        return precision.Or(Value.None).IsNone || scale.Or(Value.None).IsNone ? type.ToText() : $"{type.ToText()}({precision.ToText()},{scale.ToText()})";
    });

    /// <summary><c>api.Column</c>; called, it makes a column of a name and a type as they are.</summary>
    public static readonly Value Api = new ModuleValue(
        "Column",
        new Dictionary<string, Value> { ["create"] = Create, ["translate_type"] = Translate, ["string_type"] = TextType, ["numeric_type"] = DecimalType, ["from_description"] = Create },
        call =>
        {
            var bound = call.Bind("Column", "column", "dtype", "char_size?", "numeric_precision?", "numeric_scale?");
            var type = bound[1].ToText();
            if (bound[2].IsInt) type = $"{type}({bound[2].ToText()})";
            else if (bound[3].IsInt && bound[4].IsInt) type = $"{type}({bound[3].ToText()},{bound[4].ToText()})";
            return new ColumnValue(bound[0].ToText(), type);
        });

    /// <summary>As the database spells it.</summary>
    public string Name { get; } = name;

    /// <summary>The type, with its arguments.</summary>
    public string Type { get; } = type;

    public override string TypeName => "Column";

    public override IEnumerable<string> AttributeNames => Members.Keys;

    public override bool TryGetAttribute(string name, out Value value) => Attributes.TryGet(Members, this, name, out value);

    public override string ToRepr() => $"<Column {Name} ({Type})>";

    public override bool IsEqual(ObjectValue other) => other is ColumnValue column && column.Name == Name && column.Type == Type;

    public override int Hash => HashCode.Combine(Name, Type);

    /// <summary>Columns as templates see them.</summary>
    public static Value ListOf(IEnumerable<Column> columns) => new ListValue(columns.Select(column => Value.Of(new ColumnValue(column.Name, column.DataType))));

    /// <summary>Whether it holds text.</summary>
    public bool IsText => Texts.Contains(Base);

    /// <summary>Whether it holds numbers of any kind.</summary>
    public bool IsNumber => Integers.Contains(Base) || Floats.Contains(Base) || IsDecimal;

    private string Base => Type.Split('(', 2)[0].Trim().ToLowerInvariant();

    private bool IsDecimal => Decimals.Contains(Base);

    // dbt writes every text type out; databases here take the bare word for a text of any length.
    private string DataType => IsText && Argument(0) is { } size ? $"character varying({size})" : Type;

    private int? Argument(int index)
    {
        var found = Arguments().Match(Type).Groups["n"].Captures;
        return index < found.Count ? int.Parse(found[index].Value, CultureInfo.InvariantCulture) : null;
    }

    private int Size => Argument(0) ?? UsualTextSize;

    private Value TextSize(CallArguments call) =>
        IsText ? Size : throw call.Error(ContextProblems.BadArgument, $"string_size() is for text columns; {Name} is {Type}");

    private Value CanExpandTo(CallArguments call)
    {
        if (call.Bind("can_expand_to", "other_column")[0].As<ColumnValue>() is not { } other) throw new DiagnosticException(ContextProblems.BadArgument, call.Span, "can_expand_to() takes a column");
        return IsText && other.IsText && other.Size > Size;
    }

    private static Value Number(int? number) => number is { } known ? known : Value.None;

    private static Value Answer(string name, bool answer) => Attributes.Function(name, _ => answer);

    private static string Translated(string type) => type.Equals("string", StringComparison.OrdinalIgnoreCase) ? "TEXT" : type;

    private static FrozenSet<string> Set(params string[] types) => types.ToFrozenSet();

    [GeneratedRegex(@"\(\s*(?<n>\d{1,9})(\s*,\s*(?<n>\d{1,9}))*\s*\)")]
    private static partial Regex Arguments();
}

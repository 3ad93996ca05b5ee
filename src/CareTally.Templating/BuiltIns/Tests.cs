using System.Collections.Frozen;
using CareTally.Templating.Syntax;
using CareTally.Templating.Values;

namespace CareTally.Templating.BuiltIns;

/// <summary>Jinja's tests: <c>value is name</c>.</summary>
internal static class Tests
{
    public static readonly FrozenDictionary<string, ValueTest> All = new Dictionary<string, ValueTest>
    {
        ["defined"] = (input, _) => !input.IsUndefined,
        ["undefined"] = (input, _) => input.IsUndefined,
        ["none"] = (input, _) => input.IsNone,
        ["boolean"] = (input, _) => input.IsBool,
        ["true"] = (input, _) => input.IsBool && input.AsBool,
        ["false"] = (input, _) => input.IsBool && !input.AsBool,
        ["integer"] = (input, _) => input.IsInt,
        ["float"] = (input, _) => input.IsFloat,
        ["number"] = (input, _) => input.IsNumber || input.AsObject is ArithmeticValue { Number: not null },
        ["string"] = (input, _) => input.IsString,
        ["mapping"] = (input, _) => input.AsObject is { IsMapping: true },
        ["iterable"] = (input, _) => PythonSequences.IsIterable(input),
        ["sequence"] = (input, _) => IsSequence(input),
        ["callable"] = (input, _) => input.IsCallable,
        ["odd"] = (input, arguments) => Remainder(input, 2, arguments) == 1,
        ["even"] = (input, arguments) => Remainder(input, 2, arguments) == 0,
        ["divisibleby"] = (input, arguments) => Remainder(input, arguments.Bind("divisibleby", "num")[0], arguments) == 0,
        ["lower"] = (input, _) => IsCased(input.ToText(), char.IsUpper, char.IsLower),
        ["upper"] = (input, _) => IsCased(input.ToText(), char.IsLower, char.IsUpper),
        ["sameas"] = (input, arguments) => IsSame(input, arguments.Bind("sameas", "other")[0]),
        ["escaped"] = (input, _) => false,
        ["filter"] = (input, _) => input.TryGetString(out var name) && Filters.All.ContainsKey(name),
        ["test"] = (input, _) => input.TryGetString(out var name) && All!.ContainsKey(name),
        ["in"] = (input, arguments) => PythonSequences.Contains(arguments.Bind("in", "seq")[0], input),
        ["=="] = Equal,
        ["eq"] = Equal,
        ["equalto"] = Equal,
        ["!="] = NotEqual,
        ["ne"] = NotEqual,
        ["<"] = Compare(CompareOperator.Less),
        ["lt"] = Compare(CompareOperator.Less),
        ["lessthan"] = Compare(CompareOperator.Less),
        ["<="] = Compare(CompareOperator.LessOrEqual),
        ["le"] = Compare(CompareOperator.LessOrEqual),
        [">"] = Compare(CompareOperator.Greater),
        ["gt"] = Compare(CompareOperator.Greater),
        ["greaterthan"] = Compare(CompareOperator.Greater),
        [">="] = Compare(CompareOperator.GreaterOrEqual),
        ["ge"] = Compare(CompareOperator.GreaterOrEqual),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static bool Equal(Value input, CallArguments arguments) => input == arguments.Bind("==", "other")[0];

    private static bool NotEqual(Value input, CallArguments arguments) => input != arguments.Bind("!=", "other")[0];

    private static ValueTest Compare(CompareOperator op) => (input, arguments) => PythonOrder.Compare(op, input, arguments.Bind("comparison", "other")[0]);

    // What has a length and can be looked into: a dictionary and a string are sequences too.
    private static bool IsSequence(Value value) =>
        value.IsString || value.AsObject is ListValue or TupleValue or DictValue or RangeValue or UndefinedValue
        || value.AsObject is { Kind: ValueKind.Object, Length: not null } and not DictViewValue;

    private static Value Remainder(Value input, Value by, CallArguments arguments) =>
        PythonOperators.Calculate(BinaryOperator.Modulo, input, by, arguments.Context.Meter);

    private static bool IsCased(string text, Func<char, bool> excluded, Func<char, bool> wanted) => text.Any(wanted) && !text.Any(excluded);

    private static bool IsSame(Value input, Value other) =>
        input.IsString ? other.TryGetString(out var text) && text == input.AsString : input.IsSame(other);
}

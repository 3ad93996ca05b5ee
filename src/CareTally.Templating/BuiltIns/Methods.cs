using System.Collections.Frozen;
using CareTally.Templating.Values;

namespace CareTally.Templating.BuiltIns;

/// <summary>A method of one of the language's own types.</summary>
internal delegate Value Method(Value self, CallArguments arguments);

/// <summary>A filter: its input comes before its arguments.</summary>
internal delegate Value Filter(Value input, CallArguments arguments);

/// <summary>A test: its input comes before its arguments.</summary>
internal delegate bool ValueTest(Value input, CallArguments arguments);

/// <summary>What the method tables share.</summary>
internal static class Methods
{
    public static bool TryBind(FrozenDictionary<string, Method> methods, Value self, string name, out Value value)
    {
        var exists = methods.TryGetValue(name, out var method);
        value = exists ? Value.Of(new BoundMethod(self, name, method!)) : default;
        return exists;
    }

    public static bool TryBind(FrozenDictionary<string, Method> methods, ObjectValue self, string name, out Value value) =>
        TryBind(methods, Value.Of(self), name, out value);

    /// <summary>An integer argument.</summary>
    public static long Integer(Value value)
    {
        if (value.TryGetLong(out var number)) return number;
        if (value.AsObject is UndefinedValue undefined) throw undefined.Raise();
        throw value.IsInt
            ? new ValueException(TemplateProblems.Overflow, "the integer is too large")
            : ValueException.Type($"'{value.TypeName}' object cannot be interpreted as an integer");
    }

    public static long Integer(Value value, long missing) => value.IsUndefined || value.IsNone ? missing : Integer(value);

    /// <summary>A text argument.</summary>
    public static string Text(Value value, string function) =>
        value.TryGetString(out var text) ? text
        : value.AsObject is UndefinedValue undefined ? throw undefined.Raise()
        : throw ValueException.Type($"{function}: expected str, got {value.TypeName}");

    /// <summary>Adds the texts, minding the limits.</summary>
    public static Value Joined(string separator, IReadOnlyList<string> parts, CallArguments arguments)
    {
        var length = separator.Length * Math.Max(0L, parts.Count - 1) + parts.Sum(part => (long)part.Length);
        arguments.Context.Meter.Text(length);
        return string.Join(separator, parts);
    }
}

/// <summary>A method with the value it was looked up on.</summary>
internal sealed class BoundMethod(Value self, string name, Method method) : ObjectValue
{
    public override string TypeName => "builtin_function_or_method";

    public override ValueKind Kind => ValueKind.Callable;

    public override bool IsCallable => true;

    public override Value Call(CallArguments arguments)
    {
        var result = method(self, arguments);
        if (self.IsString && result.TryGetString(out var text) && !result.IsSame(self)) arguments.Context.Meter.Text(text.Length);
        return result;
    }

    public override string ToRepr() => $"<built-in method {name} of {self.TypeName} object>";
}

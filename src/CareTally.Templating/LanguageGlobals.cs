using System.Collections.Frozen;
using CareTally.Templating.Values;

namespace CareTally.Templating;

/// <summary>The functions every template has, whatever the host supplies.</summary>
public static class LanguageGlobals
{
    internal const string ReturnName = "return";

    /// <summary>Ends the macro it is called in and makes its argument the macro's value.</summary>
    internal static readonly FunctionValue Return = new(
        ReturnName, arguments => throw new ReturnException(arguments.Bind(ReturnName, "data?")[0].Or(Value.None)));

    /// <summary>All of them, by name. A name that neither the template, its macros nor the scope knows is looked up here.</summary>
    public static readonly FrozenDictionary<string, Value> All = new Dictionary<string, Value>
    {
        [ReturnName] = Value.Of(Return),
        ["range"] = Function("range", Range),
        ["dict"] = Function("dict", Dict),
        ["namespace"] = Function("namespace", arguments => Value.Of(new NamespaceValue(Dict(arguments).AsDict))),
        ["cycler"] = Function("cycler", Cycler),
        ["joiner"] = Function("joiner", Joiner),
        ["zip"] = Function("zip", arguments => Lenient(arguments, rest => Zip(rest, arguments))),
        ["zip_strict"] = Function("zip_strict", arguments => Zip(arguments.Positional, arguments)),
        ["set"] = Function("set", arguments => Lenient(arguments, rest => Set(rest, arguments))),
        ["set_strict"] = Function("set_strict", arguments => Set(arguments.Positional, arguments)),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static Value Function(string name, Func<CallArguments, Value> body) => Value.Of(new FunctionValue(name, body));

    private static Value Range(CallArguments arguments)
    {
        var (start, stop, step) = arguments.Bind("range", "start", "stop?", "step?");
        if (stop.IsUndefined) (start, stop) = (0, start);
        var by = step.IsUndefined ? 1 : Integer(step);
        if (by == 0) throw ValueException.Invalid("range() arg 3 must not be zero");
        return Value.Of(new RangeValue(Integer(start), Integer(stop), by));
    }

    private static long Integer(Value value)
    {
        if (value.TryGetLong(out var number)) return number;
        if (value.IsInt) throw new ValueException(TemplateProblems.Overflow, "range() takes numbers of up to 64 bits");
        if (value.AsObject is UndefinedValue undefined) throw undefined.Raise();
        throw ValueException.Type($"'{value.TypeName}' object cannot be interpreted as an integer");
    }

    private static Value Dict(CallArguments arguments)
    {
        var result = new DictValue();
        if (arguments.Positional.Count > 1) throw ValueException.Type($"dict expected at most 1 argument, got {arguments.Positional.Count}");
        if (arguments.Positional.Count == 1) BuiltIns.DictMethods.AddAll(result, arguments.Positional[0], arguments.Context);
        foreach (var (name, value) in arguments.Named) result[name] = value;
        return Value.Of(result);
    }

    // dbt's set() and zip() give their default where Python would raise a type error.
    private static Value Lenient(CallArguments arguments, Func<IReadOnlyList<Value>, Value> make)
    {
        try
        {
            return make(arguments.Positional);
        }
        catch (ValueException e) when (e.Kind == TemplateProblems.TypeError)
        {
            return arguments.Named.GetValueOrDefault("default");
        }
    }

    private static Value Set(IReadOnlyList<Value> positional, CallArguments arguments)
    {
        if (positional.Count != 1) throw ValueException.Type($"set expected 1 argument, got {positional.Count}");
        return Value.Of(new SetValue(arguments.Context.Iterate(positional[0])));
    }

    private static Value Zip(IReadOnlyList<Value> positional, CallArguments arguments)
    {
        var sources = positional.Select(source => arguments.Context.Iterate(Iterable(source)).GetEnumerator()).ToArray();
        return Value.Of(new IteratorValue("zip", Rows(sources)));
    }

    private static Value Iterable(Value value) =>
        PythonSequences.IsIterable(value) ? value : throw ValueException.Type($"'{value.TypeName}' object is not iterable");

    private static IEnumerable<Value> Rows(IEnumerator<Value>[] sources)
    {
        while (sources.Length > 0)
        {
            var row = new Value[sources.Length];
            for (var i = 0; i < row.Length; i++)
            {
                if (!sources[i].MoveNext()) yield break;
                row[i] = sources[i].Current;
            }

            yield return Value.Of(new TupleValue(row));
        }
    }

    private static Value Cycler(CallArguments arguments)
    {
        if (arguments.Positional.Count == 0) throw ValueException.Type("at least one item has to be provided");
        return Value.Of(new CyclerValue(arguments.PositionalArray));
    }

    private static Value Joiner(CallArguments arguments)
    {
        var separator = arguments.Bind("joiner", "sep?")[0].Or(", ");
        var isFirst = true;
        return Function("joiner", _ =>
        {
            var result = isFirst ? Value.Empty : separator;
            isFirst = false;
            return result;
        });
    }
}

/// <summary>Goes round its items: <c>cycler('a', 'b').next()</c>.</summary>
internal sealed class CyclerValue(Value[] items) : ObjectValue
{
    private int _position;

    public override string TypeName => "Cycler";

    public override IEnumerable<string> AttributeNames => ["next", "reset", "current", "items"];

    public override bool TryGetAttribute(string name, out Value value)
    {
        value = name switch
        {
            "current" => items[_position],
            "items" => Value.Of(new TupleValue(items.AsSpan())),
            "next" => Value.Of(new FunctionValue("next", _ => Next())),
            "reset" => Value.Of(new FunctionValue("reset", _ =>
            {
                _position = 0;
                return Value.None;
            })),
            _ => Value.Unset,
        };
        return !value.IsUnset;
    }

    private Value Next()
    {
        var current = items[_position];
        _position = (_position + 1) % items.Length;
        return current;
    }
}

using System.Collections.Frozen;
using CareTally.Templating.Values;

namespace CareTally.Templating.BuiltIns;

/// <summary>Methods of dictionaries.</summary>
internal static class DictMethods
{
    public static readonly FrozenDictionary<string, Method> All = new Dictionary<string, Method>
    {
        ["get"] = Get,
        ["keys"] = (self, arguments) => View(self, DictViewValue.KeysName, entry => entry.Key),
        ["values"] = (self, arguments) => View(self, "dict_values", entry => entry.Value),
        ["items"] = (self, arguments) => View(self, "dict_items", entry => Value.Of(new TupleValue([entry.Key, entry.Value]))),
        ["update"] = Update,
        ["pop"] = Pop,
        ["popitem"] = PopItem,
        ["setdefault"] = SetDefault,
        ["copy"] = Copy,
        ["clear"] = Clear,
        ["fromkeys"] = FromKeys,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Adds the entries of a mapping or of an iterable of pairs.</summary>
    public static void AddAll(DictValue target, Value source, Evaluation context)
    {
        if (source.As<DictValue>() is { } dict)
        {
            context.Meter.Items(dict.Count);
            foreach (var (key, value) in dict.Entries.ToList()) target.Set(key, value);
            return;
        }

        var index = 0;
        foreach (var pair in context.Iterate(source))
        {
            if (!PythonSequences.IsIterable(pair))
                throw ValueException.Type($"cannot convert dictionary update sequence element #{index} to a sequence");
            var parts = PythonSequences.ItemsOf(pair).Take(3).ToList();
            if (parts.Count != 2)
                throw ValueException.Invalid($"dictionary update sequence element #{index} has length {PythonSequences.LengthOf(pair) ?? parts.Count}; 2 is required");
            target.Set(parts[0], parts[1]);
            index++;
        }
    }

    private static Value View(Value self, string typeName, Func<KeyValuePair<Value, Value>, Value> part) =>
        Value.Of(new DictViewValue(self.AsDict, typeName, part));

    private static Value Get(Value self, CallArguments arguments)
    {
        var (key, fallback) = arguments.Bind("get", "key", "default?");
        if (self.AsDict.TryGet(key, out var value)) return value;

        // An undefined fallback is kept as it is: the caller may still ask whether it is defined.
        return arguments.Count < 2 ? Value.None : fallback;
    }

    private static Value Update(Value self, CallArguments arguments)
    {
        if (arguments.Positional.Count > 1) throw ValueException.Type($"update expected at most 1 argument, got {arguments.Positional.Count}");
        if (arguments.Positional.Count == 1) AddAll(self.AsDict, arguments.Positional[0], arguments.Context);
        foreach (var (name, value) in arguments.Named) self.AsDict[name] = value;
        return Value.None;
    }

    private static Value Pop(Value self, CallArguments arguments)
    {
        var (key, fallback) = arguments.Bind("pop", "key", "default?");
        if (self.AsDict.Inner.Remove(key, out var value)) return value;
        return arguments.Count > 1 ? fallback : throw new ValueException(TemplateProblems.MissingItem, $"there is no key {key.ToRepr()}");
    }

    private static Value PopItem(Value self, CallArguments arguments)
    {
        var inner = self.AsDict.Inner;
        if (inner.Count == 0) throw new ValueException(TemplateProblems.MissingItem, "popitem(): dictionary is empty");
        var (key, value) = inner.GetAt(inner.Count - 1);
        inner.RemoveAt(inner.Count - 1);
        return Value.Of(new TupleValue([key, value]));
    }

    private static Value SetDefault(Value self, CallArguments arguments)
    {
        var (key, fallback) = arguments.Bind("setdefault", "key", "default?");
        if (self.AsDict.TryGet(key, out var value)) return value;
        value = arguments.Count > 1 ? fallback : Value.None;
        self.AsDict.Set(key, value);
        return value;
    }

    private static Value Copy(Value self, CallArguments arguments)
    {
        arguments.Context.Meter.Items(self.AsDict.Count);
        return Value.Of(new DictValue(self.AsDict.Entries));
    }

    private static Value Clear(Value self, CallArguments arguments)
    {
        self.AsDict.Inner.Clear();
        return Value.None;
    }

    private static Value FromKeys(Value self, CallArguments arguments)
    {
        var (keys, value) = arguments.Bind("fromkeys", "iterable", "value?");
        var result = new DictValue();
        foreach (var key in arguments.Context.Iterate(keys)) result.Set(key, value.Or(Value.None));
        return Value.Of(result);
    }
}

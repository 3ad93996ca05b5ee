using System.Collections.Frozen;
using CareTally.Templating.Values;

namespace CareTally.Core.Python;

/// <summary>What objects whose attributes stand in a table share.</summary>
internal static class Attributes
{
    /// <summary>A table of attributes by name.</summary>
    public static FrozenDictionary<string, Func<T, Value>> Table<T>(Dictionary<string, Func<T, Value>> attributes) => attributes.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Looks an attribute up.</summary>
    public static bool TryGet<T>(FrozenDictionary<string, Func<T, Value>> attributes, T self, string name, out Value value)
    {
        value = attributes.TryGetValue(name, out var get) ? get(self) : default;
        return get is not null;
    }

    /// <summary>A method or function.</summary>
    public static Value Function(string name, Func<CallArguments, Value> body) => new FunctionValue(name, body);
}

/// <summary>A module or class: a fixed set of names, and what calling it does where it can be called.</summary>
internal sealed class ModuleValue(string name, IReadOnlyDictionary<string, Value> members, Func<CallArguments, Value>? call = null) : ObjectValue
{
    public override string TypeName => call is null ? "module" : "type";

    public override ValueKind Kind => call is null ? ValueKind.Object : ValueKind.Callable;

    public override bool IsCallable => call is not null;

    public override IEnumerable<string> AttributeNames => members.Keys;

    public override bool TryGetAttribute(string name, out Value value) => members.TryGetValue(name, out value);

    public override Value Call(CallArguments arguments) => call is null ? base.Call(arguments) : call(arguments);

    public override string ToRepr() => call is null ? $"<module '{name}'>" : $"<class '{name}'>";
}

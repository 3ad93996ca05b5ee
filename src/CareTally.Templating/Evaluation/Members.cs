using CareTally.Templating.BuiltIns;
using CareTally.Templating.Values;

namespace CareTally.Templating;

/// <summary>Attributes and items, looked up as Jinja does: each falls back on the other.</summary>
internal static class Members
{
    public static Value GetAttribute(Value target, string name)
    {
        if (TryGetAttribute(target, name, out var value)) return value;
        if (target.AsObject is { } owner && owner.TryGetItem(name, out value)) return value;
        return Missing(target, name);
    }

    public static Value GetItem(Value target, Value key)
    {
        if (target.AsObject is UndefinedValue undefined) throw undefined.Raise();
        if (target.TryGetString(out var text))
        {
            if (PythonSequences.TryGetCharacter(text, key, out var character)) return character;
        }
        else if (target.AsObject is { } owner && owner.TryGetItem(key, out var item))
        {
            return item;
        }

        if (!key.TryGetString(out var name))
            return Value.Of(new UndefinedValue(key.ToText(), $"'{Describe(target)}' has no element {key.ToRepr()}"));
        return TryGetAttribute(target, name, out var value) ? value : Missing(target, name);
    }

    /// <summary>Only an attribute, not an item.</summary>
    public static bool TryGetAttribute(Value target, string name, out Value value)
    {
        if (target.TryGetString(out _)) return Methods.TryBind(StringMethods.All, target, name, out value);
        if (target.AsObject is UndefinedValue undefined) throw undefined.Raise();
        if (target.AsObject is { } owner) return owner.TryGetAttribute(name, out value);
        if (target.IsNumber) return Methods.TryBind(NumberMethods.All, target, name, out value);
        value = default;
        return false;
    }

    private static Value Missing(Value target, string name) =>
        Value.Of(new UndefinedValue(name, $"'{Describe(target)}' has no attribute '{name}'")
        {
            Owner = target.IsString ? StringMethods.Owner : target.AsObject,
        });

    private static string Describe(Value target) => target.IsNone ? "None" : $"{target.TypeName} object";
}

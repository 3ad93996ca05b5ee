using System.Collections.Frozen;
using CareTally.Templating.Values;

namespace CareTally.Templating.BuiltIns;

/// <summary>Methods of sets.</summary>
internal static class SetMethods
{
    public static readonly FrozenDictionary<string, Method> All = new Dictionary<string, Method>
    {
        ["add"] = (self, arguments) => Do(() => Of(self).Add(arguments.Bind("add", "object")[0])),
        ["discard"] = (self, arguments) => Do(() => Of(self).Remove(arguments.Bind("discard", "object")[0])),
        ["remove"] = Remove,
        ["clear"] = (self, arguments) => Do(() => Of(self).Clear()),
        ["copy"] = (self, arguments) => New(Whole(self)),
        ["update"] = (self, arguments) => Do(() => Update(Of(self), arguments)),
        ["union"] = (self, arguments) => New(Whole(self).Concat(arguments.Positional.SelectMany(arguments.Context.Iterate))),
        ["intersection"] = (self, arguments) => New(Whole(self).Where(item => Others(arguments).TrueForAll(other => other.Contains(item)))),
        ["difference"] = (self, arguments) => New(Whole(self).Where(item => !Others(arguments).Exists(other => other.Contains(item)))),
        ["symmetric_difference"] = SymmetricDifference,
        ["issubset"] = (self, arguments) => Whole(self).All(Other(arguments, "issubset").Contains),
        ["issuperset"] = (self, arguments) => Other(arguments, "issuperset").All(Whole(self).Contains),
        ["isdisjoint"] = (self, arguments) => !Whole(self).Any(Other(arguments, "isdisjoint").Contains),
        ["pop"] = Pop,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static SetValue Of(Value self) => self.As<SetValue>()!;

    // For the methods that go through all of it.
    private static SetValue Whole(Value self)
    {
        var set = Of(self);
        Meter.Work(set.Count);
        return set;
    }

    private static Value New(IEnumerable<Value> items)
    {
        var set = new SetValue(items);
        Meter.Made(set.Count);
        return Value.Of(set);
    }

    private static Value Do(Action action)
    {
        action();
        return Value.None;
    }

    private static SetValue Other(CallArguments arguments, string function) =>
        new(arguments.Context.Iterate(arguments.Bind(function, "other")[0]));

    private static List<SetValue> Others(CallArguments arguments) =>
        [.. arguments.Positional.Select(other => other.As<SetValue>() ?? new SetValue(arguments.Context.Iterate(other)))];

    private static void Update(SetValue self, CallArguments arguments)
    {
        foreach (var item in arguments.Positional.SelectMany(arguments.Context.Iterate).ToList()) self.Add(item);
    }

    private static Value Remove(Value self, CallArguments arguments)
    {
        var item = arguments.Bind("remove", "object")[0];
        return Of(self).Remove(item) ? Value.None : throw new ValueException(TemplateProblems.MissingItem, $"there is no item {item.ToRepr()}");
    }

    private static Value SymmetricDifference(Value self, CallArguments arguments)
    {
        var other = Other(arguments, "symmetric_difference");
        return New(Whole(self).Where(item => !other.Contains(item)).Concat(other.Where(item => !Of(self).Contains(item))));
    }

    private static Value Pop(Value self, CallArguments arguments)
    {
        if (Of(self).Count == 0) throw new ValueException(TemplateProblems.MissingItem, "pop from an empty set");
        var item = Of(self).First();
        Of(self).Remove(item);
        return item;
    }
}

/// <summary>Methods of numbers.</summary>
internal static class NumberMethods
{
    public static readonly FrozenDictionary<string, Method> All = new Dictionary<string, Method>
    {
        ["is_integer"] = (self, arguments) => !self.IsFloat || Math.Floor(self.AsDouble) == self.AsDouble && double.IsFinite(self.AsDouble),
        ["bit_length"] = (self, arguments) => System.Numerics.BigInteger.Abs(self.AsBigInteger) is var size && size.IsZero ? 0 : (long)size.GetBitLength(),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}

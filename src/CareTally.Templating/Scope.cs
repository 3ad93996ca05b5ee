using CareTally.Templating.Values;

namespace CareTally.Templating;

/// <summary>Names a template can use, in layers: what one does not know, its parent may.</summary>
public sealed class Scope(IReadOnlyDictionary<string, Value> values, Scope? parent = null)
{
    /// <summary>A scope without names.</summary>
    public static readonly Scope Empty = new(System.Collections.Frozen.FrozenDictionary<string, Value>.Empty);

    /// <summary>The layer below.</summary>
    public Scope? Parent { get; } = parent;

    /// <summary>All names, the nearest layer's first.</summary>
    public IEnumerable<string> Names => Parent is null ? values.Keys : values.Keys.Concat(Parent.Names).Distinct();

    /// <summary>The value of a name.</summary>
    public bool TryGet(string name, out Value value)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.TryGetOwn(name, out value)) return true;
        }

        value = default;
        return false;
    }

    private bool TryGetOwn(string name, out Value value) => values.TryGetValue(name, out value);
}

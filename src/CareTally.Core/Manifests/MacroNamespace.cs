using System.Collections;
using System.Diagnostics.CodeAnalysis;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>What the templates and macros of one package see: macros by bare name, and every package by its name.</summary>
internal sealed class MacroNamespace : IReadOnlyDictionary<string, Value>
{
    private readonly Dictionary<string, Macro> _macros;
    private readonly IReadOnlyDictionary<string, PackageValue> _packages;

    /// <param name="layers">The macros seen by bare name; what one layer has, the later ones do not change.</param>
    /// <param name="packages">Every package.</param>
    public MacroNamespace(IReadOnlyList<IReadOnlyDictionary<string, Macro>> layers, IReadOnlyDictionary<string, PackageValue> packages)
    {
        _packages = packages;
        _macros = new Dictionary<string, Macro>(layers.Sum(layer => layer.Count), StringComparer.Ordinal);
        foreach (var layer in layers)
        {
            foreach (var (name, macro) in layer) _macros.TryAdd(name, macro);
        }
    }

    /// <summary>The macros seen by bare name.</summary>
    public IReadOnlyDictionary<string, Macro> Macros => _macros;

    public IEnumerable<string> Keys => _macros.Keys.Concat(_packages.Keys.Where(name => !_macros.ContainsKey(name)));

    public IEnumerable<Value> Values => Keys.Select(name => this[name]);

    public int Count => Keys.Count();

    public Value this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException(key);

    /// <summary>The macro that a bare name means, or null.</summary>
    public Macro? Find(string name) => _macros.GetValueOrDefault(name);

    /// <summary>The macro that <c>package.name</c> means, or null.</summary>
    public Macro? Find(string package, string name) => IsPackage(package) ? _packages[package].Find(name) : null;

    /// <summary>Whether a name means a package.</summary>
    public bool IsPackage(string name) => _packages.ContainsKey(name) && !_macros.ContainsKey(name);

    public bool ContainsKey(string key) => _macros.ContainsKey(key) || _packages.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Value value)
    {
        if (_macros.TryGetValue(key, out var macro))
        {
            value = macro.Value;
            return true;
        }

        var isPackage = _packages.TryGetValue(key, out var package);
        value = isPackage ? package! : Value.None;
        return isPackage;
    }

    public IEnumerator<KeyValuePair<string, Value>> GetEnumerator() => Keys.Select(name => KeyValuePair.Create(name, this[name])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A package in a template: its macros are its attributes.</summary>
internal sealed class PackageValue(string name, IReadOnlyDictionary<string, Macro> macros) : ObjectValue
{
    public override string TypeName => $"package {name}";

    public override IEnumerable<string> AttributeNames => macros.Keys;

    public Macro? Find(string macro) => macros.GetValueOrDefault(macro);

    public override bool TryGetAttribute(string name, out Value value)
    {
        var macro = Find(name);
        value = macro is null ? Value.None : macro.Value;
        return macro is not null;
    }

    public override bool TryGetItem(Value key, out Value value)
    {
        value = Value.None;
        return key.TryGetString(out var name) && TryGetAttribute(name, out value);
    }
}

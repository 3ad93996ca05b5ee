using System.Collections.Frozen;
using CareTally.Templating.Values;

namespace CareTally.Templating;

/// <summary>The functions every template has, whatever the host supplies.</summary>
public static class LanguageGlobals
{
    /// <summary>All of them, by name. A name that neither the template, its macros nor the scope knows is looked up here.</summary>
    public static readonly FrozenDictionary<string, Value> All = FrozenDictionary<string, Value>.Empty;
}

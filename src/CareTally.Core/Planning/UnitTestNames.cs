using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Templating.Values;

namespace CareTally.Core.Planning;

/// <summary>The names that mean something else while the template of a unit test is rendered.</summary>
internal static class UnitTestNames
{
    /// <param name="manifest">The project.</param>
    /// <param name="test">The test.</param>
    /// <param name="package">The package whose template is rendered.</param>
    public static Dictionary<string, Value> Of(Manifest manifest, UnitTestNode test, string package)
    {
        var names = new Dictionary<string, Value>(StringComparer.Ordinal);
        var overrides = test.Overrides;
        foreach (var (name, value) in overrides.Macros.Where(pair => !pair.Key.Contains('.', StringComparison.Ordinal))) names[name] = Returning(name, value);
        foreach (var own in overrides.Macros.Where(pair => pair.Key.Contains('.', StringComparison.Ordinal)).GroupBy(pair => pair.Key.Split('.', 2)[0]))
            names[own.Key] = new OverriddenPackage(own.Key, manifest.Macros.NamesFor(package), own.ToDictionary(pair => pair.Key.Split('.', 2)[1], pair => Returning(pair.Key, pair.Value)));
        if (overrides.Vars.Count > 0) names["var"] = Looking("var", overrides.Vars, manifest.Project.ScopeOf(package));
        if (overrides.EnvironmentVariables.Count > 0) names["env_var"] = Looking("env_var", overrides.EnvironmentVariables, manifest.Project.ScopeOf(package));
        return names;
    }

    private static Value Returning(string name, Value value) => new FunctionValue(name, _ => ValueCopy.Of(value));

    private static Value Looking(string function, IReadOnlyDictionary<string, Value> values, Templating.Scope scope) => new FunctionValue(function, call =>
        call.Positional is [var name, ..] && values.TryGetValue(name.ToText(), out var value)
            ? ValueCopy.Of(value)
            : scope.TryGet(function, out var original) ? original.AsObject!.Call(call) : Value.None);

    /// <summary>A package some of whose macros return something else.</summary>
    private sealed class OverriddenPackage(string name, MacroNamespace seen, IReadOnlyDictionary<string, Value> macros) : ObjectValue
    {
        public override string TypeName => $"package {name}";

        public override IEnumerable<string> AttributeNames => macros.Keys;

        public override bool TryGetAttribute(string attribute, out Value value)
        {
            if (macros.TryGetValue(attribute, out value)) return true;
            var original = seen.Find(name, attribute);
            value = original is null ? Value.None : original.Value;
            return original is not null;
        }
    }
}

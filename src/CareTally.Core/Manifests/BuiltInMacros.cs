using System.Collections.Immutable;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Syntax;

namespace CareTally.Core.Manifests;

/// <summary>The macros that every project has, embedded as the files of the folder Macros.</summary>
internal static class BuiltInMacros
{
    /// <summary>The package of the built-in macros, so named because templates call them so.</summary>
    public const string Package = "dbt";

    /// <summary>The packages of what is peculiar to a kind of database: macros whose name begins with it, as <c>duckdb__</c> does.</summary>
    public static readonly ImmutableArray<string> AdapterPackages = ["dbt_duckdb", "dbt_postgres"];

    private static readonly Lazy<ImmutableArray<MacroDefinition>> Parsed = new(Parse);

    public static ImmutableArray<MacroDefinition> All => Parsed.Value;

    /// <summary>Whether a package's macros are built in.</summary>
    public static bool Owns(string package) => package == Package || AdapterPackages.Contains(package);

    /// <summary>The package that a built-in macro says it is of.</summary>
    public static string PackageOf(MacroDefinition definition) =>
        AdapterPackages.FirstOrDefault(package => definition.Name.StartsWith($"{package.AsSpan(Package.Length + 1)}__", StringComparison.Ordinal)) ?? Package;

    private static ImmutableArray<MacroDefinition> Parse()
    {
        var assembly = typeof(BuiltInMacros).Assembly;
        var files = assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return [.. files.SelectMany(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return Template.Parse(new SourceText($"built-in/{name}", reader.ReadToEnd())).Macros;
        })];
    }
}

using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CareTally.Core.Projects;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Syntax;

namespace CareTally.Core.Manifests;

/// <summary>A macro that every project has.</summary>
/// <param name="Package">The package it says it is of.</param>
/// <param name="Name">Its name; a generic test's is <c>test_</c> and its own.</param>
/// <param name="Definition">Its text, parsed when it is first wanted.</param>
internal sealed record BuiltInMacro(string Package, string Name, Lazy<MacroDefinition> Definition);

/// <summary>
/// The macros that every project has, embedded as the files of the folder Macros. A command uses few of them, so only their names are
/// read at its start, and a file is parsed when one of its macros is wanted.
/// </summary>
internal static partial class BuiltInMacros
{
    /// <summary>The package of the built-in macros, so named because templates call them so.</summary>
    public const string Package = "dbt";

    /// <summary>The packages of what is peculiar to a kind of database: macros whose name begins with it, as <c>duckdb__</c> does.</summary>
    public static readonly ImmutableArray<string> AdapterPackages = ["dbt_duckdb", "dbt_postgres"];

    private const string Additions = BuiltInFiles.Folder + "packages/";

    private static readonly Lazy<ImmutableArray<SourceText>> Embedded = new(() => [.. Files()]);

    private static readonly Lazy<ImmutableArray<BuiltInMacro>> Index =
        new(() => [.. Embedded.Value.Where(file => !file.Path.StartsWith(Additions, StringComparison.Ordinal)).SelectMany(MacrosOf)]);

    public static ImmutableArray<BuiltInMacro> All => Index.Value;

    /// <summary>
    /// What a well-known package lacks for a kind of database, as though the package had it: a file named after the package in the
    /// folder packages. Whatever the package defines itself goes before it.
    /// </summary>
    public static IEnumerable<BuiltInMacro> AdditionsTo(string package) =>
        Embedded.Value.Where(file => file.Path == $"{Additions}{package}.sql").SelectMany(MacrosOf).Select(macro => macro with { Package = package });

    /// <summary>Whether a package's macros are built in.</summary>
    public static bool Owns(string package) => package == Package || AdapterPackages.Contains(package);

    /// <summary>Whether a text is one of the embedded files.</summary>
    public static bool IsBuiltIn(SourceText source) => source.Path.StartsWith(BuiltInFiles.Folder, StringComparison.Ordinal) && Embedded.Value.Contains(source);

    /// <summary>The embedded files.</summary>
    public static IEnumerable<SourceText> Files()
    {
        var assembly = typeof(BuiltInMacros).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return new SourceText($"{BuiltInFiles.Folder}{name}", reader.ReadToEnd());
        }
    }

    private static IEnumerable<BuiltInMacro> MacrosOf(SourceText file)
    {
        var definitions = new Lazy<IReadOnlyDictionary<string, MacroDefinition>>(() => Template.Parse(file).Macros.ToDictionary(Macro.NameOf));
        foreach (Match header in Header().Matches(file.Text))
        {
            var name = header.Groups[1].Value == "test" ? "test_" + header.Groups[2].Value : header.Groups[2].Value;
            yield return new BuiltInMacro(PackageOf(name), name, new Lazy<MacroDefinition>(() => definitions.Value[name]));
        }
    }

    private static string PackageOf(string name) =>
        AdapterPackages.FirstOrDefault(package => name.StartsWith($"{package.AsSpan(Package.Length + 1)}__", StringComparison.Ordinal)) ?? Package;

    [GeneratedRegex(@"\{%-? (macro|test) (\w+)\(")]
    private static partial Regex Header();
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Diagnostics;
using CareTally.Templating;

namespace CareTally.Core.Manifests;

/// <summary>The macros of a project, of its packages and of tally itself, and what each package's templates see of them.</summary>
public sealed class MacroLibrary
{
    // What tally itself does.
    private static readonly ImmutableArray<string> Materializations = ["view", "table", "incremental", "ephemeral", "seed"];

    private readonly string _root;
    private readonly Dictionary<string, IReadOnlyDictionary<string, Macro>> _packages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PackageValue> _packageValues = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MacroNamespace> _namespaces = new();

    private MacroLibrary(Project project, IEnumerable<(string Name, ProjectContents Contents)> packages, Problems problems)
    {
        _root = project.Name;
        var collector = new MacroCollector(NamesFor, problems);
        Add(collector.BuiltIns(), [BuiltInMacros.Package, .. BuiltInMacros.AdapterPackages]);
        foreach (var (name, contents) in packages) Add(collector.Collect(name, contents), [name]);
        All = [.. _packages.Values.Distinct().SelectMany(macros => macros.Values)];
        Dispatch = new MacroDispatch(this, project);
        Dispatch.WarnOfUnknownPackages(problems);
    }

    /// <summary>Every macro.</summary>
    public ImmutableArray<Macro> All { get; }

    /// <summary><c>adapter.dispatch</c>.</summary>
    internal MacroDispatch Dispatch { get; }

    /// <summary>Names of the packages.</summary>
    internal IEnumerable<string> Packages => _packages.Keys;

    /// <summary>A package's macros, or null where there is no such package.</summary>
    internal IReadOnlyDictionary<string, Macro>? MacrosOf(string package) => _packages.GetValueOrDefault(package);

    /// <summary>The macro that a bare name means to the project, or null.</summary>
    public Macro? Find(string name) => NamesFor(_root).Find(name);

    /// <summary>The macro of one package, or null.</summary>
    public Macro? Find(string package, string name) => MacrosOf(package)?.GetValueOrDefault(name);

    /// <summary>The macro of a generic test, or null.</summary>
    /// <param name="test">Its name.</param>
    /// <param name="package">The package it is said to be of, or null.</param>
    /// <param name="user">The package whose property file names it.</param>
    public Macro? FindTest(string test, string? package, string user) =>
        package is null ? NamesFor(user).Find("test_" + test) : Find(package, "test_" + test);

    /// <summary>
    /// The macro of a materialization, or null where none is defined: one for the kind of database before one for any, the
    /// project's own before the packages'. What tally itself does under a name only the project can replace.
    /// </summary>
    public Macro? FindMaterialization(string name, string adapterType) => FindMaterializations(name, adapterType).FirstOrDefault();

    /// <summary>The macros between which nothing decides, of which there should be one: the project's own, or those of the packages.</summary>
    internal ImmutableArray<Macro> FindMaterializations(string name, string adapterType)
    {
        foreach (var prefix in MacroDispatch.PrefixesFor(adapterType))
        {
            var macro = $"materialization_{name}_{prefix}";
            if (Find(_root, macro) is { } own) return [own];
            if (Materializations.Contains(name)) continue;
            ImmutableArray<Macro> found = [.. _packages.Keys.Order(StringComparer.Ordinal).Select(package => Find(package, macro)).OfType<Macro>()];
            if (!found.IsEmpty) return found;
        }

        return [];
    }

    /// <summary>What the templates and macros of a package see: its own macros, the project's, the built-in ones; and packages by name.</summary>
    internal MacroNamespace NamesFor(string package) => _namespaces.GetOrAdd(package, Build);

    /// <summary>How to render a template of a package.</summary>
    internal RenderOptions OptionsFor(string package) => new() { Macros = NamesFor(package) };

    /// <summary>Names of the generic tests that a package can use bare, without their prefix.</summary>
    internal IEnumerable<string> GenericTests(string package) =>
        NamesFor(package).Macros.Keys.Where(name => name.StartsWith("test_", StringComparison.Ordinal)).Select(name => name[5..]);

    /// <summary>The macros of a project and of its packages.</summary>
    internal static MacroLibrary Build(Project project, Problems problems) => Build(project, project.Packages.Select(package => (package.Name, package.Contents)), problems);

    /// <summary>The macros of a project and of its packages, in any order.</summary>
    internal static MacroLibrary Build(Project project, IEnumerable<(string Name, ProjectContents Contents)> packages, Problems problems) =>
        new(project, packages, problems);

    private void Add(IReadOnlyDictionary<string, Macro> macros, ImmutableArray<string> names)
    {
        foreach (var name in names)
        {
            _packages[name] = macros;
            _packageValues[name] = new PackageValue(name, macros);
        }
    }

    // What the project defines anew holds inside the built-in macros too.
    private MacroNamespace Build(string package)
    {
        var own = BuiltInMacros.Owns(package) ? [] : new[] { package };
        var layers = from name in own.Append(_root).Append(BuiltInMacros.Package)
                     where _packages.ContainsKey(name)
                     select _packages[name];
        return new MacroNamespace([.. layers.Distinct()], _packageValues);
    }
}

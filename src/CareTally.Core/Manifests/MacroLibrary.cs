using System.Collections.Frozen;
using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Syntax;
using CareTally.Templating.Values;

namespace CareTally.Core.Manifests;

/// <summary>A macro of a package.</summary>
/// <param name="Package">The package; <c>dbt</c> for the built-in ones.</param>
/// <param name="Name">Its name; a generic test's is <c>test_</c> and its own.</param>
/// <param name="Definition">Its text.</param>
/// <param name="Description">Markdown; empty where nothing is said.</param>
public sealed record Macro(string Package, string Name, MacroDefinition Definition, string Description)
{
    /// <summary>dbt's unique id.</summary>
    public string Id => $"macro.{Package}.{Name}";
}

/// <summary>The macros that a project's templates can call: its own, and the built-in ones where it has none of that name.</summary>
public sealed class MacroLibrary
{
    /// <summary>The package of the built-in macros, so named because templates call them so.</summary>
    public const string BuiltInPackage = "dbt";

    private static readonly Lazy<ImmutableArray<Template>> BuiltIns = new(ParseBuiltIns);

    private readonly FrozenDictionary<string, Macro> _byName;

    private MacroLibrary(ImmutableArray<Macro> all, string projectName)
    {
        All = all;
        // The project's own come last and win.
        var byName = new Dictionary<string, Macro>(StringComparer.Ordinal);
        foreach (var macro in all) byName[macro.Name] = macro;
        _byName = byName.ToFrozenDictionary();

        var values = all.ToDictionary(macro => macro, macro => Value.Of(new MacroValue(macro.Definition, macro.Package, () => Names!)));
        var names = _byName.ToDictionary(pair => pair.Key, pair => values[pair.Value], StringComparer.Ordinal);
        foreach (var package in all.GroupBy(macro => macro.Package))
            names.TryAdd(package.Key, new DictValue(package.Select(macro => KeyValuePair.Create(macro.Name, values[macro]))));
        names.TryAdd(projectName, new DictValue());
        Names = names.ToFrozenDictionary();
    }

    /// <summary>Every macro.</summary>
    public ImmutableArray<Macro> All { get; }

    /// <summary>What a template sees: macros by bare name, and a namespace for each package.</summary>
    internal IReadOnlyDictionary<string, Value> Names { get; }

    /// <summary>The macro that a bare name means, or null.</summary>
    public Macro? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The macro of one package, or null.</summary>
    public Macro? Find(string package, string name) => All.FirstOrDefault(macro => macro.Package == package && macro.Name == name);

    internal MacroValue ValueOf(Macro macro) => (MacroValue)(macro == Find(macro.Name) ? Names[macro.Name] : Names[macro.Package].AsDict[macro.Name]).AsObject!;

    /// <summary>Names of the generic tests, without their prefix.</summary>
    internal IEnumerable<string> GenericTests => _byName.Keys.Where(name => name.StartsWith("test_", StringComparison.Ordinal)).Select(name => name[5..]);

    internal static MacroLibrary Build(Project project, Problems problems)
    {
        var descriptions = project.Contents.Properties.SelectMany(file => file.Macros).DistinctBy(m => m.Name).ToDictionary(m => m.Name);
        var all = ImmutableArray.CreateBuilder<Macro>();
        foreach (var definition in BuiltIns.Value.SelectMany(template => template.Macros))
            all.Add(new Macro(BuiltInPackage, NameOf(definition), definition, ""));

        var own = new Dictionary<string, MacroDefinition>(StringComparer.Ordinal);
        var files = project.Contents.Macros.Concat(project.Contents.SingularTests).Concat(project.Contents.Models).Where(file => !file.Template.Macros.IsEmpty);
        foreach (var file in files)
        {
            var isMacroFile = project.Contents.Macros.Contains(file);
            foreach (var definition in file.Template.Macros)
            {
                if (definition.MacroKind is MacroKind.Materialization or MacroKind.Snapshot)
                {
                    problems.Report(ManifestProblems.UnsupportedBlock, definition.NameSpan, definition.MacroKind == MacroKind.Snapshot ? "snapshot" : "materialization");
                    continue;
                }

                if (!isMacroFile && definition.MacroKind == MacroKind.Test)
                    problems.ReportWithHint(ManifestProblems.MisplacedTest, definition.NameSpan, "move it to a macros folder, or to the folder 'generic' of the tests", definition.Name);

                // A macro inside a model is that model's own affair.
                if (!isMacroFile || definition.MacroKind == MacroKind.Docs) continue;
                var name = NameOf(definition);
                if (own.TryAdd(name, definition))
                    all.Add(new Macro(project.Name, name, definition, descriptions.TryGetValue(definition.Name, out var about) ? about.Description?.Text ?? "" : ""));
                else
                    problems.Report(ManifestProblems.DuplicateMacro, definition.NameSpan, definition.Name, own[name].NameSpan);
            }
        }

        foreach (var (name, properties) in descriptions)
        {
            if (!own.ContainsKey(name) && !own.ContainsKey("test_" + name))
                problems.ReportWithHint(ManifestProblems.UnknownPatch, properties.Span, DidYouMean.Hint(name, own.Keys), "macro", name);
        }

        return new MacroLibrary(all.ToImmutable(), project.Name);
    }

    private static string NameOf(MacroDefinition definition) =>
        definition.MacroKind == MacroKind.Test ? "test_" + definition.Name : definition.Name;

    private static ImmutableArray<Template> ParseBuiltIns()
    {
        var assembly = typeof(MacroLibrary).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return Template.Parse(new SourceText($"built-in/{name}", reader.ReadToEnd()));
        })];
    }
}

using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Projects;

/// <summary>
/// The project's variables: the command line's win over those it gives a package, those over the project's own, and those over what the
/// package itself gives as defaults.
/// </summary>
public sealed class ProjectVars
{
    private readonly Dictionary<string, Value> _commandLine;
    private readonly Dictionary<string, Value> _project = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, Value>> _packages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, Value>> _defaults = new(StringComparer.Ordinal);

    private ProjectVars(Dictionary<string, Value> commandLine) => _commandLine = commandLine;

    /// <summary>Names that any level gives a value, for suggestions.</summary>
    public IEnumerable<string> Names => _commandLine.Keys.Concat(_project.Keys).Concat(_packages.Values.Concat(_defaults.Values).SelectMany(p => p.Keys)).Distinct();

    /// <summary>The variables that the command line gave.</summary>
    public IReadOnlyDictionary<string, Value> CommandLine => _commandLine;

    /// <summary>Looks a variable up for a package.</summary>
    public bool TryGet(string package, string name, out Value value) =>
        _commandLine.TryGetValue(name, out value)
        || (_packages.TryGetValue(package, out var own) && own.TryGetValue(name, out value))
        || _project.TryGetValue(name, out value)
        || (_defaults.TryGetValue(package, out var defaults) && defaults.TryGetValue(name, out value));

    /// <summary>Reads <c>--vars</c>.</summary>
    internal static ProjectVars FromCommandLine(string? vars, Problems problems) => new(CommandLineMapping.Read("--vars", vars, problems));

    /// <summary>The same with the project file's <c>vars:</c> below.</summary>
    /// <param name="vars">The mapping; a key that names a known package holds that package's own.</param>
    /// <param name="packages">Names of the project and its packages.</param>
    /// <param name="rendererFor">Makes what renders templates in values; they see the variables that stand above them.</param>
    internal ProjectVars WithProject(YamlMapping? vars, IReadOnlySet<string> packages, Func<ProjectVars, YamlRenderer> rendererFor)
    {
        var result = new ProjectVars(_commandLine);
        var renderer = rendererFor(result);
        foreach (var (key, value) in vars?.Entries ?? [])
        {
            if (value is YamlMapping own && packages.Contains(key.Text))
                result._packages[key.Text] = own.Entries.ToDictionary(e => e.Key.Text, e => renderer.Render(e.Value), StringComparer.Ordinal);
            else
                result._project[key.Text] = renderer.Render(value);
        }

        return result;
    }

    /// <summary>Takes in the <c>vars:</c> of a package's own project file.</summary>
    /// <param name="package">The package.</param>
    /// <param name="vars">The mapping; a key that names the package holds values that win over those beside it.</param>
    /// <param name="renderer">Renders templates in values.</param>
    internal void AddDefaults(string package, YamlMapping? vars, YamlRenderer renderer)
    {
        var own = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var (key, value) in vars?.Entries ?? []) own[key.Text] = renderer.Render(value);
        foreach (var (key, value) in (vars?[package] as YamlMapping)?.Entries ?? []) own[key.Text] = renderer.Render(value);
        _defaults[package] = own;
    }
}

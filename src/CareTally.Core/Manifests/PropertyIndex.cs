using System.Collections.Concurrent;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Properties;
using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>A resource's properties and the file they are in.</summary>
internal sealed record Described(ResourceProperties Properties, PropertyFile File);

/// <summary>Finds what YAML says about a model, seed, snapshot, analysis, function or singular test; remembers what nothing asked for.</summary>
internal sealed class PropertyIndex
{
    private static readonly (string Kind, string Section)[] Sections = [("model", "models"), ("seed", "seeds"), ("snapshot", "snapshots"), ("function", "functions")];

    private readonly Dictionary<(string Kind, string Name), Described> _all = [];

    private readonly Dictionary<string, FunctionSignature> _signatures = new(StringComparer.Ordinal);

    // The files that a version of a model may be in, and the model and version that it then is.
    private readonly Dictionary<string, string> _versions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Kind, string Name), bool> _used = [];
    private readonly ConcurrentDictionary<(string Kind, string Name), bool> _asked = [];

    public PropertyIndex(Package package, Problems problems)
    {
        foreach (var file in package.Contents.Properties)
        {
            foreach (var model in file.Models) Add("model", model, file, problems);
            foreach (var seed in file.Seeds) Add("seed", seed, file, problems);
            foreach (var analysis in file.Analyses) Add("analysis", analysis, file, problems);
            foreach (var snapshot in file.Snapshots) Add("snapshot", snapshot.Resource, file, problems);
            foreach (var function in file.Functions)
            {
                Add("function", function.Resource, file, problems);
                _signatures.TryAdd(function.Resource.Name, function.Signature);
            }

            foreach (var test in file.SingularTests) Add("test", test, file, problems);
        }
    }

    /// <summary>What is said about the resource in a file, or null.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="name">The file's name without its ending.</param>
    public Described? Find(string kind, string name)
    {
        _asked[(kind, name)] = true;
        if (kind == "model" && _versions.TryGetValue(name, out var version)) name = version;
        if (!_all.TryGetValue((kind, name), out var described)) return null;
        _used[(kind, name)] = true;
        return described;
    }

    /// <summary>What is said of the arguments of a function and of what it returns.</summary>
    public FunctionSignature SignatureOf(string name) => _signatures.GetValueOrDefault(name, FunctionSignature.None);

    /// <param name="broken">Models that exist, though their files cannot be understood.</param>
    /// <param name="problems">Where to complain.</param>
    public void ReportUnused(IReadOnlySet<string> broken, Problems problems)
    {
        foreach (var (key, described) in _all)
        {
            if (key.Kind == "test" || _used.ContainsKey(key) || (key.Kind == "model" && broken.Contains(key.Name))) continue;
            problems.ReportWithHint(ManifestProblems.UnknownPatch, described.Properties.VersionSpan ?? described.Properties.Span, HintFor(key, described.Properties), key.Kind, key.Name);
        }
    }

    private string? HintFor((string Kind, string Name) key, ResourceProperties properties)
    {
        if (properties.Version is not null) return $"its file is {FilesOf(properties)[0]}.sql; where it is another, name that with 'defined_in'";
        foreach (var (kind, section) in Sections)
        {
            if (kind != key.Kind && _asked.ContainsKey((kind, key.Name))) return $"it is a {kind}: put it under '{section}:'";
        }

        if (key.Kind == "snapshot") return "say what it keeps: relation: ref('...') or source('...', '...')";
        return DidYouMean.Hint(key.Name, _asked.Keys.Where(asked => asked.Kind == key.Kind).Select(asked => asked.Name));
    }

    private void Add(string kind, ResourceProperties properties, PropertyFile file, Problems problems)
    {
        // That it has no name has been said.
        if (properties.Name.Length == 0) return;
        if (!_all.TryAdd((kind, properties.FullName), new Described(properties, file)))
            problems.Report(ManifestProblems.DuplicatePatch, properties.Span, kind, properties.Name, _all[(kind, properties.FullName)].Properties.Span);
        if (properties.Version is null) return;
        foreach (var name in FilesOf(properties)) _versions.TryAdd(name, properties.FullName);
    }

    // The latest version may be in a file of the model's own name.
    private static string[] FilesOf(ResourceProperties model)
    {
        var (version, latest, file) = model.Version!;
        if (file is not null) return [file];
        string[] names = [$"{model.Name}_{version}", $"{model.Name}.{version}"];
        return version == latest ? [.. names, model.Name] : names;
    }
}

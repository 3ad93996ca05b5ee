using System.Collections.Concurrent;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Properties;
using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>A resource's properties and the file they are in.</summary>
internal sealed record Described(ResourceProperties Properties, PropertyFile File);

/// <summary>Finds what YAML says about a model, seed, snapshot or singular test; remembers what nothing asked for.</summary>
internal sealed class PropertyIndex
{
    private readonly Dictionary<(string Kind, string Name), Described> _all = [];
    private readonly ConcurrentDictionary<(string Kind, string Name), bool> _used = [];
    private readonly ConcurrentDictionary<(string Kind, string Name), bool> _asked = [];

    public PropertyIndex(Package package, Problems problems)
    {
        foreach (var file in package.Contents.Properties)
        {
            foreach (var model in file.Models) Add("model", model, file, problems);
            foreach (var seed in file.Seeds) Add("seed", seed, file, problems);
            foreach (var snapshot in file.Snapshots) Add("snapshot", snapshot.Resource, file, problems);
            foreach (var test in file.SingularTests) Add("test", test, file, problems);
        }
    }

    public Described? Find(string kind, string name)
    {
        _asked[(kind, name)] = true;
        if (!_all.TryGetValue((kind, name), out var described)) return null;
        _used[(kind, name)] = true;
        return described;
    }

    public void ReportUnused(Problems problems)
    {
        foreach (var (key, described) in _all)
        {
            if (key.Kind == "test" || _used.ContainsKey(key)) continue;
            var known = _asked.Keys.Where(asked => asked.Kind == key.Kind).Select(asked => asked.Name);
            problems.ReportWithHint(ManifestProblems.UnknownPatch, described.Properties.Span, DidYouMean.Hint(key.Name, known), key.Kind, key.Name);
        }
    }

    private void Add(string kind, ResourceProperties properties, PropertyFile file, Problems problems)
    {
        if (!_all.TryAdd((kind, properties.Name), new Described(properties, file)))
            problems.Report(ManifestProblems.DuplicatePatch, properties.Span, kind, properties.Name, _all[(kind, properties.Name)].Properties.Span);
    }
}

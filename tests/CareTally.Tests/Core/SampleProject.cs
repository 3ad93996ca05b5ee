using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects;
using CareTally.Core.Selecting;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Tests.CoreTests;

/// <summary>A small project in a temporary folder, written from one text in which lines <c>-- file: path</c> separate the files.</summary>
internal sealed class SampleProject : IDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 6, 14, 12, 0, 0, TimeSpan.Zero);

    private const string FileMark = "-- file: ";

    public SampleProject(string files, string projectFile = "name: shop\n")
    {
        Write("tally_project.yml", projectFile);
        Write(files);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("tally-core-").FullName;

    public Problems Problems { get; private set; } = new();

    /// <summary>Every diagnostic of the last load, as one line each: code, place, message, hint.</summary>
    public string[] Lines => [.. Problems.All.Select(Line)];

    public static string Line(Diagnostic diagnostic) =>
        $"{diagnostic.Kind.Code} {diagnostic.Span?.ToString() ?? "-"} {diagnostic.Message}{(diagnostic.Hint is { } hint ? $" ({hint})" : "")}";

    public LoadOptions Options(Func<LoadOptions, LoadOptions>? change = null)
    {
        var options = new LoadOptions { ProjectFolder = Root, StartedAt = Noon, InvocationId = Guid.Empty, Threads = 2 };
        return change is null ? options : change(options);
    }

    public SampleProject Write(string files)
    {
        foreach (var part in ("\n" + files.ReplaceLineEndings("\n")).Split("\n" + FileMark, StringSplitOptions.RemoveEmptyEntries))
        {
            if (string.IsNullOrWhiteSpace(part)) continue;
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            if (end < 0) end = part.Length;
            Write(part[..end].Trim(), part[Math.Min(end + 1, part.Length)..]);
        }

        return this;
    }

    public SampleProject Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text);
        return this;
    }

    public string PathOf(string path) => Path.Combine(Root, path);

    public Manifest Load(Func<LoadOptions, LoadOptions>? change = null)
    {
        Problems = new Problems();
        return ManifestLoader.Load(Options(change), Problems);
    }

    /// <summary>The diagnostics of a load that must fail.</summary>
    public string[] LoadErrors(Func<LoadOptions, LoadOptions>? change = null)
    {
        var failure = Should.Throw<InvalidProjectException>(() => Load(change));
        return [.. failure.Diagnostics.Where(d => d.Severity == Severity.Error).Select(Line)];
    }

    public Plan Plan(PlanOptions? options = null, string? select = null, Catalog? catalog = null)
    {
        var manifest = Load();
        var criteria = select is null ? SelectionCriteria.All : new SelectionCriteria { Select = [select] };
        return Planner.Plan(manifest, Selector.Select(manifest, criteria, Problems), catalog ?? Catalog.Empty, options ?? PlanOptions.Build, Problems);
    }

    public string[] PlanErrors(PlanOptions? options = null)
    {
        var failure = Should.Throw<InvalidProjectException>(() => Plan(options));
        return [.. failure.Diagnostics.Where(d => d.Severity == Severity.Error).Select(Line)];
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

internal static class SampleProjectExtensions
{
    public static ModelNode Model(this Manifest manifest, string name) => (ModelNode)manifest.Nodes[new NodeId(NodeKind.Model, $"shop.{name}")];

    public static string[] ParentsOf(this Manifest manifest, string model) => [.. manifest.Model(model).DependsOn.Select(id => id.ToString())];

    public static ImmutableArray<DataTestNode> Tests(this Manifest manifest) => [.. manifest.Order.Select(id => manifest.Nodes[id]).OfType<DataTestNode>()];
}

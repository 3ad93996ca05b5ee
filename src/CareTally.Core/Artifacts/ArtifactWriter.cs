using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CareTally.Core.Checking;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects;
using CareTally.Core.Running;
using CareTally.Core.State;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Artifacts;

/// <summary>Writes what a command leaves behind in the target folder: manifest.json, run_results.json, catalog.json and compiled SQL.</summary>
/// <param name="targetFolder">Absolute; made where it does not exist.</param>
/// <param name="secrets">What must not be written.</param>
public sealed class ArtifactWriter(string targetFolder, Secrets secrets)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes manifest.json.</summary>
    /// <exception cref="DiagnosticException">The folder cannot be written to.</exception>
    public void WriteManifest(Manifest manifest) => WriteManifest(manifest, []);

    /// <summary>Writes check.json: the columns of every node that could be checked.</summary>
    /// <exception cref="DiagnosticException">The folder cannot be written to.</exception>
    public void WriteCheck(Manifest manifest, CheckResults results) => WriteJson("check.json", json => CheckJson.Write(json, manifest, results));

    /// <summary>Writes manifest.json and the compiled SQL, at the same time.</summary>
    /// <exception cref="DiagnosticException">The folder cannot be written to.</exception>
    public void WriteCompilation(Manifest manifest, Plan plan)
    {
        var compiled = plan.CompiledNodes.ToDictionary(pair => pair.Node.Id, pair => pair.Sql);
        var writing = Task.Run(() => WriteManifest(manifest, compiled));
        WriteCompiled(plan);
        writing.GetAwaiter().GetResult();
    }

    /// <summary>Writes run_results.json, and the SQL that was made only while it was run.</summary>
    /// <param name="manifest">The project.</param>
    /// <param name="plan">What was to be done.</param>
    /// <param name="results">What was done.</param>
    /// <param name="command">The command, for example <c>build</c>.</param>
    /// <exception cref="DiagnosticException">The folder cannot be written to.</exception>
    public void WriteRunResults(Manifest manifest, Plan plan, RunResults results, string command)
    {
        WriteResultsSoFar(manifest, plan, results, command);
        WriteSql(results.Results.Where(result => result.RenderedSql is not null).Select(result => (manifest.Nodes[result.Node], result.RenderedSql!.Text)));
    }

    /// <summary>Takes run_results.json away: what comes next is another run, and may end before it has results.</summary>
    /// <exception cref="DiagnosticException">The file cannot be deleted.</exception>
    public void DropRunResults()
    {
        var path = Path.Combine(targetFolder, PreviousResults.FileName);
        Guarded(path, () =>
        {
            if (File.Exists(path)) File.Delete(path);
        });
    }

    /// <summary>Writes run_results.json alone.</summary>
    internal void WriteResultsSoFar(Manifest manifest, Plan plan, RunResults results, string command) =>
        WriteJson(PreviousResults.FileName, json => RunResultsJson.Write(json, manifest, plan, results, command));

    /// <summary>Writes catalog.json: what stands in the database for the nodes of the project.</summary>
    /// <exception cref="DiagnosticException">The folder cannot be written to.</exception>
    public void WriteCatalog(Manifest manifest, ImmutableArray<RelationDetails> details) =>
        WriteJson("catalog.json", json => CatalogJson.Write(json, manifest, details));

    /// <summary>Writes sources.json: how fresh sources are.</summary>
    /// <exception cref="DiagnosticException">The folder cannot be written to.</exception>
    public void WriteSources(Manifest manifest, RunResults results) =>
        WriteJson("sources.json", json => SourcesJson.Write(json, manifest, results, node => node is SourceNode));

    /// <summary>Writes model_freshness.json, in the shape of sources.json: how fresh models, seeds and snapshots are.</summary>
    /// <exception cref="DiagnosticException">The folder cannot be written to.</exception>
    public void WriteModelFreshness(Manifest manifest, RunResults results) =>
        WriteJson("model_freshness.json", json => SourcesJson.Write(json, manifest, results, node => node is not SourceNode));

    /// <summary>Writes the SQL of every step and test of a plan below <c>compiled</c>, laid out as the files they come from.</summary>
    /// <exception cref="DiagnosticException">The folder cannot be written to.</exception>
    public void WriteCompiled(Plan plan) => WriteSql(plan.CompiledNodes.Select(node => (node.Node, node.Sql.Text)));

    private void WriteManifest(Manifest manifest, Dictionary<NodeId, CompiledSql> compiled) =>
        WriteJson("manifest.json", json => ManifestJson.Write(json, new ManifestContext(manifest, compiled)));

    private void WriteSql(IEnumerable<(Node Node, string Sql)> texts) => Guarded(targetFolder, () =>
    {
        var files = texts.Select(text => (Path: Path.Combine(targetFolder, CompiledPaths.For(text.Node)), text.Sql)).ToArray();
        foreach (var folder in files.Select(file => Path.GetDirectoryName(file.Path)!).Distinct()) Directory.CreateDirectory(folder);
        Parallel.ForEach(files, file => WriteIfChanged(file.Path, Encoding.UTF8.GetBytes(secrets.Scrub(file.Sql))));
    });

    // Most of a project is as it was: to see that costs a tenth of writing it anew.
    private static void WriteIfChanged(string path, byte[] content)
    {
        var there = new FileInfo(path);
        if (there.Exists && there.Length == content.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(content)) return;
        File.WriteAllBytes(path, content);
    }

    // Written aside and renamed: a reader never sees half a file.
    private void WriteJson(string name, Action<Utf8JsonWriter> write)
    {
        var path = Path.Combine(targetFolder, name);
        Guarded(path, () =>
        {
            Directory.CreateDirectory(targetFolder);
            var aside = path + ".tmp";
            using (var stream = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            using (var json = new Utf8JsonWriter(stream, Options))
                write(json);
            if (!secrets.IsEmpty) File.WriteAllText(aside, secrets.ScrubJson(File.ReadAllText(aside)));
            File.Move(aside, path, overwrite: true);
        });
    }

    private static void Guarded(string path, Action write)
    {
        try
        {
            write();
        }
        catch (AggregateException e) when (e.InnerException is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(ArtifactProblems.CannotWrite, null, path, e.InnerException.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(ArtifactProblems.CannotWrite, null, path, e.Message);
        }
    }
}

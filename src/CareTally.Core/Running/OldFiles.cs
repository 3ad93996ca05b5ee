using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>Finds files of sources of which every row is older than what is kept. It can be told where the source's meta says <c>retention</c>.</summary>
public static class OldFiles
{
    /// <summary>The files, relative to the project.</summary>
    /// <param name="manifest">The project.</param>
    /// <param name="session">Reads them.</param>
    /// <param name="cutoff">What is older is not kept.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DiagnosticException">A file cannot be read, or its source's time is no SQL for a time.</exception>
    public static async Task<ImmutableArray<string>> FindAsync(Manifest manifest, IWarehouseSession session, DateTime cutoff, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var quiet = new DiscreetSession(session);
        var old = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var source in manifest.Nodes.Values.OfType<SourceNode>())
        {
            var path = source.External is { } external ? ExternalLocation.Absolute(external.Location, manifest.Project.Root) : null;
            if (path is null || ExternalLocation.IsUrl(path) || PrivacyRules.Of(source, manifest.Project).Retention is not { } time) continue;
            foreach (var file in ExternalLocation.Find(path))
            {
                var reader = ExternalSourceSql.For(source, source.External! with { Location = file }, manifest.Project.Root);
                if (await IsOldAsync(source, $"select max(cast(({time}) as timestamp)) < {Purge.Moment(cutoff)} from {reader}", quiet, cancellationToken))
                    old.Add(Path.GetRelativePath(manifest.Project.Root, file).Replace('\\', '/'));
            }
        }

        return [.. old];
    }

    private static async Task<bool> IsOldAsync(SourceNode source, string sql, DiscreetSession session, CancellationToken cancellationToken)
    {
        try
        {
            return (await session.QueryAsync(sql, 1, cancellationToken)).Rows[0][0] is true;
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            throw new DiagnosticException(Diagnostic.Of(RunProblems.SqlFailed, source.Span, $"retention of the source {source.SourceName}.{source.Name}: {e.Message}"), e);
        }
    }
}

using CareTally.Cli.Reporting;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects;
using CareTally.Core.Running;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Docs;
using CareTally.Docs.Figures;

namespace CareTally.Cli;

/// <summary>The pipeline's last stage: makes the site and puts it on disk.</summary>
internal static class SitePublisher
{
    /// <param name="surroundings">Where to say where the site is.</param>
    /// <param name="messages">Where to complain.</param>
    /// <param name="problems">Collects what is wrong with it.</param>
    /// <param name="manifest">The project.</param>
    /// <param name="plan">Holds the compiled SQL that pages show.</param>
    /// <param name="results">How the last run ended; null where there was none.</param>
    /// <param name="warehouse">Where figures and columns are read.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether nothing was wrong; the site is written all the same.</returns>
    public static async Task<bool> PublishAsync(
        Surroundings surroundings, Messages messages, Problems problems, Manifest manifest, Plan plan, RunResults? results, IWarehouse warehouse, CancellationToken cancellationToken)
    {
        var catalog = await WarehouseFactory.ReadCatalogAsync(warehouse, manifest, null, cancellationToken);
        var site = SiteBuilder.Build(new SiteInput
        {
            Manifest = manifest,
            Catalog = catalog,
            Results = results,
            CompiledSql = CompiledOf(plan),
            Figures = await FigureReader.ReadAsync(manifest, catalog, warehouse, problems, cancellationToken),
            GeneratedAt = manifest.Project.Options.StartedAt,
            TallyVersion = CommandLine.Version,
        });
        var folder = SitePlace.FolderOf(manifest.Project);
        SiteWriter.Write(site, folder, new Secrets(manifest.Project.Options.Environment));
        foreach (var problem in problems.All) messages.Write(problem);

        var index = Path.Combine(folder, "index.html");
        messages.Note($"The site is at {index}");
        if (messages.AsJson)
        {
            await surroundings.Output.WriteLineAsync(EventJson.Line(json =>
            {
                json.WriteString("event", "site");
                json.WriteString("index", index);
                json.WriteNumber("files", site.Files.Length);
            }));
        }

        return !problems.HasErrors;
    }

    private static Dictionary<NodeId, string> CompiledOf(Plan plan) => plan.CompiledNodes.ToDictionary(node => node.Node.Id, node => node.Sql.Text);
}

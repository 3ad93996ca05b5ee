using CareTally.Docs.Pages;

namespace CareTally.Docs;

/// <summary>Makes the site: the same input gives the same bytes.</summary>
public static class SiteBuilder
{
    /// <summary>All files of the site.</summary>
    public static Site Build(SiteInput input)
    {
        var contents = new SiteContents(input);
        Func<SiteFile>[] single =
        [
            () => IndexPage.Build(contents),
            () => FiguresPage.Build(contents),
            () => LineagePage.Build(contents),
            () => TestsPage.Build(contents),
            () => ListPage.OfModels(contents),
            () => ListPage.OfSeeds(contents),
            () => ListPage.OfSources(contents),
            .. contents.Exposures.IsEmpty ? Array.Empty<Func<SiteFile>>() : [() => ExposuresPage.Build(contents)],
        ];
        if (contents.Functions.Any()) single = [.. single, () => ListPage.OfFunctions(contents)];
        if (contents.Snapshots.Any()) single = [.. single, () => ListPage.OfSnapshots(contents)];
        var files = single.AsParallel().Select(build => build())
            .Concat(contents.Relations.AsParallel().Select(node => RelationPage.Build(contents, node)))
            .Concat(Assets.Files.AsParallel());
        return new Site([.. files.OrderBy(file => file.Path, StringComparer.Ordinal)]);
    }
}

namespace CareTally.Bench.Generation;

/// <summary>Draws the DAG: 20 % staging, 50 % intermediate with one to four parents, 30 % marts.</summary>
internal static class ProjectShape
{
    /// <summary>Half of the models have one parent, a tenth have four.</summary>
    private static readonly int[] ParentCounts = [1, 1, 1, 1, 1, 2, 2, 3, 3, 4];

    public static IReadOnlyList<ModelShape> Draw(int models, Random random)
    {
        var staging = Math.Max(1, models / 5);
        var marts = models * 3 / 10;
        var intermediate = models - staging - marts;
        var shapes = new List<ModelShape>(models);
        for (var i = 0; i < staging; i++)
            shapes.Add(new ModelShape($"stg_{i:00000}", Folder.Staging, 0, []));
        for (var i = 0; i < intermediate; i++)
        {
            var layer = 1 + (i * 3 / intermediate);
            shapes.Add(new ModelShape($"int_{i:00000}", Folder.Intermediate, layer, Parents(shapes, layer, random)));
        }

        for (var i = 0; i < marts; i++)
            shapes.Add(new ModelShape($"mart_{i:00000}", Folder.Marts, 4, Parents(shapes, 4, random)));
        return shapes;
    }

    /// <summary>
    /// One to four distinct models of lower layers: the first from the layer just below, the others from staging and from
    /// the stored layer 2, so that a view never expands into more than a handful of others.
    /// </summary>
    private static List<string> Parents(List<ModelShape> earlier, int layer, Random random)
    {
        var below = earlier.Where(shape => shape.Layer == layer - 1).ToList();
        var others = earlier.Where(shape => shape.Layer < layer && shape.Layer is (0 or 2)).ToList();
        var parents = new List<string> { Pick(below, random) };
        for (var wanted = ParentCounts[random.Next(ParentCounts.Length)]; wanted > 1; wanted--)
        {
            var parent = Pick(others, random);
            if (!parents.Contains(parent))
                parents.Add(parent);
        }

        return parents;
    }

    private static string Pick(List<ModelShape> from, Random random) => from[random.Next(from.Count)].Name;
}

namespace CareTally.Core.Projects;

/// <summary>Does the same to many things on all cores, keeping their order.</summary>
internal static class InParallel
{
    // Small enough to share the work out evenly, large enough not to be felt.
    private const int Batch = 4;

    /// <summary>What a function makes of each item, in order.</summary>
    public static TResult[] Select<T, TResult>(IReadOnlyList<T> items, Func<T, TResult> make)
    {
        var results = new TResult[items.Count];
        var next = 0;
        var workers = Math.Min(Environment.ProcessorCount, (items.Count + Batch - 1) / Batch);
        if (workers <= 1) Work();
        else Parallel.For(0, workers, _ => Work());
        return results;

        void Work()
        {
            for (var start = Interlocked.Add(ref next, Batch) - Batch; start < items.Count; start = Interlocked.Add(ref next, Batch) - Batch)
            {
                for (var i = start; i < Math.Min(start + Batch, items.Count); i++) results[i] = make(items[i]);
            }
        }
    }
}

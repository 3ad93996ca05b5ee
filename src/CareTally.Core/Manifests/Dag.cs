using System.Collections.Immutable;

namespace CareTally.Core.Manifests;

/// <summary>Sorts what depends on each other; where that is impossible, finds a circle and gives it as a path.</summary>
internal sealed class Dag<T> where T : IComparable<T>
{
    private readonly Dictionary<T, ImmutableArray<T>> _parents;

    /// <param name="parents">Every item with the items that must come before it, each once; parents that are no item are ignored.</param>
    public Dag(IReadOnlyDictionary<T, ImmutableArray<T>> parents) =>
        _parents = parents.ToDictionary(pair => pair.Key, pair => pair.Value.All(parents.ContainsKey) ? pair.Value : [.. pair.Value.Where(parents.ContainsKey)]);

    /// <summary>Every item behind its parents, ties broken by order of the items; null where there is a circle.</summary>
    public ImmutableArray<T>? Sort()
    {
        var waiting = new Dictionary<T, int>(_parents.Count);
        var children = new Dictionary<T, List<T>>(_parents.Count);
        var ready = new PriorityQueue<T, T>();
        foreach (var (item, parents) in _parents)
        {
            waiting[item] = parents.Length;
            if (parents.IsEmpty) ready.Enqueue(item, item);
            foreach (var parent in parents)
            {
                if (!children.TryGetValue(parent, out var readers)) children[parent] = readers = [];
                readers.Add(item);
            }
        }

        var order = ImmutableArray.CreateBuilder<T>(_parents.Count);
        while (ready.TryDequeue(out var item, out _))
        {
            order.Add(item);
            foreach (var child in children.GetValueOrDefault(item) ?? [])
            {
                if (--waiting[child] == 0) ready.Enqueue(child, child);
            }
        }

        return order.Count == _parents.Count ? order.ToImmutable() : null;
    }

    /// <summary>A circle as a path that ends where it began, each item followed by one that needs it; empty where there is none.</summary>
    public ImmutableArray<T> FindCycle()
    {
        var done = new HashSet<T>();
        foreach (var start in _parents.Keys.Order())
        {
            if (FindCycleFrom(start, done) is { IsEmpty: false } cycle) return cycle;
        }

        return [];
    }

    // Depth first with a stack of its own: a chain may be thousands long.
    private ImmutableArray<T> FindCycleFrom(T start, HashSet<T> done)
    {
        if (done.Contains(start)) return [];
        var path = new List<T> { start };
        var onPath = new HashSet<T> { start };
        var next = new Stack<int>([0]);
        while (path.Count > 0)
        {
            var item = path[^1];
            var index = next.Pop();
            if (index < _parents[item].Length)
            {
                next.Push(index + 1);
                var parent = _parents[item][index];
                if (onPath.Contains(parent)) return [parent, .. Enumerable.Reverse(path[path.IndexOf(parent)..])];
                if (done.Contains(parent)) continue;
                path.Add(parent);
                onPath.Add(parent);
                next.Push(0);
                continue;
            }

            done.Add(item);
            onPath.Remove(item);
            path.RemoveAt(path.Count - 1);
        }

        return [];
    }
}

using System.Collections.Immutable;

namespace CareTally.Docs.Lineage;

/// <summary>A box to place.</summary>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
internal readonly record struct Box(double Width, double Height);

/// <summary>Where a box came to lie.</summary>
internal readonly record struct PlacedBox(double X, double Y, double Width, double Height, int Layer);

/// <summary>A line from one box to another, by way of points between the boxes of the layers in between.</summary>
internal sealed record PlacedEdge(int From, int To, ImmutableArray<(double X, double Y)> Points);

/// <summary>A drawing of a graph.</summary>
internal sealed record GraphLayout(ImmutableArray<PlacedBox> Boxes, ImmutableArray<PlacedEdge> Edges, double Width, double Height);

/// <summary>
/// Lays a graph without circles out from left to right: layers by longest path, places in a layer by barycentre sweeps, then heights that
/// bring each box as near to its neighbours as its place allows. Edges that pass layers get a place of their own in each.
/// </summary>
internal sealed class LayeredLayout
{
    private const double LayerGap = 64;
    private const double BoxGap = 10;
    private const double PassHeight = 4;
    private const int OrderSweeps = 8;
    private const int HeightSweeps = 6;

    private readonly List<Vertex> _vertices = [];
    private readonly List<List<Vertex>> _layers = [];

    private LayeredLayout()
    {
    }

    /// <summary>Lays out boxes.</summary>
    /// <param name="boxes">The boxes.</param>
    /// <param name="edges">From box to box, by index; each pair once, no circles.</param>
    public static GraphLayout Of(IReadOnlyList<Box> boxes, IReadOnlyList<(int From, int To)> edges)
    {
        if (boxes.Count == 0) return new GraphLayout([], [], 0, 0);
        var layout = new LayeredLayout();
        var chains = layout.Insert(boxes, edges, Layers(boxes.Count, edges));
        for (var i = 0; i < OrderSweeps; i++) layout.Order(forward: i % 2 == 0);
        layout.Stack();
        for (var i = 0; i < HeightSweeps; i++) layout.Straighten(forward: i % 2 == 1);
        return layout.Result(boxes.Count, edges, chains);
    }

    /// <summary>The layer of each box: behind all it reads; what reads nothing stands just before its first reader.</summary>
    internal static int[] Layers(int count, IReadOnlyList<(int From, int To)> edges)
    {
        var children = edges.ToLookup(edge => edge.From, edge => edge.To);
        var waiting = new int[count];
        foreach (var (_, to) in edges) waiting[to]++;
        var isRoot = waiting.Select(number => number == 0).ToArray();
        var layer = new int[count];
        var ready = new Queue<int>(Enumerable.Range(0, count).Where(i => isRoot[i]));
        while (ready.TryDequeue(out var box))
        {
            foreach (var child in children[box])
            {
                layer[child] = Math.Max(layer[child], layer[box] + 1);
                if (--waiting[child] == 0) ready.Enqueue(child);
            }
        }

        for (var i = 0; i < count; i++)
        {
            if (isRoot[i] && children[i].Any()) layer[i] = children[i].Min(child => layer[child]) - 1;
        }

        return layer;
    }

    private List<Vertex>[] Insert(IReadOnlyList<Box> boxes, IReadOnlyList<(int From, int To)> edges, int[] layers)
    {
        for (var i = 0; i <= layers.Max(); i++) _layers.Add([]);
        for (var i = 0; i < boxes.Count; i++) Add(boxes[i], layers[i]);
        var chains = new List<Vertex>[edges.Count];
        for (var e = 0; e < edges.Count; e++)
        {
            var (from, to) = edges[e];
            var chain = chains[e] = [];
            var last = _vertices[from];
            for (var layer = layers[from] + 1; layer < layers[to]; layer++)
            {
                var pass = Add(new Box(0, PassHeight), layer);
                chain.Add(pass);
                Connect(last, pass);
                last = pass;
            }

            Connect(last, _vertices[to]);
        }

        return chains;
    }

    private Vertex Add(Box box, int layer)
    {
        var vertex = new Vertex(box, layer) { Place = _layers[layer].Count };
        _vertices.Add(vertex);
        _layers[layer].Add(vertex);
        return vertex;
    }

    private static void Connect(Vertex from, Vertex to)
    {
        from.Right.Add(to);
        to.Left.Add(from);
    }

    private void Order(bool forward)
    {
        for (var i = 0; i < _layers.Count; i++)
        {
            var layer = _layers[forward ? i : _layers.Count - 1 - i];
            foreach (var vertex in layer)
            {
                var neighbours = forward ? vertex.Left : vertex.Right;
                // What stands alone goes below, out of the way of what is connected.
                vertex.Wish = vertex.IsAlone ? double.MaxValue : neighbours.Count == 0 ? vertex.Place : neighbours.Average(n => (double)n.Place);
            }

            // Stable, so that the drawing is the same each time.
            var ordered = layer.OrderBy(vertex => vertex.Wish).ToList();
            for (var place = 0; place < ordered.Count; place++) ordered[place].Place = place;
            layer.Clear();
            layer.AddRange(ordered);
        }
    }

    private void Stack()
    {
        foreach (var layer in _layers)
        {
            var y = 0.0;
            foreach (var vertex in layer)
            {
                vertex.Y = y + (vertex.Box.Height / 2);
                y += vertex.Box.Height + BoxGap;
            }
        }
    }

    private void Straighten(bool forward)
    {
        for (var i = 0; i < _layers.Count; i++)
        {
            var layer = _layers[forward ? i : _layers.Count - 1 - i];
            foreach (var vertex in layer)
            {
                var neighbours = forward ? vertex.Left : vertex.Right;
                if (neighbours.Count == 0) neighbours = forward ? vertex.Right : vertex.Left;
                vertex.Wish = neighbours.Count == 0 ? vertex.Y : neighbours.Average(n => n.Y);
            }

            Separate(layer);
        }
    }

    // The heights nearest to the wishes (least squares) that keep order and distance: with the distances taken off, wishes must not
    // fall; runs that do are pooled to their mean until none is left.
    private static void Separate(List<Vertex> layer)
    {
        var pools = new List<(double Sum, int Count)>(layer.Count);
        var offsets = new double[layer.Count];
        for (var i = 0; i < layer.Count; i++)
        {
            if (i > 0) offsets[i] = offsets[i - 1] + ((layer[i - 1].Box.Height + layer[i].Box.Height) / 2) + BoxGap;
            var pool = (Sum: layer[i].Wish - offsets[i], Count: 1);
            while (pools.Count > 0 && pools[^1].Sum / pools[^1].Count >= pool.Sum / pool.Count)
            {
                pool = (pool.Sum + pools[^1].Sum, pool.Count + pools[^1].Count);
                pools.RemoveAt(pools.Count - 1);
            }

            pools.Add(pool);
        }

        var next = 0;
        foreach (var (sum, count) in pools)
        {
            for (var i = 0; i < count; i++, next++) layer[next].Y = (sum / count) + offsets[next];
        }
    }

    private GraphLayout Result(int count, IReadOnlyList<(int From, int To)> edges, List<Vertex>[] chains)
    {
        var top = _vertices.Min(vertex => vertex.Y - (vertex.Box.Height / 2));
        var x = 0.0;
        foreach (var layer in _layers)
        {
            var width = layer.Max(vertex => vertex.Box.Width);
            foreach (var vertex in layer) (vertex.X, vertex.Y, vertex.LayerWidth) = (x, vertex.Y - top, width);
            x += width + LayerGap;
        }

        var boxes = _vertices.Take(count).Select(v => new PlacedBox(v.X, v.Y - (v.Box.Height / 2), v.Box.Width, v.Box.Height, v.Layer)).ToImmutableArray();
        var placed = edges.Select((edge, i) => new PlacedEdge(edge.From, edge.To, Points(edge, chains[i]))).ToImmutableArray();
        return new GraphLayout(boxes, placed, x - LayerGap, _vertices.Max(vertex => vertex.Y + (vertex.Box.Height / 2)));
    }

    private ImmutableArray<(double X, double Y)> Points((int From, int To) edge, List<Vertex> chain)
    {
        var (from, to) = (_vertices[edge.From], _vertices[edge.To]);
        var points = ImmutableArray.CreateBuilder<(double, double)>();
        points.Add((from.X + from.Box.Width, from.Y));
        // Straight on to the end of the layer: a narrow box has wide neighbours.
        if (from.LayerWidth > from.Box.Width) points.Add((from.X + from.LayerWidth, from.Y));
        foreach (var pass in chain)
        {
            points.Add((pass.X, pass.Y));
            points.Add((pass.X + pass.LayerWidth, pass.Y));
        }

        points.Add((to.X, to.Y));
        return points.ToImmutable();
    }

    private sealed class Vertex(Box box, int layer)
    {
        public Box Box { get; } = box;
        public int Layer { get; } = layer;
        public List<Vertex> Left { get; } = [];
        public List<Vertex> Right { get; } = [];
        public bool IsAlone => Left.Count == 0 && Right.Count == 0;
        public int Place { get; set; }
        public double Wish { get; set; }
        public double X { get; set; }
        public double Y { get; set; }
        public double LayerWidth { get; set; }
    }
}

using CareTally.Docs.Lineage;

namespace CareTally.Tests.Docs;

public sealed class LayeredLayoutTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(40, 2)]
    [InlineData(300, 3)]
    [InlineData(2000, 4)]
    public void Boxes_do_not_overlap_and_edges_run_forward(int count, int seed)
    {
        var random = new Random(seed);
        var boxes = Enumerable.Range(0, count).Select(_ => new Box(40 + random.Next(200), 26)).ToArray();
        var edges = Enumerable.Range(1, count - 1).SelectMany(to => Enumerable.Range(0, random.Next(4)).Select(_ => (From: random.Next(Math.Max(0, to - 90), to), To: to))).Distinct().ToArray();

        var layout = LayeredLayout.Of(boxes, edges);

        layout.Edges.ShouldAllBe(edge => layout.Boxes[edge.From].X + layout.Boxes[edge.From].Width < layout.Boxes[edge.To].X);
        foreach (var layer in layout.Boxes.GroupBy(box => box.Layer))
        {
            layer.Select(box => box.X).Distinct().Count().ShouldBe(1);
            var ordered = layer.OrderBy(box => box.Y).ToArray();
            for (var i = 1; i < ordered.Length; i++) ordered[i].Y.ShouldBeGreaterThanOrEqualTo(ordered[i - 1].Y + ordered[i - 1].Height + 9.9);
        }

        layout.Boxes.ShouldAllBe(box => box.X >= 0 && box.Y >= -0.001 && box.X + box.Width <= layout.Width + 0.001 && box.Y + box.Height <= layout.Height + 0.001);
        layout.Edges.ShouldAllBe(edge => edge.Points.Zip(edge.Points.Skip(1)).All(pair => pair.First.X <= pair.Second.X));
    }

    [Fact]
    public void Layers_follow_the_longest_path_and_inputs_stand_before_their_first_reader() =>
        LayeredLayout.Layers(5, [(0, 1), (1, 2), (0, 2), (3, 2)]).ShouldBe([0, 1, 2, 1, 0]);

    [Fact]
    public void A_chain_is_a_straight_line()
    {
        var layout = LayeredLayout.Of([.. Enumerable.Repeat(new Box(50, 26), 4)], [(0, 1), (1, 2), (2, 3)]);

        layout.Boxes.Select(box => Math.Round(box.Y, 3)).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void Two_chains_do_not_cross()
    {
        var layout = LayeredLayout.Of([.. Enumerable.Repeat(new Box(50, 26), 6)], [(0, 3), (1, 2), (3, 5), (2, 4)]);

        (layout.Boxes[0].Y < layout.Boxes[1].Y).ShouldBe(layout.Boxes[3].Y < layout.Boxes[2].Y);
        (layout.Boxes[0].Y < layout.Boxes[1].Y).ShouldBe(layout.Boxes[5].Y < layout.Boxes[4].Y);
    }

    [Fact]
    public void Nothing_takes_no_room() => LayeredLayout.Of([], []).Height.ShouldBe(0);
}

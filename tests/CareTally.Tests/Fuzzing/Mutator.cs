using System.Text;

namespace CareTally.Tests.Fuzzing;

/// <summary>Damages texts: takes out, puts in, doubles, swaps and joins parts. The same number gives the same text.</summary>
/// <param name="seeds">The texts.</param>
/// <param name="pieces">What may be put in, with spaces between.</param>
internal sealed class Mutator(string[] seeds, string pieces)
{
    private readonly string[] _pieces = pieces.Split(' ');

    public string Make(int number)
    {
        var random = new Random(number);
        var text = new StringBuilder(seeds[random.Next(seeds.Length)]);
        for (var changes = random.Next(1, 5); changes > 0; changes--) Change(text, random);
        return text.ToString();
    }

    private void Change(StringBuilder text, Random random)
    {
        var at = random.Next(text.Length + 1);
        var length = Math.Min(random.Next(12), text.Length - at);
        switch (random.Next(6))
        {
            case 0:
                text.Remove(at, length);
                break;
            case 1:
                text.Insert(at, _pieces[random.Next(_pieces.Length)]);
                break;
            case 2:
                text.Remove(at, length).Insert(at, _pieces[random.Next(_pieces.Length)]);
                break;
            case 3:
                var part = text.ToString(at, length);
                text.Insert(at, string.Concat(Enumerable.Repeat(part, random.Next(1, 30))));
                break;
            case 4:
                var moved = text.ToString(at, length);
                text.Remove(at, length).Insert(random.Next(text.Length + 1), moved);
                break;
            default:
                var other = seeds[random.Next(seeds.Length)];
                var from = random.Next(other.Length + 1);
                text.Insert(at, other.AsSpan(from, Math.Min(random.Next(80), other.Length - from)));
                break;
        }
    }
}

using System.Text.Json;
using CareTally.Templating.Values;

namespace CareTally.Tests.Templating;

/// <summary>The fixtures and what the real Jinja2 made of them; see Fixtures/Templating/generate.py.</summary>
internal static class JinjaCorpus
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Templating");
    private static readonly string Snapshots = Path.Combine(AppContext.BaseDirectory, "Snapshots", "Templating");

    public sealed record Case(string File, string Name, string Template, string Context, string Expected)
    {
        public bool Fails => Expected.StartsWith('!');

        public string ExpectedText => JsonSerializer.Deserialize<string>(Expected)!;
    }

    public static IReadOnlyList<Case> All { get; } =
    [
        .. Directory.EnumerateFiles(Fixtures)
            .Where(path => Path.GetExtension(path) is ".expressions" or ".templates")
            .Order(StringComparer.Ordinal)
            .SelectMany(CasesOf),
    ];

    public static Dictionary<string, Value> ContextOf(string json) =>
        JsonDocument.Parse(json).RootElement.EnumerateObject().ToDictionary(property => property.Name, property => ValueOf(property.Value));

    public static Value ValueOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Value.Of(new DictValue(element.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, ValueOf(p.Value))))),
        JsonValueKind.Array => Value.Of(new ListValue(element.EnumerateArray().Select(ValueOf))),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when System.Numerics.BigInteger.TryParse(element.GetRawText(), out var whole) => Value.Of(whole),
        JsonValueKind.Number => element.GetDouble(),
        _ => Value.None,
    };

    private static IEnumerable<Case> CasesOf(string path)
    {
        var (context, body) = Halves(File.ReadAllText(path), "\n---\n");
        var file = Path.GetFileName(path);
        var results = File.ReadAllText(Path.Combine(Snapshots, file + ".expected")).Split('\n');
        var cases = path.EndsWith(".expressions", StringComparison.Ordinal)
            ? body.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => (Name: line, Template: "{{ " + line + " }}"))
            : ("\n" + body).Split("\n=== ").Skip(1).Select(text => Halves(text, "\n"));
        var index = 0;
        foreach (var (name, template) in cases)
        {
            results[index].ShouldBe(name, $"{file}.expected does not belong to {file}: run generate.py");
            yield return new Case(file, name, template, context, results[index + 1].Trim());
            index += 2;
        }
    }

    private static (string First, string Second) Halves(string text, string separator)
    {
        var index = text.IndexOf(separator, StringComparison.Ordinal);
        return (text[..index], text[(index + separator.Length)..]);
    }
}

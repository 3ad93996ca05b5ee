using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Bench.Templates;

/// <summary>Parses and renders ten templates of the sizes that real projects have.</summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Throughput, launchCount: 1, warmupCount: 3, iterationCount: 5)]
public class TemplateBenchmarks
{
    private static readonly Scope Names = new(new Dictionary<string, Value>(StringComparer.Ordinal)
    {
        ["ref"] = Function("ref", arguments => "\"db\".\"main\".\"" + arguments.Positional[0].AsString + "\""),
        ["source"] = Function("source", arguments => $"\"db\".\"{arguments.Positional[0].AsString}\".\"{arguments.Positional[1].AsString}\""),
        ["var"] = Function("var", arguments => arguments.Positional.Count > 1 ? arguments.Positional[1] : "2026-01-01"),
        ["config"] = Function("config", _ => ""),
        ["is_incremental"] = Function("is_incremental", _ => true),
        ["this"] = "\"db\".\"main\".\"this\"",
        ["target"] = Value.Of(new DictValue([KeyValuePair.Create("name", (Value)"dev"), KeyValuePair.Create("type", (Value)"duckdb")])),
    });

    private SourceText _source = null!;
    private Template _parsed = null!;

    /// <summary>Which template.</summary>
    [ParamsSource(nameof(TemplateNames))]
    public string Name { get; set; } = "";

    /// <summary>All of them.</summary>
    public static IEnumerable<string> TemplateNames =>
        typeof(TemplateBenchmarks).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>Reads the template, and parses it for the rendering.</summary>
    [GlobalSetup]
    public void Read()
    {
        using var reader = new StreamReader(typeof(TemplateBenchmarks).Assembly.GetManifestResourceStream(Name)!);
        _source = new SourceText(Name, reader.ReadToEnd());
        _parsed = Template.Parse(_source);
    }

    /// <summary>Text to tree.</summary>
    [Benchmark]
    public Template Parse() => Template.Parse(_source);

    /// <summary>Tree to text.</summary>
    [Benchmark]
    public RenderedText Render() => TemplateRenderer.Render(_parsed, Names, RenderOptions.Default);

    private static Value Function(string name, Func<CallArguments, Value> body) => Value.Of(new FunctionValue(name, body));
}

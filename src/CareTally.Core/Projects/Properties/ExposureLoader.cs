using System.Collections.Immutable;
using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;

namespace CareTally.Core.Projects.Properties;

/// <summary>An entry of <c>exposures:</c>.</summary>
internal sealed record ExposureProperties
{
    public required string Name { get; init; }
    public required SourceSpan Span { get; init; }
    public required Owner Owner { get; init; }
    public required string Type { get; init; }
    public YamlScalar? Label { get; init; }
    public string? Maturity { get; init; }
    public YamlScalar? Url { get; init; }
    public YamlScalar? Description { get; init; }

    /// <summary>Calls of <c>ref()</c> and <c>source()</c>, without braces.</summary>
    public ImmutableArray<YamlScalar> DependsOn { get; init; } = [];

    public ImmutableArray<YamlMapping> Configs { get; init; } = [];
}

/// <summary>Reads an entry of <c>exposures:</c>.</summary>
internal static class ExposureLoader
{
    private static readonly string[] Types = ["dashboard", "notebook", "analysis", "ml", "application"];
    private static readonly string[] Maturities = ["high", "medium", "low"];

    public static ExposureProperties Load(YamlMapping map, Problems problems)
    {
        var reader = new MappingReader(map, "an exposure", problems);
        var exposure = new ExposureProperties
        {
            Name = reader.RequiredText("name"),
            Span = PropertyFileLoader.NameSpan(map),
            Owner = Owner.Load(reader, "an exposure", problems),
            Type = reader.RequiredText("type"),
            Label = reader.Scalar("label"),
            Maturity = reader.Text("maturity"),
            Url = reader.Scalar("url"),
            Description = reader.Scalar("description"),
            DependsOn = DependsOn(reader, problems),
            Configs = PropertyFileLoader.Configs(reader),
        };
        reader.RejectUnknown();
        CheckName(exposure, problems);
        CheckWord(reader, "type", Types, problems);
        CheckWord(reader, "maturity", Maturities, problems);
        return exposure;
    }

    private static ImmutableArray<YamlScalar> DependsOn(MappingReader reader, Problems problems)
    {
        var calls = ImmutableArray.CreateBuilder<YamlScalar>();
        foreach (var node in reader.List("depends_on"))
        {
            if (node is YamlScalar { IsNull: false } scalar) calls.Add(scalar);
            else problems.ReportWithHint(ProjectProblems.WrongType, node.Span, "for example  - ref('orders')", "depends_on", "a list of refs and sources", YamlValues.Describe(node));
        }

        return calls.ToImmutable();
    }

    private static void CheckName(ExposureProperties exposure, Problems problems)
    {
        if (exposure.Name.All(c => char.IsLetterOrDigit(c) || c is '_' or '-')) return;
        problems.ReportWithHint(ProjectProblems.BadExposureName, exposure.Span, "what people read goes into 'label'", exposure.Name);
    }

    private static void CheckWord(MappingReader reader, string key, string[] words, Problems problems)
    {
        if (reader.Scalar(key) is { } word && !words.Contains(word.Text))
            problems.ReportWithHint(ProjectProblems.WrongValue, word.Span, DidYouMean.Hint(word.Text, words), key, word.Text, string.Join(", ", words));
    }
}

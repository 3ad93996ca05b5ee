using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Core.Projects.Configs;
using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>Makes function nodes of the SQL files in the function folders.</summary>
internal static class FunctionBuilder
{
    private const string TypeKey = "type";
    private const string VolatilityKey = "volatility";
    private static readonly string[] Volatilities = ["deterministic", "stable", "non-deterministic"];

    public static IEnumerable<NodeDraft> Build(PackageContext context) =>
        context.Package.Contents.Functions.Select(file => Build(context, file)).OfType<NodeDraft>();

    /// <summary>What the config of a function in a file says it gives; a mistake is reported.</summary>
    public static FunctionKind KindOf(NodeConfig config, SourceSpan start, Problems problems)
    {
        var word = Word(config, TypeKey, FunctionNode.KindWords, start, problems);
        return word is null ? FunctionKind.Scalar : (FunctionKind)FunctionNode.KindWords.IndexOf(word);
    }

    private static NodeDraft? Build(PackageContext context, TemplateFile file)
    {
        var (package, name) = (context.Package.Name, file.File.Name);
        var references = context.ReferencesOf(file.Template, name);
        var described = context.Properties.Find("function", name);
        var start = file.Source.Span(0, 0);
        ImmutableArray<string> fqn = [package, .. file.File.Folders, name];
        var config = context.MergeConfigs(contents => contents.FunctionConfigs, fqn, [.. context.Described(described), .. context.InFile(references)]);
        try
        {
            var node = context.Naming.Place(new FunctionNode
            {
                Id = new NodeId(NodeKind.Function, $"{package}.{name}"),
                Package = package,
                Name = name,
                Fqn = fqn,
                Path = file.File.Path,
                PropertiesPath = described?.File.File.Path,
                Span = start,
                Config = config,
                Description = context.Descriptions.Render(described?.Properties.Description),
                Columns = context.Descriptions.Columns(described?.Properties.Columns ?? []),
                Relation = context.Naming.Provisional(name),
                Kind = KindOf(config, start, context.Problems),
                Signature = context.Descriptions.Rendered(context.Properties.SignatureOf(name)),
                Template = file.Template,
            });
            if (config.IsEnabled) Check(node, described?.Properties.Span ?? start, context);
            return new NodeDraft(node, references.Plus(HookConfig.ReferencesOf(context, config, NodeKind.Function, name)));
        }
        catch (DiagnosticException e)
        {
            context.Problems.Add(e.Diagnostic);
            return null;
        }
    }

    private static void Check(FunctionNode node, SourceSpan described, PackageContext context)
    {
        if (context.Macros.NamesFor(node.Package).Find(node.Macro) is null)
        {
            context.Problems.ReportWithHint(
                ManifestProblems.NoSuchFunction, node.Config.Get(TypeKey)?.Span ?? node.Span,
                "DuckDB puts the body of a scalar function into the query that calls it, so one whose body is sum(...) aggregates: leave out 'type'",
                FunctionNode.Language, FunctionNode.KindWords[(int)node.Kind], context.Project.Target.Type, node.Name);
        }
        else if (node.Kind != FunctionKind.Table && node.Signature.Returns is null)
        {
            context.Problems.ReportWithHint(ManifestProblems.NoReturnType, described, "write returns: {data_type: integer} under functions: in a property file", node.Name);
        }

        if (Word(node.Config, VolatilityKey, Volatilities, node.Span, context.Problems) is not null)
            context.Problems.Report(ManifestProblems.IdleVolatility, node.Config.Get(VolatilityKey)!.Span ?? node.Span, node.Name);
    }

    private static string? Word(NodeConfig config, string key, IReadOnlyCollection<string> known, SourceSpan start, Problems problems)
    {
        if (config.Get(key) is not { } given) return null;
        var word = given.Value.ToText();
        if (known.Contains(word)) return word;
        problems.ReportWithHint(ManifestProblems.BadConfig, given.Span ?? start, DidYouMean.Hint(word, known), key, $"one of: {string.Join(", ", known)}", word);
        return null;
    }
}

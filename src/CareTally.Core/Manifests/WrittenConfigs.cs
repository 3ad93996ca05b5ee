using System.Collections.Frozen;
using CareTally.Core.Projects.Configs;
using CareTally.Diagnostics;
using CareTally.Templating.Syntax;

namespace CareTally.Core.Manifests;

/// <summary>Finds how the arguments of <c>config()</c> are written: where each stands, and which a template computes.</summary>
internal sealed class WrittenConfigs : SyntaxWalker
{
    private readonly Dictionary<SourceSpan, IReadOnlyDictionary<string, WrittenConfig>> _calls = [];

    /// <summary>The references with that noted.</summary>
    public static TemplateReferences NoteIn(SyntaxNode template, TemplateReferences references)
    {
        if (references.Configs.IsEmpty) return references;
        var found = new WrittenConfigs();
        found.Visit(template);
        return references with { Configs = [.. references.Configs.Select(call => found._calls.TryGetValue(call.Span, out var written) ? call with { Written = written } : call)] };
    }

    /// <summary>The arguments of one call, or the entries of its one dictionary, by their names.</summary>
    public static FrozenDictionary<string, WrittenConfig> Of(CallExpression call)
    {
        var entries = call.Arguments.Positional is [DictExpression dictionary] ? dictionary.Entries : [];
        return entries.Where(entry => entry.Key is LiteralExpression { Value.IsString: true }).Select(entry => One(((LiteralExpression)entry.Key).Value.AsString, entry.Key.Span, entry.Value))
            .Concat(call.Arguments.Named.Select(argument => One(argument.Name, argument.NameSpan, argument.Value)))
            .DistinctBy(pair => pair.Key)
            .ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <inheritdoc />
    public override void Visit(SyntaxNode node)
    {
        if (node is CallExpression { Function: NameExpression { Name: "config" } } call) _calls[call.Span] = Of(call);
        base.Visit(node);
    }

    private static KeyValuePair<string, WrittenConfig> One(string name, SourceSpan key, Expression value) =>
        KeyValuePair.Create(name, new WrittenConfig(key, value.Span, TemplateReader.Constant(value) is null));
}

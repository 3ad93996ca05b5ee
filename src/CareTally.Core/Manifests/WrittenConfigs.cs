using CareTally.Diagnostics;
using CareTally.Templating.Syntax;

namespace CareTally.Core.Manifests;

/// <summary>Finds the arguments of <c>config()</c> that a template computes: compared with an earlier state, what counts is how they are written.</summary>
internal sealed class ComputedConfigs : SyntaxWalker
{
    private readonly Dictionary<SourceSpan, Dictionary<string, string>> _calls = [];

    /// <summary>The references with what a template computes in them noted.</summary>
    public static TemplateReferences NoteIn(SyntaxNode template, TemplateReferences references)
    {
        if (references.Configs.IsEmpty) return references;
        var found = new ComputedConfigs();
        found.Visit(template);
        return references with { Configs = [.. references.Configs.Select(call => found._calls.TryGetValue(call.Span, out var computed) ? call with { Computed = computed } : call)] };
    }

    /// <inheritdoc />
    public override void Visit(SyntaxNode node)
    {
        if (node is CallExpression { Function: NameExpression { Name: "config" } } call)
        {
            _calls[call.Span] = call.Arguments.Named.Where(argument => TemplateReader.Constant(argument.Value) is null)
                .ToDictionary(argument => argument.Name, argument => argument.Value.Span.Text, StringComparer.Ordinal);
        }

        base.Visit(node);
    }
}

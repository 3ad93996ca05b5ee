using CareTally.Core.Projects;
using CareTally.Core.Projects.Yaml;
using CareTally.Templating;
using CareTally.Templating.Syntax;

namespace CareTally.Core.Manifests;

/// <summary>Finds the docs blocks that a description names, as far as it names them by texts.</summary>
internal sealed class DocCalls : SyntaxWalker
{
    private readonly List<(string? Package, string Name)> _found = [];

    /// <summary>The blocks, with the package where one is named, in the order of the calls.</summary>
    public static IReadOnlyList<(string? Package, string Name)> In(YamlScalar? description)
    {
        if (description is null || !YamlRenderer.IsTemplate(description.Text)) return [];
        var walker = new DocCalls();
        try
        {
            walker.Visit(Template.Parse(new Diagnostics.SourceText(description.Span.Source.Path, description.Text)).Root);
        }
        catch (TemplateException)
        {
            // Said where the description is rendered.
            return [];
        }

        return walker._found;
    }

    /// <inheritdoc />
    public override void Visit(SyntaxNode node)
    {
        if (node is CallExpression { Function: NameExpression { Name: "doc" } } call)
        {
            switch (call.Arguments.Positional)
            {
                case [LiteralExpression { Value.IsString: true } name]: _found.Add((null, name.Value.AsString)); break;
                case [LiteralExpression { Value.IsString: true } package, LiteralExpression { Value.IsString: true } name]: _found.Add((package.Value.AsString, name.Value.AsString)); break;
            }
        }

        base.Visit(node);
    }
}

using CareTally.Core.Projects.Yaml;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Projects;

/// <summary>Turns YAML into values, rendering the strings that hold a template.</summary>
internal sealed class YamlRenderer(Scope scope, Problems problems)
{
    private static readonly RenderOptions Options = new();

    /// <summary>The value of a node; where a template in it fails, the problem is reported and the string is kept.</summary>
    public Value Render(YamlNode node) => YamlValues.ToValue(node, RenderScalar);

    /// <summary>The text of a scalar, rendered.</summary>
    public string? RenderText(YamlScalar? scalar) => scalar is null ? null : IsTemplate(scalar.Text) ? RenderScalar(scalar).ToText() : scalar.Text;

    public static bool IsTemplate(string text) =>
        text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal) || text.Contains("{#", StringComparison.Ordinal);

    /// <summary>Whether anything in a node is a template.</summary>
    public static bool HoldsTemplate(YamlNode node) => node switch
    {
        YamlScalar scalar => IsTemplate(scalar.Text),
        YamlSequence sequence => sequence.Items.Any(HoldsTemplate),
        YamlMapping mapping => mapping.Entries.Any(entry => HoldsTemplate(entry.Value)),
        _ => false,
    };

    private Value RenderScalar(YamlScalar scalar)
    {
        if (!IsTemplate(scalar.Text)) return Value.Of(scalar.Text);
        try
        {
            return TemplateRenderer.RenderNative(Template.Parse(new SourceText(scalar.Span.Source.Path, scalar.Text)), scope, Options);
        }
        catch (DiagnosticException e)
        {
            // The template's own offsets count from the string's start: point at the string in its file instead.
            problems.Add(e.Diagnostic with { Span = scalar.Span });
            return Value.Of(scalar.Text);
        }
    }
}

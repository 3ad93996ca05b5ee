using CareTally.Templating.Syntax;
using CareTally.Templating.Values;

namespace CareTally.Templating;

/// <summary>Renders templates.</summary>
public static class TemplateRenderer
{
    /// <summary>The text of a template, and where each part of it came from.</summary>
    /// <exception cref="TemplateException">The template failed or went beyond a limit.</exception>
    public static RenderedText Render(Template template, Scope scope, RenderOptions options)
    {
        ArgumentNullException.ThrowIfNull(template);
        if (template.PlainText is { } text) return new RenderedText(text, PlainMap(template));
        return new Evaluation(scope, options, isNative: false).RenderText(template.Module, template.Root.Body);
    }

    /// <summary>The text of a block (a snapshot, say) as if it were a template of its own.</summary>
    /// <exception cref="TemplateException">The block failed or went beyond a limit.</exception>
    public static RenderedText Render(MacroDefinition block, Scope scope, RenderOptions options)
    {
        ArgumentNullException.ThrowIfNull(block);
        return new Evaluation(scope, options, isNative: false).RenderBlock(block);
    }

    /// <summary>The value of a template: a lone <c>{{ expression }}</c> gives the value itself, anything else its text.</summary>
    /// <exception cref="TemplateException">The template failed or went beyond a limit.</exception>
    public static Value RenderNative(Template template, Scope scope, RenderOptions options)
    {
        ArgumentNullException.ThrowIfNull(template);
        if (template.PlainText is { } text) return text;
        return new Evaluation(scope, options, isNative: true).RenderNative(template.Module, template.Root.Body);
    }

    /// <summary>A template as if it were a macro without parameters: what it returns, or its text.</summary>
    /// <exception cref="TemplateException">The template failed or went beyond a limit.</exception>
    public static Value Call(Template template, Scope scope, RenderOptions options)
    {
        ArgumentNullException.ThrowIfNull(template);
        return template.PlainText ?? new Evaluation(scope, options, isNative: false).CallTemplate(template.Module);
    }

    /// <summary>Calls a macro: what it returns, or its text.</summary>
    /// <exception cref="TemplateException">The macro failed or went beyond a limit.</exception>
    public static Value CallMacro(
        MacroValue macro, Scope scope, IReadOnlyList<Value> positional, IReadOnlyDictionary<string, Value>? named, RenderOptions options)
    {
        ArgumentNullException.ThrowIfNull(macro);
        return new Evaluation(scope, options, isNative: false).CallFromHost(macro, positional, named);
    }

    /// <summary>Calls a macro for its text, and where each part of that came from.</summary>
    /// <exception cref="TemplateException">The macro failed or went beyond a limit.</exception>
    public static RenderedText RenderMacro(
        MacroValue macro, Scope scope, IReadOnlyList<Value> positional, IReadOnlyDictionary<string, Value>? named, RenderOptions options)
    {
        ArgumentNullException.ThrowIfNull(macro);
        return new Evaluation(scope, options, isNative: false).RenderFromHost(macro, positional, named);
    }

    /// <summary>Waits, inside a function that a template calls, for something like a database: its time does not count towards the rendering's limit.</summary>
    public static T Wait<T>(Func<T> wait)
    {
        ArgumentNullException.ThrowIfNull(wait);
        return Meter.Wait(wait);
    }

    private static System.Collections.Immutable.ImmutableArray<RenderedPiece> PlainMap(Template template)
    {
        var offset = 0;
        var pieces = System.Collections.Immutable.ImmutableArray.CreateBuilder<RenderedPiece>(template.Root.Body.Length);
        foreach (var statement in template.Root.Body)
        {
            pieces.Add(new RenderedPiece(offset, statement.Span, true));
            offset += ((TextStatement)statement).Chars.Length;
        }

        return pieces.DrainToImmutable();
    }
}

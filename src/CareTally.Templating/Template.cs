using System.Collections.Immutable;
using CareTally.Diagnostics;
using CareTally.Templating.Parsing;
using CareTally.Templating.Syntax;

namespace CareTally.Templating;

/// <summary>A parsed template: an immutable tree that any number of threads may render and walk.</summary>
public sealed class Template
{
    private Template(SourceText source, TemplateModule module, ImmutableArray<Diagnostic> warnings)
    {
        Source = source;
        Module = module;
        Macros = MacrosOf(Root.Body);
        Warnings = warnings;
        PlainText = PlainTextOf(Root.Body);
    }

    /// <summary>The text it was parsed from.</summary>
    public SourceText Source { get; }

    /// <summary>The tree.</summary>
    public TemplateSyntax Root => Module.Root;

    /// <summary>Every macro, test, materialization, snapshot and docs block at the top level, in order.</summary>
    public ImmutableArray<MacroDefinition> Macros { get; }

    /// <summary>What looks wrong but fails only if it is reached.</summary>
    public ImmutableArray<Diagnostic> Warnings { get; }

    /// <summary>The result of any rendering, where the template has no tags; otherwise null.</summary>
    public string? PlainText { get; }

    internal TemplateModule Module { get; }

    /// <summary>Parses a template.</summary>
    /// <exception cref="TemplateException">It is not a valid template.</exception>
    public static Template Parse(SourceText source)
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            return new Template(source, Parser.Parse(source, out var warnings), warnings);
        }
        catch (InsufficientExecutionStackException e)
        {
            throw new TemplateException(Diagnostic.Of(TemplateProblems.StackExhausted, source.Span(0, 0)), e);
        }
    }

    private static ImmutableArray<MacroDefinition> MacrosOf(ImmutableArray<Statement> body)
    {
        List<MacroDefinition>? macros = null;
        foreach (var statement in body)
        {
            if (statement is MacroDefinition macro) (macros ??= []).Add(macro);
        }

        return macros is null ? [] : [.. macros];
    }

    private static string? PlainTextOf(ImmutableArray<Statement> body)
    {
        if (body.IsEmpty) return "";
        foreach (var statement in body)
        {
            if (statement is not TextStatement) return null;
        }

        return body.Length == 1 ? ((TextStatement)body[0]).Text : string.Concat(body.Select(text => ((TextStatement)text).Text));
    }
}

using System.Collections.Immutable;
using CareTally.Diagnostics;

namespace CareTally.Templating.Syntax;

/// <summary>The blocks that define something with a name.</summary>
public enum MacroKind
{
    /// <summary><c>{% macro %}</c></summary>
    Macro,

    /// <summary><c>{% test %}</c> or <c>{% data_test %}</c>: a generic data test.</summary>
    Test,

    /// <summary><c>{% materialization %}</c></summary>
    Materialization,

    /// <summary><c>{% snapshot %}</c></summary>
    Snapshot,

    /// <summary><c>{% docs %}</c>: raw text.</summary>
    Docs,

    /// <summary>The body of a <c>{% call %}</c> block.</summary>
    Caller,
}

/// <summary>A parameter of a macro.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Default">What it is where no argument is given; null where it is then undefined.</param>
/// <param name="Span">Where it is declared.</param>
public sealed record MacroParameter(string Name, Expression? Default, SourceSpan Span);

/// <summary>A macro, test, materialization, snapshot or docs block; or the body of a call block.</summary>
public sealed class MacroDefinition(SourceSpan span, MacroKind macroKind, string name, SourceSpan nameSpan) : Statement(span)
{
    /// <summary>Which block it is.</summary>
    public MacroKind MacroKind { get; } = macroKind;

    /// <summary>Its name as written.</summary>
    public string Name { get; } = name;

    /// <summary>Where the name stands.</summary>
    public SourceSpan NameSpan { get; } = nameSpan;

    /// <summary>Its parameters.</summary>
    public ImmutableArray<MacroParameter> Parameters { get; init; } = [];

    /// <summary>What it does; empty for docs.</summary>
    public ImmutableArray<Statement> Body { get; init; } = [];

    /// <summary>The text between its first and last tag.</summary>
    public SourceSpan BodySpan { get; init; }

    /// <summary>For a materialization: the adapter it is for, or <c>default</c>; otherwise null.</summary>
    public string? Adapter { get; init; }

    /// <summary>For a materialization: the languages it supports; empty where it does not say.</summary>
    public ImmutableArray<string> SupportedLanguages { get; init; } = [];

    /// <summary>For docs: the text as written, without surrounding whitespace; otherwise null.</summary>
    public string? RawText { get; init; }

    /// <summary>Whether the body says <c>caller</c>.</summary>
    public bool UsesCaller { get; init; }

    /// <summary>Whether the body says <c>varargs</c>.</summary>
    public bool UsesVarargs { get; init; }

    /// <summary>Whether the body says <c>kwargs</c>.</summary>
    public bool UsesKwargs { get; init; }

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Macro;

    internal override void VisitChildren(SyntaxWalker walker)
    {
        foreach (var parameter in Parameters)
        {
            if (parameter.Default is not null) walker.Visit(parameter.Default);
        }

        walker.VisitAll(Body);
    }

    /// <summary>The template it is a part of.</summary>
    internal TemplateModule Module { get; init; } = null!;

    /// <summary>The slot of its first parameter; the others follow.</summary>
    internal int FirstSlot { get; init; }

    /// <summary>Just past the slots of its own scope, the last of which are caller, kwargs and varargs, each where it is used.</summary>
    internal int EndSlot { get; init; }

    /// <summary>Number of slots of its frame.</summary>
    internal int SlotCount { get; init; }

    /// <summary>Where the macro itself is put when its definition is executed; null for a caller.</summary>
    internal Slot? Slot { get; init; }
}

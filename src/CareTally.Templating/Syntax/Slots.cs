namespace CareTally.Templating.Syntax;

/// <summary>
/// The place of a variable in its frame. Where it is unset, the variable of the same name in the enclosing scope is
/// meant, and after the last one a name of the context.
/// </summary>
internal sealed class Slot(int level)
{
    /// <summary>How many frames enclose its frame.</summary>
    public int Level { get; } = level;

    /// <summary>Position in the frame; known when its scope has been parsed.</summary>
    public int Index { get; set; }

    /// <summary>The variable of the same name in the nearest enclosing scope that has one.</summary>
    public Slot? Outer { get; set; }
}

/// <summary>The slots of one scope within a frame.</summary>
internal readonly record struct SlotRange(int Start, int Count);

/// <summary>A template's tree, known to its macros before it is complete.</summary>
internal sealed class TemplateModule
{
    /// <summary>The tree.</summary>
    public TemplateSyntax Root { get; set; } = null!;
}

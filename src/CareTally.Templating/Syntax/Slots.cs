namespace CareTally.Templating.Syntax;

/// <summary>
/// The place of a variable in its frame. Where it is unset, the variable of the same name in the enclosing scope is
/// meant, and after the last one a name of the context.
/// </summary>
internal sealed class Slot(string name, int level)
{
    /// <summary>The variable's name.</summary>
    public string Name { get; } = name;

    /// <summary>How many frames enclose its frame.</summary>
    public int Level { get; } = level;

    /// <summary>Position in the frame; known when its scope has been parsed.</summary>
    public int Index { get; set; }

    /// <summary>The variable of the same name in the nearest enclosing scope that has one.</summary>
    public Slot? Outer { get; set; }

    /// <summary>The variable declared after it in its scope, while the template is parsed.</summary>
    public Slot? NextDeclared { get; set; }

    /// <summary>Another variable that still looks for its outer one, while the template is parsed.</summary>
    public Slot? NextInner { get; set; }
}

/// <summary>The slots of one scope within a frame.</summary>
internal readonly record struct SlotRange(int Start, int Count);

/// <summary>A template's tree, known to its macros before it is complete.</summary>
internal sealed class TemplateModule
{
    /// <summary>The tree.</summary>
    public TemplateSyntax Root { get; set; } = null!;
}

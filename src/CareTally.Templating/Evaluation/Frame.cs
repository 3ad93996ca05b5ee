using CareTally.Templating.Values;

namespace CareTally.Templating;

/// <summary>The variables of one run of a template or macro.</summary>
internal sealed class Frame
{
    public Frame(int slotCount, Frame? parent, IReadOnlyDictionary<string, Value>? macros, string packageName)
    {
        Slots = slotCount == 0 ? [] : new Value[slotCount];
        Array.Fill(Slots, Value.Unset);
        Parent = parent;
        Level = parent is null ? 0 : parent.Level + 1;
        Macros = macros;
        PackageName = packageName;
    }

    public Value[] Slots { get; }

    /// <summary>The frame around it in the text (not the caller's).</summary>
    public Frame? Parent { get; }

    public int Level { get; }

    /// <summary>The macros of the package, looked up before the scope.</summary>
    public IReadOnlyDictionary<string, Value>? Macros { get; }

    public string PackageName { get; }

    /// <summary>For the frame of a file whose macros are called from elsewhere: what is still to be run for its variables.</summary>
    public Syntax.TemplateModule? Pending { get; set; }
}

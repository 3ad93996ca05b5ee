using CareTally.Templating.Syntax;

namespace CareTally.Templating.Parsing;

/// <summary>
/// A scope while it is being parsed: which names it assigns, and which uses still look for theirs. A use before the
/// assignment finds the slot too; it is unset then, and the enclosing scope is asked, as in Jinja.
/// </summary>
internal sealed class NameScope(NameScope? parent, bool isFrame)
{
    private readonly List<(string Name, Slot Slot)> _declared = [];
    private readonly List<(string Name, NameExpression Use)> _uses = [];
    private readonly List<(string Name, Slot Slot)> _inner = [];

    /// <summary>Number of slots of the frame given out so far; counted in the frame's outermost scope.</summary>
    private int _slotCount;

    public NameScope? Parent { get; } = parent;

    private NameScope FrameScope => isFrame || Parent is null ? this : Parent.FrameScope;

    private int Level { get; } = parent is null ? 0 : isFrame ? parent.Level + 1 : parent.Level;

    /// <summary>Slots of the whole frame; final when its outermost scope is closed.</summary>
    public int SlotCount => FrameScope._slotCount;

    public void Use(NameExpression name) => _uses.Add((name.Name, name));

    public Slot Declare(string name)
    {
        foreach (var (declared, slot) in _declared)
        {
            if (declared == name) return slot;
        }

        var made = new Slot(Level);
        _declared.Add((name, made));
        return made;
    }

    /// <summary>Whether anything inside looks for a name that this scope does not declare.</summary>
    public bool Needs(string name) =>
        !_declared.Exists(entry => entry.Name == name)
        && (_uses.Exists(entry => entry.Name == name) || _inner.Exists(entry => entry.Name == name));

    /// <summary>Whether anything directly inside uses a name.</summary>
    public bool Mentions(string name) => _uses.Exists(entry => entry.Name == name) || _inner.Exists(entry => entry.Name == name);

    /// <summary>Gives the slots their places, connects the uses with them, and passes the rest on to the enclosing scope.</summary>
    public SlotRange Close()
    {
        var frame = FrameScope;
        var range = new SlotRange(frame._slotCount, _declared.Count);
        foreach (var (_, slot) in _declared) slot.Index = frame._slotCount++;
        foreach (var (name, use) in _uses)
        {
            if (Find(name) is { } slot) use.Slot = slot;
            else Parent?._uses.Add((name, use));
        }

        foreach (var (name, slot) in _inner)
        {
            if (Find(name) is { } outer) slot.Outer = outer;
            else Parent?._inner.Add((name, slot));
        }

        Parent?._inner.AddRange(_declared);
        return range;
    }

    private Slot? Find(string name)
    {
        foreach (var (declared, slot) in _declared)
        {
            if (declared == name) return slot;
        }

        return null;
    }
}

using CareTally.Templating.Syntax;

namespace CareTally.Templating.Parsing;

/// <summary>
/// A scope while it is being parsed: which names it assigns, and which uses still look for theirs. A use before the
/// assignment finds the slot too; it is unset then, and the enclosing scope is asked, as in Jinja. The lists run through
/// the nodes and slots themselves: there are many scopes, and most have next to nothing in them.
/// </summary>
internal sealed class NameScope(NameScope? parent, bool isFrame)
{
    // With more names than this, looking through all of them takes too long.
    private const int MostSearched = 16;

    private Slot? _firstDeclared;
    private Slot? _lastDeclared;
    private int _declaredCount;
    private Dictionary<string, Slot>? _declaredByName;
    private NameExpression? _uses;
    private Slot? _inner;

    /// <summary>Number of slots of the frame given out so far; counted in the frame's outermost scope.</summary>
    private int _slotCount;

    public NameScope? Parent { get; } = parent;

    private NameScope FrameScope => isFrame || Parent is null ? this : Parent.FrameScope;

    private int Level { get; } = parent is null ? 0 : isFrame ? parent.Level + 1 : parent.Level;

    /// <summary>Slots of the whole frame; final when its outermost scope is closed.</summary>
    public int SlotCount => FrameScope._slotCount;

    public void Use(NameExpression name)
    {
        name.NextUse = _uses;
        _uses = name;
    }

    public Slot Declare(string name)
    {
        if (Find(name) is { } known) return known;
        var made = new Slot(name, Level);
        if (_lastDeclared is null) _firstDeclared = made;
        else _lastDeclared.NextDeclared = made;
        _lastDeclared = made;
        if (++_declaredCount > MostSearched) Index(made);
        return made;
    }

    /// <summary>Whether anything inside looks for a name that this scope does not declare.</summary>
    public bool Needs(string name) => Find(name) is null && Mentions(name);

    /// <summary>Whether anything directly inside uses a name.</summary>
    public bool Mentions(string name)
    {
        for (var use = _uses; use is not null; use = use.NextUse)
        {
            if (use.Name == name) return true;
        }

        for (var slot = _inner; slot is not null; slot = slot.NextInner)
        {
            if (slot.Name == name) return true;
        }

        return false;
    }

    /// <summary>Gives the slots their places, connects the uses with them, and passes the rest on to the enclosing scope.</summary>
    public SlotRange Close()
    {
        var frame = FrameScope;
        var range = new SlotRange(frame._slotCount, _declaredCount);
        for (var slot = _firstDeclared; slot is not null; slot = slot.NextDeclared) slot.Index = frame._slotCount++;
        ConnectUses();
        ConnectInner();
        for (var slot = _firstDeclared; slot is not null && Parent is not null; slot = slot.NextDeclared) Parent.AddInner(slot);
        return range;
    }

    private void ConnectUses()
    {
        for (NameExpression? use = _uses, next; use is not null; use = next)
        {
            next = use.NextUse;
            use.NextUse = null;
            if (Find(use.Name) is { } slot) use.Slot = slot;
            else Parent?.Use(use);
        }
    }

    private void ConnectInner()
    {
        for (Slot? slot = _inner, next; slot is not null; slot = next)
        {
            next = slot.NextInner;
            slot.NextInner = null;
            if (Find(slot.Name) is { } outer) slot.Outer = outer;
            else Parent?.AddInner(slot);
        }
    }

    private void AddInner(Slot slot)
    {
        slot.NextInner = _inner;
        _inner = slot;
    }

    private Slot? Find(string name)
    {
        if (_declaredByName is not null) return _declaredByName.GetValueOrDefault(name);
        for (var slot = _firstDeclared; slot is not null; slot = slot.NextDeclared)
        {
            if (slot.Name == name) return slot;
        }

        return null;
    }

    private void Index(Slot last)
    {
        if (_declaredByName is null)
        {
            _declaredByName = new Dictionary<string, Slot>(StringComparer.Ordinal);
            for (var slot = _firstDeclared; slot is not null; slot = slot.NextDeclared) _declaredByName.Add(slot.Name, slot);
        }
        else
        {
            _declaredByName.Add(last.Name, last);
        }
    }
}

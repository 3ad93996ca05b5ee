using CareTally.Diagnostics;

namespace CareTally.Core.Contexts;

/// <summary>Something that a template says while it is rendered: <c>log(..., info=true)</c>, <c>print</c> or <c>exceptions.warn</c>.</summary>
/// <param name="Text">What.</param>
/// <param name="Warning">The warning it is, or null.</param>
public sealed record TemplateMessage(string Text, Diagnostic? Warning = null);

/// <summary>
/// What one rendering says. It is told when the rendering has ended, so that one that is put off and done again does not say
/// everything twice.
/// </summary>
internal sealed class TemplateMessages
{
    private readonly List<TemplateMessage> _held = [];

    public void Add(TemplateMessage message) => _held.Add(message);

    /// <summary>Tells what is held, and forgets it.</summary>
    public void Tell(Action<TemplateMessage> tell)
    {
        foreach (var message in _held) tell(message);
        _held.Clear();
    }
}

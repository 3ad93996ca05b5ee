using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Templating;

/// <summary>The macros being run, for messages and for the limit on their depth.</summary>
internal sealed class CallStack
{
    // A stack of hundreds of calls of one macro says nothing that these do not.
    private const int MostShown = 12;

    private readonly List<(MacroValue Macro, SourceSpan Span)> _calls = [];

    public int Depth => _calls.Count;

    public void Push(MacroValue macro, SourceSpan span) => _calls.Add((macro, span));

    public void Pop() => _calls.RemoveAt(_calls.Count - 1);

    /// <summary>Forgets the calls that an exception has left.</summary>
    public void Restore(int depth) => _calls.RemoveRange(depth, _calls.Count - depth);

    public IEnumerable<DiagnosticFrame> ToFrames()
    {
        for (var i = _calls.Count - 1; i >= 0 && i >= _calls.Count - MostShown; i--)
        {
            var (macro, span) = _calls[i];
            var name = macro.Definition.MacroKind == Syntax.MacroKind.Caller ? "call block"
                : macro.PackageName.Length == 0 ? $"macro {macro.Name}" : $"macro {macro.PackageName}.{macro.Name}";
            yield return new DiagnosticFrame(name, span);
        }
    }
}

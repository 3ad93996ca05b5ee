using System.Collections.Immutable;
using CareTally.Diagnostics;
using CareTally.Templating.Syntax;
using CareTally.Templating.Values;

namespace CareTally.Templating;

/// <summary>
/// Runs a tree. One per rendering, one thread. This file: its state and the borders, where exceptions of values become
/// exceptions with a place.
/// </summary>
internal sealed partial class Interpreter(Evaluation context)
{
    private readonly Meter _meter = context.Meter;

    /// <summary>Frames of files whose macros are called from elsewhere.</summary>
    private readonly Dictionary<TemplateModule, Frame> _modules = [];

    private Frame _frame = null!;
    private OutputBuffer _output = null!;

    /// <summary>What is being evaluated, should it fail.</summary>
    private SyntaxNode? _at;

    /// <summary>What a macro returns, after <see cref="Completion.Return"/>.</summary>
    private Value _returned;

    /// <summary>Whether the template itself may return, as a macro does.</summary>
    private bool _mayReturn;

    public CallStack Calls { get; } = new();

    /// <summary>Where execution is; the beginning of nothing before it has begun.</summary>
    public SourceSpan CurrentSpan => _at?.Span ?? default;

    /// <summary>The macros that what is being run sees; those of the rendering before it has begun.</summary>
    public IReadOnlyDictionary<string, Value>? VisibleMacros => ((Frame?)_frame)?.Macros ?? context.Options.Macros;

    /// <summary>Runs something from outside, turning every failure into an exception with a place.</summary>
    public T Guard<T>(Func<T> run, SourceSpan? fallback)
    {
        var (depth, frame, output, at) = (Calls.Depth, _frame, _output, _at);
        var outer = Meter.Enter(_meter);
        try
        {
            return run();
        }
        catch (ValueException e)
        {
            throw Located(e.Kind, e.Message, e.Hint, fallback, e);
        }
        catch (InsufficientExecutionStackException e)
        {
            throw Located(TemplateProblems.StackExhausted, TemplateProblems.StackExhausted.Format, null, fallback, e);
        }
        catch (ReturnException e)
        {
            throw Located(TemplateProblems.ReturnOutsideMacro, TemplateProblems.ReturnOutsideMacro.Format, null, fallback, e);
        }
        catch (DiagnosticException e) when (e is not TemplateException)
        {
            throw WithPlace(e, fallback);
        }
        finally
        {
            Meter.Enter(outer);
            Calls.Restore(depth);
            (_frame, _output, _at) = (frame, output, at);
        }
    }

    public void Guard(Action run, SourceSpan? fallback) => Guard(
        () =>
        {
            run();
            return 0;
        },
        fallback);

    public void RunTemplate(Frame frame, ImmutableArray<Statement> body, OutputBuffer output)
    {
        (_frame, _output) = (frame, output);
        if (Execute(body) == Completion.Return) throw new ValueException(TemplateProblems.ReturnOutsideMacro, TemplateProblems.ReturnOutsideMacro.Format);
    }

    /// <summary>Runs a template as if it were a macro: what it returns, or its text.</summary>
    public Value RunForResult(Frame frame, ImmutableArray<Statement> body, OutputBuffer output)
    {
        (_frame, _output, _mayReturn) = (frame, output, true);
        try
        {
            return Execute(body) == Completion.Return ? _returned : output.ToString();
        }
        catch (ReturnException e)
        {
            return e.Value;
        }
    }

    /// <summary>Runs a block (a snapshot, say) as if it were a template.</summary>
    public void RunBlock(MacroValue block, OutputBuffer output)
    {
        var parent = ModuleFrame(block);
        RunTemplate(new Frame(block.Definition.SlotCount, parent, parent.Macros, ""), block.Definition.Body, output);
    }

    /// <summary>The text of another template, in the same scope.</summary>
    public string RenderNested(TemplateModule module)
    {
        using var buffer = OutputBuffer.Plain(_meter);
        var (frame, output, at) = (_frame, _output, _at);
        RunTemplate(new Frame(module.Root.SlotCount, null, context.Options.Macros, ""), module.Root.Body, buffer);
        (_frame, _output, _at) = (frame, output, at);
        return buffer.ToString();
    }

    private TemplateException Located(DiagnosticKind kind, string message, string? hint, SourceSpan? fallback, Exception inner) => new(
        new Diagnostic { Kind = kind, Message = message, Span = _at?.Span ?? fallback, Hint = hint, Frames = [.. Calls.ToFrames()] }, inner);

    private TemplateException WithPlace(DiagnosticException e, SourceSpan? fallback) => new(
        e.Diagnostic with
        {
            Span = e.Diagnostic.Span ?? _at?.Span ?? fallback,
            Frames = e.Diagnostic.Frames.IsEmpty ? [.. Calls.ToFrames()] : e.Diagnostic.Frames,
        },
        e);
}

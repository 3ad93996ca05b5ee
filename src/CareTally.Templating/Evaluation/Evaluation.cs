using CareTally.Diagnostics;
using CareTally.Templating.Syntax;
using CareTally.Templating.Values;

namespace CareTally.Templating;

/// <summary>One rendering under way: its scope, its limits, and the macros it is in.</summary>
public sealed class Evaluation
{
    internal Evaluation(Scope scope, RenderOptions options, bool isNative)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(options);
        Scope = scope;
        Options = options;
        IsNative = isNative;
        Meter = new Meter(options);
        Interpreter = new Interpreter(this);
    }

    /// <summary>The names of the node being rendered.</summary>
    public Scope Scope { get; }

    /// <summary>How it is rendered.</summary>
    public RenderOptions Options { get; }

    /// <summary>Whether the result is a value rather than a text.</summary>
    public bool IsNative { get; }

    /// <summary>The macros it is in, innermost first, each with where it was called.</summary>
    public IEnumerable<DiagnosticFrame> Frames => Interpreter.Calls.ToFrames();

    /// <summary>The macros that the template or macro being run sees.</summary>
    public IReadOnlyDictionary<string, Value>? VisibleMacros => Interpreter.VisibleMacros;

    internal Meter Meter { get; }

    internal Interpreter Interpreter { get; }

    /// <summary>Calls a function, macro or other callable.</summary>
    public Value Call(Value callable, params ReadOnlySpan<Value> positional) =>
        Interpreter.Call(callable, new CallArguments(this, Interpreter.CurrentSpan, positional.ToArray()));

    /// <summary>Calls a function, macro or other callable with named arguments too.</summary>
    public Value Call(Value callable, IReadOnlyList<Value> positional, IReadOnlyDictionary<string, Value>? named) =>
        Interpreter.Call(callable, new CallArguments(this, Interpreter.CurrentSpan, [.. positional], named));

    /// <summary>Renders another template within this rendering (same scope and limits), as <c>render()</c> does.</summary>
    public string Render(Template template)
    {
        ArgumentNullException.ThrowIfNull(template);
        return template.PlainText ?? Interpreter.RenderNested(template.Module);
    }

    /// <summary>Goes through a value's items, each of which counts as a step.</summary>
    public IEnumerable<Value> Iterate(Value value)
    {
        foreach (var item in PythonSequences.ItemsOf(value))
        {
            Meter.Step();
            yield return item;
        }
    }

    /// <summary>An error with the macros that led to it; to be thrown.</summary>
    public TemplateException Error(Diagnostic diagnostic)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        return new TemplateException(diagnostic.Frames.IsEmpty ? diagnostic with { Frames = [.. Frames] } : diagnostic);
    }

    internal RenderedText RenderText(TemplateModule module, System.Collections.Immutable.ImmutableArray<Statement> body)
    {
        using var output = OutputBuffer.WithMap(Meter);
        Run(module.Root.SlotCount, body, output);
        return output.ToRenderedText();
    }

    internal RenderedText RenderBlock(MacroDefinition block)
    {
        using var output = OutputBuffer.WithMap(Meter);
        var macro = new MacroValue(block, "", Options.Macros is { } macros ? () => macros : null);
        Interpreter.Guard(() => Interpreter.RunBlock(macro, output), block.NameSpan);
        return output.ToRenderedText();
    }

    internal Value RenderNative(TemplateModule module, System.Collections.Immutable.ImmutableArray<Statement> body)
    {
        using var output = OutputBuffer.Native(Meter);
        Run(module.Root.SlotCount, body, output);
        return Interpreter.Guard(() => NativeResult.Of(output, Meter), module.Root.Span);
    }

    internal Value CallTemplate(TemplateModule module)
    {
        using var output = OutputBuffer.Plain(Meter);
        var frame = new Frame(module.Root.SlotCount, null, Options.Macros, "");
        return Interpreter.Guard(() => Interpreter.RunForResult(frame, module.Root.Body, output), null);
    }

    internal Value CallFromHost(MacroValue macro, IReadOnlyList<Value> positional, IReadOnlyDictionary<string, Value>? named) =>
        Interpreter.Guard(
            () => macro.Call(new CallArguments(this, macro.Definition.NameSpan, [.. positional], named)), macro.Definition.NameSpan);

    internal RenderedText RenderFromHost(MacroValue macro, IReadOnlyList<Value> positional, IReadOnlyDictionary<string, Value>? named)
    {
        using var output = OutputBuffer.WithMap(Meter);
        Interpreter.Guard(
            () => Interpreter.WriteMacro(macro, new CallArguments(this, macro.Definition.NameSpan, [.. positional], named), output), macro.Definition.NameSpan);
        return output.ToRenderedText();
    }

    private void Run(int slotCount, System.Collections.Immutable.ImmutableArray<Statement> body, OutputBuffer output)
    {
        var frame = new Frame(slotCount, null, Options.Macros, "");
        Interpreter.Guard(() => Interpreter.RunTemplate(frame, body, output), null);
    }
}

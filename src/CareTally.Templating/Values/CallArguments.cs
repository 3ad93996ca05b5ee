using System.Collections.Frozen;
using CareTally.Diagnostics;

namespace CareTally.Templating.Values;

/// <summary>The arguments of a call, where it stands, and the evaluation it happens in.</summary>
public sealed class CallArguments
{
    internal static readonly IReadOnlyDictionary<string, Value> NoNames = FrozenDictionary<string, Value>.Empty;

    internal CallArguments(Evaluation context, SourceSpan span, Value[] positional, IReadOnlyDictionary<string, Value>? named = null)
    {
        Context = context;
        Span = span;
        Positional = positional;
        Named = named ?? NoNames;
    }

    /// <summary>Arguments without a name.</summary>
    public IReadOnlyList<Value> Positional { get; }

    /// <summary>Arguments with a name, in order.</summary>
    public IReadOnlyDictionary<string, Value> Named { get; }

    /// <summary>Where the call stands.</summary>
    public SourceSpan Span { get; }

    /// <summary>The evaluation it happens in.</summary>
    public Evaluation Context { get; }

    /// <summary>The body of the <c>call</c> block, where this is one.</summary>
    public MacroValue? Caller => Named.TryGetValue("caller", out var caller) ? caller.As<MacroValue>() : null;

    /// <summary>Number of arguments.</summary>
    public int Count => Positional.Count + Named.Count;

    internal Value[] PositionalArray => (Value[])Positional;

    /// <summary>
    /// Binds the arguments to parameters, as Python does. A parameter ending in <c>?</c> may be left out;
    /// what is left out is undefined.
    /// </summary>
    /// <param name="function">What messages call the function.</param>
    /// <param name="parameters">Names, in order.</param>
    public BoundArguments Bind(string function, params ReadOnlySpan<string> parameters)
    {
        var bound = new Value[parameters.Length];
        if (Positional.Count > parameters.Length)
            throw Wrong(function, $"takes {Counted(parameters)} but {Positional.Count} {(Positional.Count == 1 ? "was" : "were")} given");
        var used = 0;
        for (var i = 0; i < parameters.Length; i++)
        {
            var optional = parameters[i].EndsWith('?');
            var name = optional ? parameters[i][..^1] : parameters[i];
            var isNamed = Named.TryGetValue(name, out var named);
            if (isNamed) used++;
            if (isNamed && i < Positional.Count) throw Wrong(function, $"got multiple values for argument '{name}'");
            if (!isNamed && i >= Positional.Count && !optional) throw Wrong(function, $"missing required argument '{name}'");
            bound[i] = i < Positional.Count ? Positional[i] : isNamed ? named : Value.Undefined(name);
        }

        if (used < Named.Count) throw Unexpected(function, parameters);
        return new BoundArguments(bound);
    }

    /// <summary>An error at the place of the call, with the macros that led to it; to be thrown.</summary>
    public TemplateException Error(DiagnosticKind kind, params object?[] arguments) =>
        Context.Error(Diagnostic.Of(kind, Span, arguments));

    /// <summary>An error at the place of the call with what to do about it; to be thrown.</summary>
    public TemplateException ErrorWithHint(DiagnosticKind kind, string? hint, params object?[] arguments) =>
        Context.Error(Diagnostic.Of(kind, Span, arguments) with { Hint = hint });

    private static string Counted(ReadOnlySpan<string> parameters)
    {
        var optional = 0;
        foreach (var parameter in parameters) optional += parameter.EndsWith('?') ? 1 : 0;
        var count = parameters.Length;
        return optional > 0 ? $"from {count - optional} to {count} arguments" : count == 1 ? "1 argument" : $"{count} arguments";
    }

    private static ValueException Wrong(string function, string what) =>
        new(TemplateProblems.WrongArguments, $"{function}() {what}");

    private ValueException Unexpected(string function, ReadOnlySpan<string> parameters)
    {
        var known = new List<string>();
        foreach (var parameter in parameters) known.Add(parameter.TrimEnd('?'));
        var unexpected = Named.Keys.First(name => !known.Contains(name));
        return new(TemplateProblems.WrongArguments, $"{function}() got an unexpected argument '{unexpected}'", DidYouMean.Hint(unexpected, known));
    }
}

/// <summary>Arguments in the order of the parameters; what was left out is undefined.</summary>
public readonly struct BoundArguments(Value[] values)
{
    /// <summary>The argument of a parameter, by position.</summary>
    public Value this[int index] => values[index];

    /// <summary>Whether a parameter got an argument.</summary>
    public bool Has(int index) => !values[index].IsUndefined;

    /// <summary>Two arguments.</summary>
    public void Deconstruct(out Value first, out Value second) => (first, second) = (values[0], values[1]);

    /// <summary>Three arguments.</summary>
    public void Deconstruct(out Value first, out Value second, out Value third) =>
        (first, second, third) = (values[0], values[1], values[2]);

    /// <summary>Four arguments.</summary>
    public void Deconstruct(out Value first, out Value second, out Value third, out Value fourth) =>
        (first, second, third, fourth) = (values[0], values[1], values[2], values[3]);
}

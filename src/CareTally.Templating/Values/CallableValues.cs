using CareTally.Templating.Syntax;

namespace CareTally.Templating.Values;

/// <summary>A function of the host or of the language.</summary>
public sealed class FunctionValue(string name, Func<CallArguments, Value> body) : ObjectValue
{
    /// <summary>What messages call it.</summary>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public override string TypeName => "function";

    /// <inheritdoc/>
    public override ValueKind Kind => ValueKind.Callable;

    /// <inheritdoc/>
    public override bool IsCallable => true;

    /// <inheritdoc/>
    public override Value Call(CallArguments arguments) => body(arguments);

    /// <inheritdoc/>
    public override string ToRepr() => $"<function {Name}>";
}

/// <summary>A macro (or the body of a <c>call</c> block) that can be called.</summary>
public sealed class MacroValue : ObjectValue
{
    private readonly Func<IReadOnlyDictionary<string, Value>>? _macros;

    /// <summary>A macro of a package; the function gives the names its body sees before the scope, and is asked at each call.</summary>
    public MacroValue(MacroDefinition definition, string packageName, Func<IReadOnlyDictionary<string, Value>>? macros = null)
    {
        Definition = definition;
        PackageName = packageName;
        _macros = macros;
    }

    internal MacroValue(MacroDefinition definition, Frame closure)
    {
        Definition = definition;
        PackageName = closure.PackageName;
        Closure = closure;
    }

    /// <summary>What it does.</summary>
    public MacroDefinition Definition { get; }

    /// <summary>Name in the template.</summary>
    public string Name => Definition.Name;

    /// <summary>The package it belongs to; empty for a macro defined where it is used.</summary>
    public string PackageName { get; }

    /// <inheritdoc/>
    public override string TypeName => "Macro";

    /// <inheritdoc/>
    public override ValueKind Kind => ValueKind.Callable;

    /// <inheritdoc/>
    public override bool IsCallable => true;

    /// <inheritdoc/>
    public override IEnumerable<string> AttributeNames => ["name", "arguments", "catch_kwargs", "catch_varargs", "caller"];

    /// <summary>The frame it was defined in; null for a macro of a package, whose frame is its file's.</summary>
    internal Frame? Closure { get; }

    internal IReadOnlyDictionary<string, Value>? Macros => _macros?.Invoke();

    /// <inheritdoc/>
    public override bool TryGetAttribute(string name, out Value value)
    {
        value = name switch
        {
            "name" => Name,
            "arguments" => Value.Of(new TupleValue(Definition.Parameters.Select(p => Value.Of(p.Name)))),
            "catch_kwargs" => Definition.UsesKwargs,
            "catch_varargs" => Definition.UsesVarargs,
            "caller" => Definition.UsesCaller,
            _ => Value.Unset,
        };
        return !value.IsUnset;
    }

    /// <inheritdoc/>
    public override Value Call(CallArguments arguments) => arguments.Context.Interpreter.CallMacro(this, arguments);

    /// <inheritdoc/>
    public override string ToRepr() => $"<Macro '{Name}'>";
}

using System.Runtime.CompilerServices;
using CareTally.Diagnostics;
using CareTally.Templating.Syntax;
using CareTally.Templating.Values;

namespace CareTally.Templating;

/// <summary>Calls of functions and macros.</summary>
internal sealed partial class Interpreter
{
    /// <summary>Where the running macro's text goes when it is printed as it is; otherwise nothing.</summary>
    private (OutputBuffer? Output, int Start) _direct;

    /// <summary>Calls a value on behalf of a host function.</summary>
    public Value Call(Value callable, CallArguments arguments) => Guard(() => InvokeObject(callable, arguments), arguments.Span);

    /// <summary>The macro's text, or what it returns.</summary>
    public Value CallMacro(MacroValue macro, CallArguments arguments)
    {
        using var buffer = OutputBuffer.Plain(_meter);
        if (RunMacro(macro, arguments, buffer, default)) return _returned;
        var text = buffer.ToString();
        _meter.Text(text.Length);
        return text;
    }

    /// <summary>Prints what the macro makes where it is wanted.</summary>
    private void WriteMacro(MacroValue macro, CallArguments arguments, CallExpression call)
    {
        _at = call;
        var (output, start) = (_output, _output.Length);
        if (!RunMacro(macro, arguments, output, (output, start))) return;
        if (_returned.IsUnset) return;
        output.Truncate(start);
        WriteValue(_returned, call.Span, call);
    }

    /// <summary>Writes what the macro makes as a text of its own.</summary>
    public void WriteMacro(MacroValue macro, CallArguments arguments, OutputBuffer output)
    {
        if (!RunMacro(macro, arguments, output, (output, 0)) || _returned.IsUnset) return;
        output.Truncate(0);
        output.Write(_returned, macro.Definition.NameSpan);
    }

    /// <summary>Runs a macro; true where it ended in <c>return</c>.</summary>
    private bool RunMacro(MacroValue macro, CallArguments arguments, OutputBuffer output, (OutputBuffer?, int) direct)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        _meter.Step();
        if (Calls.Depth >= _meter.Limits.MaxDepth) throw _meter.TooDeep();
        var isCaller = macro.Definition.MacroKind == MacroKind.Caller;
        var saved = (_frame, _output, _at, _direct);
        var depth = Calls.Depth;
        var frame = NewFrame(macro);
        MacroBinder.Bind(macro, arguments, frame);
        Calls.Push(macro, arguments.Span);
        (_frame, _output, _direct) = (frame, output, isCaller ? default : direct);
        var isReturned = false;
        try
        {
            SetDefaults(macro.Definition, frame);
            isReturned = Execute(macro.Definition.Body) == Completion.Return;
        }
        catch (ReturnException e) when (!isCaller)
        {
            Calls.Restore(depth + 1);
            _returned = e.Value;
            isReturned = true;
        }

        Calls.Pop();
        (_frame, _output, _at, _direct) = saved;

        // The body of a call block is not a macro: a return in it ends the macro it was given to.
        return isReturned && isCaller ? throw new ReturnException(_returned) : isReturned;
    }

    private Frame NewFrame(MacroValue macro)
    {
        var parent = ModuleFrame(macro);
        return new Frame(macro.Definition.SlotCount, parent, parent.Macros, parent.PackageName);
    }

    private void SetDefaults(MacroDefinition definition, Frame frame)
    {
        for (var i = 0; i < definition.Parameters.Length; i++)
        {
            ref var slot = ref frame.Slots[definition.FirstSlot + i];
            if (!slot.IsUnset) continue;
            var parameter = definition.Parameters[i];
            var value = parameter.Default is { } expression
                ? Evaluate(expression)
                : Value.Of(new UndefinedValue(parameter.Name, $"parameter '{parameter.Name}' was not provided"));
            slot = value;
        }
    }

    // The frame a macro's body is nested in: where it was defined, or its file's.
    private Frame ModuleFrame(MacroValue macro)
    {
        if (macro.Closure is { } closure) return closure;
        var module = macro.Definition.Module;
        if (_modules.TryGetValue(module, out var known)) return known;
        var frame = new Frame(module.Root.SlotCount, null, macro.Macros, macro.PackageName) { Pending = module };
        _modules.Add(module, frame);
        return frame;
    }

    // The names a file sets at its top level, when one of its macros first asks for one.
    private void RunModule(Frame frame, TemplateModule module)
    {
        frame.Pending = null;
        var saved = (_frame, _output, _at, _direct);
        using var discarded = OutputBuffer.Plain(_meter);
        (_frame, _output, _direct) = (frame, discarded, default);

        // What the package makes known by name is looked up there, where another package may have replaced it.
        foreach (var definition in module.Root.Body.OfType<MacroDefinition>())
        {
            if (frame.Macros?.ContainsKey(definition.Name) != true) DefineMacro(definition);
        }

        foreach (var statement in module.Root.Body)
        {
            if (statement.Kind is not (SyntaxKind.Text or SyntaxKind.Output or SyntaxKind.Macro)) Execute(statement);
        }

        (_frame, _output, _at, _direct) = saved;
    }

    private Value EvaluateCall(CallExpression call)
    {
        var function = Evaluate(call.Function);
        return Invoke(function, ArgumentsOf(call.Arguments, call), call);
    }

    private Value Invoke(Value function, CallArguments arguments, CallExpression call)
    {
        _at = call;
        _meter.Step();
        if (function.AsObject is UndefinedValue undefined) throw UndefinedCall(undefined, call);
        return InvokeObject(function, arguments);
    }

    private static Value InvokeObject(Value function, CallArguments arguments)
    {
        if (function.AsObject is { } callable) return callable.Call(arguments);
        throw ValueException.Type($"'{function.TypeName}' object is not callable");
    }

    private ValueException UndefinedCall(UndefinedValue undefined, CallExpression call)
    {
        if (call.Function is not NameExpression name) return undefined.Raise();
        var hint = DidYouMean.Hint(name.Name, KnownNames()) ?? "is it a macro that no package of the project defines?";
        return new ValueException(TemplateProblems.Undefined, undefined.Message, hint);
    }

    private IEnumerable<string> KnownNames() =>
        [.. _frame.Macros?.Keys ?? [], .. context.Scope.Names, .. LanguageGlobals.All.Keys, .. TopLevelMacros()];

    private IEnumerable<string> TopLevelMacros()
    {
        for (var frame = _frame; frame is not null; frame = frame.Parent)
        {
            foreach (var value in frame.Slots)
            {
                if (value.AsObject is MacroValue macro) yield return macro.Name;
            }
        }
    }

    private CallArguments ArgumentsOf(ArgumentList list, SyntaxNode call, MacroValue? caller = null)
    {
        if (list.IsPlain && caller is null)
        {
            var plain = list.Positional.IsEmpty ? [] : new Value[list.Positional.Length];
            for (var i = 0; i < plain.Length; i++) plain[i] = Evaluate(list.Positional[i]);
            return new CallArguments(context, call.Span, plain);
        }

        var positional = new List<Value>(list.Positional.Length);
        foreach (var argument in list.Positional) positional.Add(Evaluate(argument));
        if (list.Rest is { } rest) AddRest(positional, Evaluate(rest), rest);
        var named = new OrderedDictionary<string, Value>(StringComparer.Ordinal);
        foreach (var argument in list.Named) named[argument.Name] = Evaluate(argument.Value);
        if (list.NamedRest is { } namedRest) AddNamed(named, Evaluate(namedRest), namedRest);
        if (caller is not null) named["caller"] = Value.Of(caller);
        return new CallArguments(context, call.Span, [.. positional], named);
    }

    private void AddRest(List<Value> positional, Value rest, Expression place)
    {
        _at = place;
        positional.AddRange(context.Iterate(rest));
    }

    private void AddNamed(OrderedDictionary<string, Value> named, Value mapping, Expression place)
    {
        _at = place;
        if (mapping.As<DictValue>() is not { } dict) throw ValueException.Type($"argument after ** must be a mapping, not {mapping.TypeName}");
        foreach (var (key, value) in dict)
        {
            if (!key.TryGetString(out var name)) throw ValueException.Type("keywords must be strings");
            if (!named.TryAdd(name, value)) throw new ValueException(TemplateProblems.WrongArguments, $"got multiple values for keyword argument '{name}'");
        }
    }
}

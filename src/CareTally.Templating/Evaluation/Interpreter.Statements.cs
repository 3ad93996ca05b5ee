using System.Collections.Immutable;
using System.Diagnostics;
using CareTally.Templating.Syntax;
using CareTally.Templating.Values;

namespace CareTally.Templating;

/// <summary>Statements: one method for each.</summary>
internal sealed partial class Interpreter
{
    private Completion Execute(ImmutableArray<Statement> statements)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var statement in statements)
        {
            var completion = Execute(statement);
            if (completion != Completion.Normal) return completion;
        }

        return Completion.Normal;
    }

    private Completion Execute(Statement statement)
    {
        _meter.Step();
        switch (statement.Kind)
        {
            case SyntaxKind.Text:
                _output.Write((TextStatement)statement);
                return Completion.Normal;
            case SyntaxKind.Output:
                return ExecuteOutput((OutputStatement)statement);
            case SyntaxKind.If:
                return ExecuteIf((IfStatement)statement);
            case SyntaxKind.For:
                return ExecuteFor((ForStatement)statement);
            case SyntaxKind.Set:
                ExecuteSet((SetStatement)statement);
                return Completion.Normal;
            case SyntaxKind.SetBlock:
                return ExecuteSetBlock((SetBlockStatement)statement);
            case SyntaxKind.Do:
                return ExecuteDo((DoStatement)statement);
            case SyntaxKind.Macro:
                DefineMacro((MacroDefinition)statement);
                return Completion.Normal;
            case SyntaxKind.CallBlock:
                ExecuteCallBlock((CallBlockStatement)statement);
                return Completion.Normal;
            case SyntaxKind.FilterBlock:
                return ExecuteFilterBlock((FilterBlockStatement)statement);
            case SyntaxKind.With:
                return ExecuteWith((WithStatement)statement);
            case SyntaxKind.Break:
                return Completion.Break;
            case SyntaxKind.Continue:
                return Completion.Continue;
            default:
                throw new UnreachableException($"no statement: {statement.Kind}");
        }
    }

    private Completion ExecuteOutput(OutputStatement statement)
    {
        if (ReturnedExpression(statement.Expression) is { } returned) return ExecuteReturn(returned);
        Print(statement.Expression, statement.Span);
        return Completion.Normal;
    }

    /// <summary>
    /// Prints an expression. A macro that is printed as it is writes where the text is wanted, which spares the copy and
    /// keeps the map into the macro.
    /// </summary>
    private void Print(Expression expression, Diagnostics.SourceSpan span)
    {
        while (expression is ConditionalExpression conditional)
        {
            if (Evaluate(conditional.Condition).IsTruthy) expression = conditional.Then;
            else if (conditional.Otherwise is { } otherwise) expression = otherwise;
            else return;
        }

        if (expression is CallExpression call && !_output.IsNative)
        {
            var function = Evaluate(call.Function);
            var arguments = ArgumentsOf(call.Arguments, call);
            if (function.AsObject is MacroValue macro) WriteMacro(macro, arguments, call);
            else WriteValue(Invoke(function, arguments, call), span, expression);
            return;
        }

        WriteValue(Evaluate(expression), span, expression);
    }

    private void WriteValue(Value value, Diagnostics.SourceSpan span, Expression expression)
    {
        _at = expression;
        _output.Write(value, span);
    }

    private Completion ExecuteDo(DoStatement statement)
    {
        if (ReturnedExpression(statement.Expression) is { } returned) return ExecuteReturn(returned);
        Evaluate(statement.Expression);
        return Completion.Normal;
    }

    // `return(x)` as a whole statement, meaning the language's own return: no exception is needed then.
    private CallExpression? ReturnedExpression(Expression expression) =>
        expression is CallExpression { Name: LanguageGlobals.ReturnName } call
        && ReferenceEquals(Evaluate(call.Function).AsObject, LanguageGlobals.Return) ? call : null;

    private Completion ExecuteReturn(CallExpression call)
    {
        if (Calls.Depth == 0 && !_mayReturn)
        {
            _at = call;
            throw new ValueException(TemplateProblems.ReturnOutsideMacro, TemplateProblems.ReturnOutsideMacro.Format);
        }

        if (call.Arguments is { IsPlain: true, Positional: [var only] })
        {
            if (only is CallExpression && _direct.Output is { } output)
            {
                // What the macro returns is printed at once: so is what the call it ends in prints.
                output.Truncate(_direct.Start);
                _output = output;
                Print(only, only.Span);
                _returned = Value.Unset;
            }
            else
            {
                _returned = Evaluate(only);
            }
        }
        else
        {
            var arguments = ArgumentsOf(call.Arguments, call);
            _at = call;
            _returned = arguments.Bind(LanguageGlobals.ReturnName, "data?")[0].Or(Value.None);
        }

        return Completion.Return;
    }

    private Completion ExecuteIf(IfStatement statement)
    {
        foreach (var branch in statement.Branches)
        {
            if (Evaluate(branch.Condition).IsTruthy) return Execute(branch.Body);
        }

        return Execute(statement.Otherwise);
    }

    private void ExecuteSet(SetStatement statement)
    {
        var value = Evaluate(statement.Value);
        Assign(statement.Target, value);
    }

    private Completion ExecuteSetBlock(SetBlockStatement statement)
    {
        Clear(statement.Slots);
        var completion = Capture(statement.Body, out var text);
        if (completion != Completion.Normal) return completion;
        Assign(statement.Target, statement.Filter is null ? text : ApplyToBlock(statement.Filter, text));
        return Completion.Normal;
    }

    private Completion ExecuteFilterBlock(FilterBlockStatement statement)
    {
        Clear(statement.Slots);
        var completion = Capture(statement.Body, out var text);
        if (completion != Completion.Normal) return completion;
        _output.Write(ApplyToBlock(statement.Filter, text), statement.Span);
        return Completion.Normal;
    }

    private Completion Capture(ImmutableArray<Statement> body, out string text)
    {
        var outer = _output;
        using var buffer = OutputBuffer.Plain(_meter);
        _output = buffer;
        var completion = Execute(body);
        _output = outer;
        text = buffer.ToString();
        _meter.Text(text.Length);
        return completion;
    }

    private Value ApplyToBlock(FilterExpression filter, string text) =>
        ApplyFilter(filter, filter.Input is FilterExpression inner ? ApplyToBlock(inner, text) : text);

    private Completion ExecuteWith(WithStatement statement)
    {
        var values = new Value[statement.Assignments.Length];
        for (var i = 0; i < values.Length; i++) values[i] = Evaluate(statement.Assignments[i].Value);
        Clear(statement.Slots);
        for (var i = 0; i < values.Length; i++) Assign(statement.Assignments[i].Target, values[i]);
        return Execute(statement.Body);
    }

    private void DefineMacro(MacroDefinition definition)
    {
        if (definition.Slot is { } slot) _frame.Slots[slot.Index] = Value.Of(new MacroValue(definition, _frame));
    }

    private void ExecuteCallBlock(CallBlockStatement statement)
    {
        var caller = new MacroValue(statement.Caller, _frame);
        var function = Evaluate(statement.Call.Function);
        var arguments = ArgumentsOf(statement.Call.Arguments, statement.Call, caller);
        if (function.AsObject is MacroValue macro && !_output.IsNative) WriteMacro(macro, arguments, statement.Call);
        else WriteValue(Invoke(function, arguments, statement.Call), statement.Call.Span, statement.Call);
    }

    private void Clear(SlotRange slots) => _frame.Slots.AsSpan(slots.Start, slots.Count).Fill(Value.Unset);

    private void Assign(Expression target, Value value)
    {
        switch (target)
        {
            case NameExpression name:
                _frame.Slots[name.Slot!.Index] = value;
                break;
            case TupleExpression tuple:
                Unpack(tuple, value);
                break;
            case NamespaceTarget attribute:
                var owner = Evaluate(attribute.Target);
                _at = attribute;
                if (owner.As<NamespaceValue>() is not { } bag)
                    throw ValueException.Type("cannot assign attribute on non-namespace object", $"begin with {{% set {attribute.Target.Name} = namespace() %}}");
                bag.Set(attribute.Attribute, value);
                break;
            default:
                throw new UnreachableException($"no target: {target.Kind}");
        }
    }

    private void Unpack(TupleExpression targets, Value value)
    {
        _at = targets;
        var wanted = targets.Items.Length;
        var items = new List<Value>(wanted);
        if (!PythonSequences.IsIterable(value)) throw ValueException.Type($"cannot unpack non-iterable {value.TypeName} object");
        foreach (var item in PythonSequences.ItemsOf(value))
        {
            if (items.Count == wanted) throw ValueException.Invalid($"too many values to unpack (expected {wanted})");
            items.Add(item);
        }

        if (items.Count < wanted) throw ValueException.Invalid($"not enough values to unpack (expected {wanted}, got {items.Count})");
        for (var i = 0; i < wanted; i++) Assign(targets.Items[i], items[i]);
    }
}

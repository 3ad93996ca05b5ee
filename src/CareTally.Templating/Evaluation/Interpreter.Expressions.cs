using System.Diagnostics;
using System.Runtime.CompilerServices;
using CareTally.Diagnostics;
using CareTally.Templating.BuiltIns;
using CareTally.Templating.Syntax;
using CareTally.Templating.Values;

namespace CareTally.Templating;

/// <summary>Expressions: one method for each.</summary>
internal sealed partial class Interpreter
{
    private Value Evaluate(Expression expression)
    {
        if (expression.Kind == SyntaxKind.Literal) return ((LiteralExpression)expression).Value;
        if (expression.Kind == SyntaxKind.Name) return Lookup((NameExpression)expression);
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (expression.Kind)
        {
            case SyntaxKind.Call:
                return EvaluateCall((CallExpression)expression);
            case SyntaxKind.Attribute:
                return EvaluateAttribute((AttributeExpression)expression);
            case SyntaxKind.Subscript:
                return EvaluateSubscript((SubscriptExpression)expression);
            case SyntaxKind.Filter:
                var filter = (FilterExpression)expression;
                return ApplyFilter(filter, Evaluate(filter.Input!));
            case SyntaxKind.Test:
                return EvaluateTest((TestExpression)expression);
            case SyntaxKind.Compare:
                return EvaluateCompare((CompareExpression)expression);
            case SyntaxKind.Logical:
                return EvaluateLogical((LogicalExpression)expression);
            case SyntaxKind.Unary:
                return EvaluateUnary((UnaryExpression)expression);
            case SyntaxKind.Binary:
                return EvaluateBinary((BinaryExpression)expression);
            case SyntaxKind.Concat:
                return EvaluateConcat((ConcatExpression)expression);
            case SyntaxKind.Conditional:
                return EvaluateConditional((ConditionalExpression)expression);
            case SyntaxKind.List:
                return Value.Of(new ListValue(EvaluateAll(((ListExpression)expression).Items).AsSpan()));
            case SyntaxKind.Tuple:
                return Value.Of(new TupleValue(EvaluateAll(((TupleExpression)expression).Items)));
            case SyntaxKind.Dict:
                return EvaluateDict((DictExpression)expression);
            case SyntaxKind.Slice:
                var slice = (SliceExpression)expression;
                return Value.Of(new TupleValue([PartOf(slice.Start), PartOf(slice.Stop), PartOf(slice.Step)]));
            default:
                throw new UnreachableException($"no expression: {expression.Kind}");
        }
    }

    private Value Lookup(NameExpression name)
    {
        for (var slot = name.Slot; slot is not null; slot = slot.Outer)
        {
            var frame = _frame;
            while (frame.Level > slot.Level) frame = frame.Parent!;
            if (frame.Slots[slot.Index].IsUnset && frame.Pending is { } module) RunModule(frame, module);
            var value = frame.Slots[slot.Index];
            if (!value.IsUnset) return value;
        }

        if (context.Options.Overrides is { } overrides && overrides.TryGetValue(name.Name, out var found)) return found;
        if (_frame.Macros is { } macros && macros.TryGetValue(name.Name, out found)) return found;
        if (context.Scope.TryGet(name.Name, out found)) return found;
        return LanguageGlobals.All.TryGetValue(name.Name, out found) ? found : Value.Undefined(name.Name);
    }

    private Value[] EvaluateAll(System.Collections.Immutable.ImmutableArray<Expression> items)
    {
        var values = items.IsEmpty ? [] : new Value[items.Length];
        for (var i = 0; i < values.Length; i++) values[i] = Evaluate(items[i]);
        return values;
    }

    private Value EvaluateDict(DictExpression expression)
    {
        var dict = new DictValue();
        foreach (var (keyExpression, valueExpression) in expression.Entries)
        {
            var key = Evaluate(keyExpression);
            var value = Evaluate(valueExpression);
            _at = keyExpression;
            dict.Set(key, value);
        }

        return Value.Of(dict);
    }

    private Value EvaluateUnary(UnaryExpression expression)
    {
        var operand = Evaluate(expression.Operand);
        _at = expression;
        return expression.Operator switch
        {
            UnaryOperator.Not => !operand.IsTruthy,
            UnaryOperator.Minus => PythonOperators.Negate(operand),
            _ => PythonOperators.Plus(operand),
        };
    }

    private Value EvaluateBinary(BinaryExpression expression)
    {
        var left = Evaluate(expression.Left);
        var right = Evaluate(expression.Right);
        _at = expression;
        return PythonOperators.Calculate(expression.Operator, left, right, _meter);
    }

    private Value EvaluateLogical(LogicalExpression expression)
    {
        var value = Evaluate(expression.Operands[0]);
        for (var i = 1; i < expression.Operands.Length && value.IsTruthy == expression.IsAnd; i++) value = Evaluate(expression.Operands[i]);
        return value;
    }

    private Value EvaluateConcat(ConcatExpression expression)
    {
        var parts = new string[expression.Operands.Length];
        long length = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var value = Evaluate(expression.Operands[i]);
            _at = expression.Operands[i];
            parts[i] = value.ToText();
            length += parts[i].Length;
        }

        _at = expression;
        _meter.Text(length);
        return string.Concat(parts);
    }

    private Value EvaluateCompare(CompareExpression expression)
    {
        var left = Evaluate(expression.First);
        foreach (var (op, operand) in expression.Rest)
        {
            var right = Evaluate(operand);
            _at = expression;
            if (!Compare(op, left, right)) return false;
            left = right;
        }

        return true;
    }

    private static bool Compare(CompareOperator op, Value left, Value right) => op switch
    {
        CompareOperator.Equal => left == right,
        CompareOperator.NotEqual => left != right,
        CompareOperator.In => PythonSequences.Contains(right, left),
        CompareOperator.NotIn => !PythonSequences.Contains(right, left),
        _ => PythonOrder.Compare(op, left, right),
    };

    private Value EvaluateConditional(ConditionalExpression expression)
    {
        if (Evaluate(expression.Condition).IsTruthy) return Evaluate(expression.Then);
        if (expression.Otherwise is { } otherwise) return Evaluate(otherwise);
        return Value.Of(new UndefinedValue(
            "if", $"the inline if-expression on line {expression.Span.Position.Line} evaluated to false and no else section was defined"));
    }

    private Value EvaluateAttribute(AttributeExpression expression)
    {
        var target = Evaluate(expression.Target);
        _at = expression;
        return Members.GetAttribute(target, expression.Name);
    }

    private Value EvaluateSubscript(SubscriptExpression expression)
    {
        var target = Evaluate(expression.Target);
        if (expression.Key is SliceExpression slice)
        {
            var (start, stop, step) = (PartOf(slice.Start), PartOf(slice.Stop), PartOf(slice.Step));
            _at = expression;
            return PythonSequences.Slice(target, start, stop, step);
        }

        var key = Evaluate(expression.Key);
        _at = expression;
        return Members.GetItem(target, key);
    }

    private Value PartOf(Expression? part) => part is null ? Value.None : Evaluate(part);

    private Value ApplyFilter(FilterExpression expression, Value input)
    {
        var arguments = ArgumentsOf(expression.Arguments, expression);
        _at = expression;
        _meter.Step();
        if (expression.Filter is { } filter) return Charged(filter(input, arguments), input);
        var message = string.Format(null, TemplateProblems.UnknownFilter.Format, expression.Name);
        throw new ValueException(TemplateProblems.UnknownFilter, message, DidYouMean.Hint(expression.Name, Filters.All.Keys));
    }

    // A text made of another one can be kept: so it counts, whichever filter or method made it.
    private Value Charged(Value result, Value input)
    {
        if (result.TryGetString(out var text) && !result.IsSame(input)) _meter.Text(text.Length);
        return result;
    }

    private Value EvaluateTest(TestExpression expression)
    {
        var input = Evaluate(expression.Input);
        var arguments = ArgumentsOf(expression.Arguments, expression);
        _at = expression;
        if (expression.Test is { } test) return test(input, arguments) != expression.IsNegated;
        var message = string.Format(null, TemplateProblems.UnknownTest.Format, expression.Name);
        throw new ValueException(TemplateProblems.UnknownTest, message, DidYouMean.Hint(expression.Name, Tests.All.Keys));
    }
}

using CareTally.Diagnostics;
using CareTally.Templating.Syntax;
using CareTally.Templating.Values;

namespace CareTally.Templating;

/// <summary>What the native mode makes of what was printed: one value stays as it is, several become a text.</summary>
internal static class NativeResult
{
    public static Value Of(OutputBuffer output, Meter meter)
    {
        if (output.Values.Count == 0) return "";
        if (output.Values.Count == 1) return Convert(output.Values[0]);
        var texts = new string[output.Values.Count];
        long length = 0;
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = output.Values[i].ToText();
            length += texts[i].Length;
            if (length > meter.Limits.MaxOutputChars) throw meter.TooMuchText();
        }

        return string.Concat(texts);
    }

    // Only a filter such as as_bool makes a value of a text; a text that looks like a number stays a text.
    private static Value Convert(Value value)
    {
        var mark = value.Mark;
        if (mark == TextMark.None) return value;
        var text = value.AsString;
        if (mark == TextMark.Text) return text;
        var result = PythonLiteral.TryRead(text, out var literal) ? literal : text;
        var fits = mark switch
        {
            TextMark.Bool => result.IsBool,
            TextMark.Number => result.IsInt || result.IsFloat,
            _ => true,
        };
        if (fits) return result;
        var message = string.Format(null, TemplateProblems.CannotConvert.Format, text, mark == TextMark.Bool ? "bool" : "number");
        throw new ValueException(TemplateProblems.CannotConvert, message);
    }
}

/// <summary>Reads what Python's <c>literal_eval</c> reads: literals, and lists, tuples and dictionaries of them.</summary>
internal static class PythonLiteral
{
    public static bool TryRead(string text, out Value value)
    {
        value = default;
        if (text.Contains("}}", StringComparison.Ordinal) && !text.Contains('{', StringComparison.Ordinal)) return false;
        try
        {
            var template = Template.Parse(new SourceText("literal", "{{ " + text.Trim() + " }}"));
            return template.Root.Body is [OutputStatement output] && TryEvaluate(output.Expression, out value);
        }
        catch (TemplateException)
        {
            // Not an expression at all, so no literal: the text itself is meant.
            return false;
        }
    }

    private static bool TryEvaluate(Expression expression, out Value value)
    {
        value = default;
        switch (expression)
        {
            case LiteralExpression literal:
                value = literal.Value;

                // Python does not know Jinja's lower-case spellings.
                return !((value.IsBool || value.IsNone) && char.IsAsciiLetterLower(literal.Span.Text[0]));
            case UnaryExpression { Operator: not UnaryOperator.Not } sign when TryEvaluate(sign.Operand, out var operand) && operand.IsNumber && !operand.IsBool:
                value = sign.Operator == UnaryOperator.Minus ? PythonOperators.Negate(operand) : operand;
                return true;
            case ListExpression list when TryEvaluateAll(list.Items, out var items):
                value = Value.Of(new ListValue(items));
                return true;
            case TupleExpression tuple when TryEvaluateAll(tuple.Items, out var items):
                value = Value.Of(new TupleValue(items));
                return true;
            case DictExpression dict:
                return TryEvaluateDict(dict, out value);
            default:
                return false;
        }
    }

    private static bool TryEvaluateAll(IReadOnlyList<Expression> expressions, out List<Value> items)
    {
        items = [];
        foreach (var expression in expressions)
        {
            if (!TryEvaluate(expression, out var item)) return false;
            items.Add(item);
        }

        return true;
    }

    private static bool TryEvaluateDict(DictExpression expression, out Value value)
    {
        var dict = new DictValue();
        value = Value.Of(dict);
        foreach (var (key, item) in expression.Entries)
        {
            if (!TryEvaluate(key, out var keyValue) || keyValue.Kind is ValueKind.List or ValueKind.Dict || !TryEvaluate(item, out var itemValue)) return false;
            dict.Set(keyValue, itemValue);
        }

        return true;
    }
}

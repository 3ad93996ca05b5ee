using CareTally.Diagnostics;
using CareTally.Templating.Syntax;
using CareTally.Templating.Values;

namespace CareTally.Templating.BuiltIns;

/// <summary>Filters on sequences. Like Jinja's, some give their items only when they are asked for, and once.</summary>
internal static partial class Filters
{
    private static Value Generator(IEnumerable<Value> items) => Value.Of(new IteratorValue("generator", items));

    private static Value First(Value input, CallArguments arguments)
    {
        foreach (var item in arguments.Context.Iterate(input)) return item;
        return Value.Of(new UndefinedValue("first", "No first item, sequence was empty."));
    }

    private static Value Last(Value input, CallArguments arguments)
    {
        var last = Value.Of(new UndefinedValue("last", "No last item, sequence was empty."));
        if (input.AsObject is IteratorValue) throw ValueException.Type("'generator' object is not reversible", "make a list of it first: | list | last");
        foreach (var item in arguments.Context.Iterate(input)) last = item;
        return last;
    }

    private static Value RandomItem(Value input, CallArguments arguments)
    {
        var count = PythonSequences.RequireLength(input);
        if (count == 0) return Value.Of(new UndefinedValue("random", "No random item, sequence was empty."));
        return Members.GetItem(input, arguments.Context.Options.Random.Next(count));
    }

    private static Value Reverse(Value input, CallArguments arguments)
    {
        if (input.TryGetString(out var text)) return PythonStrings.Reverse(text);
        if (!PythonSequences.IsIterable(input)) throw ValueException.Type("argument must be iterable");
        var items = arguments.Context.Iterate(input).Reverse().ToList();
        return input.AsObject is IteratorValue or SetValue ? Value.Of(new ListValue(items)) : Value.Of(new IteratorValue("reversed", items));
    }

    private static Value Join(Value input, CallArguments arguments)
    {
        var (separator, attribute) = arguments.Bind("join", "d?", "attribute?");
        var key = Keys.Of(attribute, isCaseSensitive: true);
        var parts = arguments.Context.Iterate(input).Select(item => key(item).ToText()).ToList();
        return Methods.Joined(separator.IsUndefined ? "" : separator.ToText(), parts, arguments);
    }

    private static Value Items(Value input, CallArguments arguments)
    {
        if (input.IsUndefined) return Generator([]);
        if (input.As<DictValue>() is not { } dict) throw ValueException.Type("Can only get item pairs from a mapping.");
        return Generator(dict.Entries.Select(entry => Value.Of(new TupleValue([entry.Key, entry.Value]))));
    }

    private static Value Batch(Value input, CallArguments arguments)
    {
        var (size, fill) = arguments.Bind("batch", "linecount", "fill_with?");
        return Generator(Batches(arguments.Context.Iterate(input), Methods.Integer(size), fill.Or(Value.None), arguments.Context.Meter));
    }

    private static IEnumerable<Value> Batches(IEnumerable<Value> items, long size, Value fill, Meter meter)
    {
        var batch = new List<Value>();
        foreach (var item in items)
        {
            if (batch.Count == size)
            {
                yield return Value.Of(new ListValue(batch));
                batch = [];
            }

            batch.Add(item);
        }

        if (batch.Count == 0) yield break;
        if (!fill.IsNone)
        {
            meter.Items(size);
            while (batch.Count < size) batch.Add(fill);
        }

        yield return Value.Of(new ListValue(batch));
    }

    private static Value Slice(Value input, CallArguments arguments)
    {
        var (count, fill) = arguments.Bind("slice", "slices", "fill_with?");
        var slices = Methods.Integer(count);
        if (slices == 0) throw new ValueException(TemplateProblems.DivisionByZero, "integer division or modulo by zero");
        arguments.Context.Meter.Items(slices);
        return Generator(Slices([.. arguments.Context.Iterate(input)], (int)Math.Max(0, slices), fill.Or(Value.None)));
    }

    private static IEnumerable<Value> Slices(List<Value> items, int slices, Value fill)
    {
        if (slices == 0) yield break;
        var (size, larger) = (items.Count / slices, items.Count % slices);
        for (var (i, start) = (0, 0); i < slices; i++)
        {
            var length = i < larger ? size + 1 : size;
            var slice = items.GetRange(start, length);
            start += length;
            if (!fill.IsNone && i >= larger) slice.Add(fill);
            yield return Value.Of(new ListValue(slice));
        }
    }

    private static Value Sort(Value input, CallArguments arguments)
    {
        var (reverse, caseSensitive, attribute) = arguments.Bind("sort", "reverse?", "case_sensitive?", "attribute?");
        var key = Keys.OfSeveral(attribute, caseSensitive.IsTruthy);
        return Value.Of(new ListValue(Sorting.Sort([.. arguments.Context.Iterate(input)], key, reverse.IsTruthy).AsSpan()));
    }

    private static Value DictSort(Value input, CallArguments arguments)
    {
        var (caseSensitive, by, reverse) = arguments.Bind("dictsort", "case_sensitive?", "by?", "reverse?");
        if (input.As<DictValue>() is not { } dict) throw ValueException.Type($"'{input.TypeName} object' has no attribute 'items'");
        var position = (by.IsUndefined ? "key" : by.ToText()) switch
        {
            "key" => 0,
            "value" => 1,
            _ => throw ValueException.Invalid("You can only sort by either \"key\" or \"value\""),
        };
        var key = Keys.Of(position, caseSensitive.IsTruthy);
        Value[] items = [.. dict.Entries.Select(entry => Value.Of(new TupleValue([entry.Key, entry.Value])))];
        return Value.Of(new ListValue(Sorting.Sort(items, key, reverse.IsTruthy).AsSpan()));
    }

    private static Value Unique(Value input, CallArguments arguments)
    {
        var (caseSensitive, attribute) = arguments.Bind("unique", "case_sensitive?", "attribute?");
        var key = Keys.Of(attribute, caseSensitive.IsTruthy);
        return Generator(Distinct(arguments.Context.Iterate(input), key));
    }

    private static IEnumerable<Value> Distinct(IEnumerable<Value> items, Func<Value, Value> key)
    {
        var seen = new HashSet<Value>();
        foreach (var item in items)
        {
            if (seen.Add(key(item))) yield return item;
        }
    }

    private static Value Extreme(Value input, CallArguments arguments, string name, int wanted)
    {
        var (caseSensitive, attribute) = arguments.Bind(name, "case_sensitive?", "attribute?");
        var key = Keys.Of(attribute, caseSensitive.IsTruthy);
        var op = wanted > 0 ? CompareOperator.Greater : CompareOperator.Less;
        var (best, bestKey) = (Value.Unset, Value.Unset);
        foreach (var item in arguments.Context.Iterate(input))
        {
            var itemKey = key(item);
            if (bestKey.IsUnset || PythonOrder.Compare(op, itemKey, bestKey)) (best, bestKey) = (item, itemKey);
        }

        return best.IsUnset ? Value.Of(new UndefinedValue(name, "No aggregated item, sequence was empty.")) : best;
    }

    private static Value GroupBy(Value input, CallArguments arguments)
    {
        var (attribute, fallback, caseSensitive) = arguments.Bind("groupby", "attribute", "default?", "case_sensitive?");
        var isCaseSensitive = caseSensitive.IsTruthy;
        var key = Keys.Of(attribute, isCaseSensitive, fallback);
        var shown = Keys.Of(attribute, isCaseSensitive: true, fallback);
        var groups = new List<Value>();
        var group = new List<Value>();
        void Close()
        {
            if (group.Count > 0) groups.Add(Value.Of(new TupleValue([shown(group[0]), Value.Of(new ListValue(group))]) { FieldNames = ["grouper", "list"] }));
        }

        foreach (var item in Sorting.Sort([.. arguments.Context.Iterate(input)], key, isReversed: false))
        {
            if (group.Count > 0 && key(group[0]) != key(item))
            {
                Close();
                group = [];
            }

            group.Add(item);
        }

        Close();
        return Value.Of(new ListValue(groups));
    }

    private static Value Map(Value input, CallArguments arguments)
    {
        var function = MapFunction(arguments);
        return Generator(input.IsTruthy ? arguments.Context.Iterate(input).Select(function) : []);
    }

    private static Func<Value, Value> MapFunction(CallArguments arguments)
    {
        if (arguments.Positional.Count == 0 && arguments.Named.TryGetValue("attribute", out var attribute))
        {
            var unexpected = arguments.Named.Keys.FirstOrDefault(name => name is not ("attribute" or "default"));
            if (unexpected is not null) throw new ValueException(TemplateProblems.WrongArguments, $"map: Unexpected keyword argument '{unexpected}'");
            return Keys.Of(attribute, isCaseSensitive: true, arguments.Named.GetValueOrDefault("default"));
        }

        if (arguments.Positional.Count == 0) throw new ValueException(TemplateProblems.WrongArguments, "map requires a filter argument");
        var name = arguments.Positional[0].ToText();
        var rest = new CallArguments(arguments.Context, arguments.Span, arguments.PositionalArray[1..], arguments.Named);
        return All.TryGetValue(name, out var filter)
            ? item => filter(item, rest)
            : throw Unknown(TemplateProblems.UnknownFilter, name, All.Keys);
    }

    private static Value Select(Value input, CallArguments arguments, bool isKept, bool byAttribute)
    {
        var skipped = byAttribute ? 1 : 0;
        if (arguments.Positional.Count < skipped) throw new ValueException(TemplateProblems.WrongArguments, "Missing parameter for attribute name");
        var key = Keys.Of(byAttribute ? arguments.Positional[0] : Value.None, isCaseSensitive: true);
        var holds = TestFunction(arguments, skipped);
        return Generator(input.IsTruthy ? arguments.Context.Iterate(input).Where(item => holds(key(item)) == isKept) : []);
    }

    private static Func<Value, bool> TestFunction(CallArguments arguments, int skipped)
    {
        if (arguments.Positional.Count == skipped) return value => value.IsTruthy;
        var name = arguments.Positional[skipped].ToText();
        var rest = new CallArguments(arguments.Context, arguments.Span, arguments.PositionalArray[(skipped + 1)..], arguments.Named);
        return Tests.All.TryGetValue(name, out var test)
            ? value => test(value, rest)
            : throw Unknown(TemplateProblems.UnknownTest, name, Tests.All.Keys);
    }

    private static ValueException Unknown(DiagnosticKind kind, string name, IEnumerable<string> known) =>
        new(kind, string.Format(null, kind.Format, name), DidYouMean.Hint(name, known));
}

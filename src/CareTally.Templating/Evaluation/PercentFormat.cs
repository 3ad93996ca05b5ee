using System.Globalization;
using System.Text;
using CareTally.Templating.BuiltIns;
using CareTally.Templating.Values;

namespace CareTally.Templating;

/// <summary>Python's <c>format % values</c>.</summary>
internal sealed class PercentFormat
{
    private readonly string _format;
    private readonly Value _values;
    private readonly Meter _meter;
    private readonly StringBuilder _result = new();
    private int _position;
    private int _used;

    private PercentFormat(string format, Value values, Meter meter)
    {
        _format = format;
        _values = values;
        _meter = meter;
    }

    public static Value Apply(string format, Value values, Meter meter)
    {
        var formatter = new PercentFormat(format, values, meter);
        formatter.Run();
        return formatter._result.ToString();
    }

    private void Run()
    {
        while (_position < _format.Length)
        {
            var percent = _format.IndexOf('%', _position);
            _result.Append(_format, _position, (percent < 0 ? _format.Length : percent) - _position);
            if (percent < 0) break;
            _position = percent + 1;
            Convert();
            _meter.Text(_result.Length);
        }

        var available = _values.As<TupleValue>()?.Count ?? (_values.IsDict || _values.IsList && _used > 0 ? 0 : 1);
        if (_used < available && !_values.IsDict) throw ValueException.Type("not all arguments converted during string formatting");
    }

    private char Next() => _position < _format.Length ? _format[_position++] : throw ValueException.Invalid("incomplete format");

    private void Convert()
    {
        var keyed = _position < _format.Length && _format[_position] == '(' ? ReadKey() : Value.Unset;
        var flags = ReadFlags();
        var width = ReadSize();
        int? precision = null;
        if (_position < _format.Length && _format[_position] == '.')
        {
            _position++;
            precision = ReadSize() ?? 0;
        }

        while (_position < _format.Length && _format[_position] is 'h' or 'l' or 'L') _position++;
        var type = Next();
        if (type == '%')
        {
            _result.Append('%');
            return;
        }

        var isLeft = flags.Contains('-', StringComparison.Ordinal) || width < 0;
        var isZero = flags.Contains('0', StringComparison.Ordinal) && !isLeft;
        var spec = new FormatSpec
        {
            Width = Math.Abs(width ?? 0),
            Precision = precision,
            Align = isLeft ? '<' : isZero ? '=' : '>',
            Fill = isZero ? "0" : " ",
            Sign = flags.Contains('+', StringComparison.Ordinal) ? '+' : flags.Contains(' ', StringComparison.Ordinal) ? ' ' : '-',
            IsAlternate = flags.Contains('#', StringComparison.Ordinal),
        };
        _meter.Text(Math.Max(spec.Width, precision ?? 0));
        _result.Append(Write(keyed.IsUnset ? NextValue() : keyed, type, spec));
    }

    private Value ReadKey()
    {
        var start = ++_position;
        for (var depth = 1; depth > 0;)
        {
            var c = _position < _format.Length ? _format[_position++] : throw ValueException.Invalid("incomplete format key");
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        }

        if (_values.As<DictValue>() is not { } dict) throw ValueException.Type("format requires a mapping");
        var key = _format[start..(_position - 1)];
        return dict.TryGet(key, out var value) ? value : throw new ValueException(TemplateProblems.MissingItem, $"there is no key '{key}'");
    }

    private string ReadFlags()
    {
        var start = _position;
        while (_position < _format.Length && "-+ #0".Contains(_format[_position], StringComparison.Ordinal)) _position++;
        return _format[start.._position];
    }

    private int? ReadSize()
    {
        if (_position < _format.Length && _format[_position] == '*')
        {
            _position++;
            var size = NextValue();
            return size.TryGetLong(out var given) ? (int)Math.Clamp(given, -int.MaxValue, int.MaxValue) : throw ValueException.Type("* wants int");
        }

        var start = _position;
        while (_position < _format.Length && char.IsAsciiDigit(_format[_position])) _position++;
        if (start == _position) return null;
        return int.TryParse(_format.AsSpan(start, _position - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw ValueException.Invalid("width too big");
    }

    private Value NextValue()
    {
        var index = _used++;
        if (_values.As<TupleValue>() is { } tuple)
            return index < tuple.Count ? tuple[index] : throw ValueException.Type("not enough arguments for format string");
        return index == 0 ? _values : throw ValueException.Type("not enough arguments for format string");
    }

    private static string Write(Value value, char type, FormatSpec spec)
    {
        switch (type)
        {
            case 's' or 'r' or 'a':
                var text = type == 's' ? value.ToText() : value.ToRepr();
                return (spec with { Fill = " ", Align = spec.Align == '=' ? '>' : spec.Align }).ApplyToText(text);
            case 'd' or 'i' or 'u':
                return WriteInteger(value.IsFloat ? Truncated(value.AsDouble) : Integer(value, type, "a real number is required"), spec with { Type = 'd' });
            case 'x' or 'X' or 'o':
                return WriteInteger(Integer(value, type, "an integer is required"), spec with { Type = type });
            case 'c':
                return (spec with { Fill = " ", Precision = null }).ApplyToText(value.IsString ? value.AsString : FormatSpec.Character(Integer(value, type, "an integer is required")));
            case 'e' or 'E' or 'f' or 'F' or 'g' or 'G':
                if (!value.IsNumber) throw Undefined(value) ?? ValueException.Type($"must be real number, not {value.TypeName}");
                return (spec with { Type = type }).ApplyToFloat(value.AsDouble);
            default:
                throw ValueException.Invalid($"unsupported format character '{type}' (0x{(int)type:x})");
        }
    }

    private static ValueException? Undefined(Value value) => (value.AsObject as UndefinedValue)?.Raise();

    private static System.Numerics.BigInteger Integer(Value value, char type, string needed) =>
        value.TryGetInteger(out var number) ? number : throw Undefined(value) ?? ValueException.Type($"%{type} format: {needed}, not {value.TypeName}");

    private static System.Numerics.BigInteger Truncated(double value) => double.IsFinite(value)
        ? new System.Numerics.BigInteger(value)
        : throw new ValueException(TemplateProblems.Overflow, "cannot convert float infinity or nan to integer");

    // A precision is the least number of digits.
    private static string WriteInteger(System.Numerics.BigInteger value, FormatSpec spec)
    {
        if (spec.Precision is not { } least) return spec.ApplyToInteger(value);
        var digits = (spec with { Width = 0, Precision = null, Sign = '-', IsAlternate = false }).ApplyToInteger(System.Numerics.BigInteger.Abs(value)).PadLeft(least, '0');
        var sign = value.Sign < 0 ? "-" : spec.Sign is '+' or ' ' ? spec.Sign.ToString() : "";
        var prefix = spec.IsAlternate && spec.Type != 'd' ? "0" + spec.Type : "";
        var body = spec.Align == '=' ? digits.PadLeft(Math.Max(0, spec.Width - sign.Length - prefix.Length), '0') : digits;
        return (spec with { Fill = " ", Precision = null, Type = null, Align = spec.Align == '<' ? '<' : '>' }).ApplyToText(sign + prefix + body);
    }
}

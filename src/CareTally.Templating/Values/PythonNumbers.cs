using System.Globalization;
using System.Numerics;

namespace CareTally.Templating.Values;

/// <summary>Python's numbers: conversion, division, powers, rounding.</summary>
internal static class PythonNumbers
{
    // Larger results of ** or * are refused: 64 KB is far beyond what SQL needs.
    private const long MostBits = 500_000;

    public static double ToDouble(BigInteger value)
    {
        var result = (double)value;
        return double.IsInfinity(result) ? throw new ValueException(TemplateProblems.Overflow, "int too large to convert to float") : result;
    }

    /// <summary>Python's <c>int(text, base)</c>.</summary>
    public static bool TryParseInteger(string text, int radix, out BigInteger result)
    {
        result = default;
        var digits = text.AsSpan().Trim();
        var isNegative = digits.StartsWith("-");
        if (isNegative || digits.StartsWith("+")) digits = digits[1..];
        if (digits.Length > 2 && digits[0] == '0' && PrefixRadix(digits[1]) is var prefix && prefix > 0 && (radix == prefix || radix == 0))
        {
            digits = digits[2..];
            radix = prefix;
            if (digits[0] == '_') digits = digits[1..];
        }

        if (radix == 0) radix = 10;
        if (digits.Length is 0 or > 4300 || digits[0] == '_' || digits[^1] == '_' || digits.IndexOf("__") >= 0) return false;
        foreach (var c in digits)
        {
            if (c == '_') continue;
            var digit = DigitOf(c);
            if (digit < 0 || digit >= radix) return false;
            result = result * radix + digit;
        }

        if (isNegative) result = -result;
        return true;
    }

    /// <summary>Python's <c>float(text)</c>.</summary>
    public static bool TryParseFloat(string text, out double result)
    {
        var trimmed = text.Trim();
        switch (trimmed.TrimStart('+', '-').ToLowerInvariant())
        {
            case "inf" or "infinity":
                result = trimmed[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
                return true;
            case "nan":
                result = double.NaN;
                return true;
        }

        result = 0;
        if (trimmed.Contains('_', StringComparison.Ordinal))
        {
            for (var i = 0; i < trimmed.Length; i++)
            {
                if (trimmed[i] == '_' && !(i > 0 && i + 1 < trimmed.Length && char.IsAsciiDigit(trimmed[i - 1]) && char.IsAsciiDigit(trimmed[i + 1]))) return false;
            }

            trimmed = trimmed.Replace("_", "", StringComparison.Ordinal);
        }

        return trimmed.Length > 0 && !char.IsWhiteSpace(trimmed[0])
            && double.TryParse(trimmed, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out result);
    }

    /// <summary>Towards negative infinity.</summary>
    public static BigInteger FloorDivide(BigInteger left, BigInteger right)
    {
        var quotient = BigInteger.DivRem(left, right, out var remainder);
        return !remainder.IsZero && remainder.Sign != right.Sign ? quotient - 1 : quotient;
    }

    /// <summary>With the sign of the divisor.</summary>
    public static BigInteger Modulo(BigInteger left, BigInteger right)
    {
        var remainder = BigInteger.Remainder(left, right);
        return !remainder.IsZero && remainder.Sign != right.Sign ? remainder + right : remainder;
    }

    public static double Modulo(double left, double right)
    {
        var remainder = left % right;
        if (remainder == 0) return Math.CopySign(0, right);
        return remainder < 0 != right < 0 ? remainder + right : remainder;
    }

    public static double FloorDivide(double left, double right)
    {
        var modulo = Modulo(left, right);
        var quotient = (left - modulo) / right;
        if (quotient == 0) return Math.CopySign(0, left / right);
        var floor = Math.Floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    /// <summary>The exact quotient of two integers, correctly rounded.</summary>
    public static double TrueDivide(BigInteger left, BigInteger right)
    {
        const long Exact = 1L << 53;
        if (BigInteger.Abs(left) <= Exact && BigInteger.Abs(right) <= Exact) return (double)left / (double)right;

        // Scaled so that the quotient has 64 bits or more, the last one standing for everything below.
        var shift = (int)Math.Max(0, 66 + right.GetBitLength() - left.GetBitLength());
        var quotient = BigInteger.DivRem(BigInteger.Abs(left) << shift, BigInteger.Abs(right), out var remainder);
        if (!remainder.IsZero) quotient |= BigInteger.One;
        var result = Math.ScaleB((double)quotient, -shift);
        if (double.IsInfinity(result)) throw new ValueException(TemplateProblems.Overflow, "integer division result too large for a float");
        return left.Sign * right.Sign < 0 ? -result : result;
    }

    public static BigInteger Multiply(BigInteger left, BigInteger right)
    {
        if (left.GetBitLength() + right.GetBitLength() > MostBits) throw TooLarge();
        return left * right;
    }

    public static BigInteger Power(BigInteger left, BigInteger right)
    {
        if (BigInteger.Abs(left) <= 1) return right.IsZero ? 1 : left.Sign >= 0 ? left : right.IsEven ? 1 : -1;
        if (right > MostBits || left.GetBitLength() * (long)right > MostBits) throw TooLarge();
        return BigInteger.Pow(left, (int)right);
    }

    public static Value Power(double left, double right)
    {
        if (left == 0 && right < 0) throw new ValueException(TemplateProblems.DivisionByZero, "0.0 cannot be raised to a negative power");
        if (left < 0 && right != Math.Floor(right) && !double.IsInfinity(right))
            throw ValueException.Invalid("a negative number cannot be raised to a fractional power: the result is complex");
        var result = Math.Pow(left, right);
        if (double.IsInfinity(result) && double.IsFinite(left) && double.IsFinite(right))
            throw new ValueException(TemplateProblems.Overflow, "the result of '**' is too large for a float");
        return result;
    }

    /// <summary>The decimal digits of a number times a power of ten, rounded half to even on its exact value.</summary>
    public static BigInteger RoundScaled(double value, int digits)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xFFFFFFFFFFFFF;
        if (exponent == 0) exponent++;
        else mantissa |= 1L << 52;
        exponent -= 1075;

        BigInteger numerator = mantissa, denominator = 1;
        if (exponent > 0) numerator <<= exponent;
        else denominator <<= -exponent;
        if (digits > 0) numerator *= BigInteger.Pow(10, digits);
        else denominator *= BigInteger.Pow(10, -digits);
        var rounded = DivideHalfEven(numerator, denominator);
        return bits < 0 ? -rounded : rounded;
    }

    public static BigInteger DivideHalfEven(BigInteger numerator, BigInteger denominator)
    {
        var quotient = BigInteger.DivRem(numerator, denominator, out var remainder);
        var twice = (remainder * 2).CompareTo(denominator);
        return twice > 0 || twice == 0 && !quotient.IsEven ? quotient + 1 : quotient;
    }

    /// <summary>Python's <c>round(value, digits)</c>.</summary>
    public static double Round(double value, int digits)
    {
        if (!double.IsFinite(value) || digits > 323) return value;
        if (digits < -310) return Math.CopySign(0, value);
        var scaled = RoundScaled(Math.Abs(value), digits);
        var text = scaled.ToString(CultureInfo.InvariantCulture) + "E" + (-digits).ToString(CultureInfo.InvariantCulture);
        return Math.CopySign(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), value);
    }

    private static int PrefixRadix(char c) => c switch
    {
        'x' or 'X' => 16,
        'o' or 'O' => 8,
        'b' or 'B' => 2,
        _ => 0,
    };

    private static int DigitOf(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'z' => c - 'a' + 10,
        >= 'A' and <= 'Z' => c - 'A' + 10,
        _ => -1,
    };

    private static ValueException TooLarge() =>
        new(TemplateProblems.TooLarge, $"the result is an integer of more than {MostBits:N0} bits");
}

namespace CareTally.SampleData.Simulation;

/// <summary>Functions that give the same bits on every machine: the system's own may differ in the last one, and a sample would with them.</summary>
internal static class PortableMath
{
    private const double Ln2 = 0.693147180559945309417;
    private const long ExponentMask = 0x7FF;

    /// <summary>The natural logarithm of a positive number.</summary>
    public static double Log(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)((bits >> 52) & ExponentMask) - 1023;
        var mantissa = BitConverter.Int64BitsToDouble((bits & ~(ExponentMask << 52)) | (1023L << 52));
        if (mantissa > 1.4142135623730951)
        {
            mantissa /= 2;
            exponent++;
        }

        // ln m = 2 artanh((m - 1) / (m + 1)), of an argument below 0.172.
        var t = (mantissa - 1) / (mantissa + 1);
        var square = t * t;
        double sum = 0;
        for (var k = 21; k >= 1; k -= 2) sum = (sum * square) + (1.0 / k);
        return (2 * t * sum) + (exponent * Ln2);
    }

    /// <summary>e to the power of x.</summary>
    public static double Exp(double x)
    {
        var halvings = 0;
        while (Math.Abs(x) > 0.5)
        {
            x /= 2;
            halvings++;
        }

        double sum = 1;
        for (var k = 14; k >= 1; k--) sum = 1 + (x * sum / k);
        for (; halvings > 0; halvings--) sum *= sum;
        return sum;
    }

    /// <summary>A positive number to a power.</summary>
    public static double Pow(double x, double power) => Exp(power * Log(x));

    /// <summary>A wave from -1 to 1 and back over a period of 1, made of two parabolas.</summary>
    public static double Wave(double phase)
    {
        phase -= Math.Floor(phase);
        return phase < 0.5 ? 16 * phase * (0.5 - phase) : -16 * (phase - 0.5) * (1 - phase);
    }
}

namespace CareTally.SampleData.Simulation;

/// <summary>What a sequence of random numbers is for. Each has its own, so that more draws for one change nothing in another.</summary>
internal enum Stream
{
    Happenings,
    Customers,
    Demand,
    Workforce,
    Routing,
    Cases,
    Surveys,
    Quality,
    Knowledge,
    Imperfections,
}

/// <summary>Random numbers (xoshiro256**) that depend on nothing but the seed, the day and what they are for.</summary>
internal sealed class Randomness
{
    private ulong _a, _b, _c, _d;

    public Randomness(ulong seed, int day, Stream stream, int part = 0)
    {
        var state = Mix(seed + (0x9E3779B97F4A7C15UL * (ulong)(day + 1))) ^ Mix(((ulong)stream << 32) + (ulong)part + 1);
        _a = Next(ref state);
        _b = Next(ref state);
        _c = Next(ref state);
        _d = Next(ref state);
    }

    /// <summary>Spreads the bits of a number over all of it; one to one.</summary>
    public static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
        return x ^ (x >> 31);
    }

    /// <summary>From 0 to below 1.</summary>
    public double Uniform() => (Draw() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From 0 to below the bound.</summary>
    public int Below(int bound) => (int)(Uniform() * bound);

    /// <summary>From one number to another, both included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>Yes with a probability.</summary>
    public bool Chance(double probability) => Uniform() < probability;

    /// <summary>Exponentially distributed.</summary>
    public double Exponential(double mean) => -mean * PortableMath.Log(1 - Uniform());

    /// <summary>Weibull distributed.</summary>
    public double Weibull(double scale, double shape) => scale * PortableMath.Pow(Exponential(1) + 1e-12, 1 / shape);

    /// <summary>Normally distributed about 0 with deviation 1 (polar method).</summary>
    public double Normal()
    {
        while (true)
        {
            var x = (2 * Uniform()) - 1;
            var y = (2 * Uniform()) - 1;
            var square = (x * x) + (y * y);
            if (square is > 0 and < 1) return x * Math.Sqrt(-2 * PortableMath.Log(square) / square);
        }
    }

    /// <summary>Log-normally distributed with that mean.</summary>
    public double LogNormal(double mean, double sigma) => mean * PortableMath.Exp((sigma * Normal()) - (sigma * sigma / 2));

    /// <summary>Poisson distributed; of a large mean, by the normal distribution.</summary>
    public int Poisson(double mean)
    {
        if (mean <= 0) return 0;
        if (mean > 60) return Math.Max(0, (int)Math.Floor(mean + (Math.Sqrt(mean) * Normal()) + 0.5));
        var count = 0;
        for (var sum = Exponential(1); sum < mean; sum += Exponential(1)) count++;
        return count;
    }

    /// <summary>One of some.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>The position of one of some weights.</summary>
    public int Weighted(ReadOnlySpan<double> weights)
    {
        double sum = 0;
        foreach (var weight in weights) sum += weight;
        var left = Uniform() * sum;
        for (var i = 0; i < weights.Length - 1; i++)
        {
            left -= weights[i];
            if (left < 0) return i;
        }

        return weights.Length - 1;
    }

    private static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        return Mix(state);
    }

    private ulong Draw()
    {
        var result = ulong.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = ulong.RotateLeft(_d, 45);
        return result;
    }
}

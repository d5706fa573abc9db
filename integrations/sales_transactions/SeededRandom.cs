namespace Integrations.SalesTransactions;

/// <summary>
/// Random numbers that depend on nothing but the seed: xoshiro256**, seeded through SplitMix64. <see cref="Random"/> doesn't promise
/// that its numbers stay the same between versions of .NET.
/// </summary>
internal sealed class SeededRandom
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public SeededRandom(long seed)
    {
        var state = (ulong)seed;
        _a = SplitMix(ref state);
        _b = SplitMix(ref state);
        _c = SplitMix(ref state);
        _d = SplitMix(ref state);
    }

    /// <summary>A number from 0 to 1, without 1.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number from 0 to <paramref name="limit"/>, without it.</summary>
    public int Below(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    /// <summary>True with a probability from 0 to 1.</summary>
    public bool Chance(double probability) => Fraction() < probability;

    /// <summary>An exponentially distributed number with a mean of 1.</summary>
    public double Exponential() => -Math.Log(1 - Fraction());

    /// <summary>A number that two numbers determine, for what has to be the same whenever it is met.</summary>
    public static ulong Hash(long seed, long index)
    {
        var state = (ulong)seed;
        state = SplitMix(ref state) ^ (ulong)index;
        return SplitMix(ref state);
    }

    private ulong Next()
    {
        var result = ulong.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = ulong.RotateLeft(_d, 45);
        return result;
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

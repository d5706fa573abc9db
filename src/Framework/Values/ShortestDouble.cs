using System.Globalization;

namespace IntegrationFramework;

/// <summary>Numbers of single precision as doubles.</summary>
internal static class ShortestDouble
{
    /// <summary>The double with the digits that a number has: 0.1 for 0.1f, and not the one that is nearest to what 0.1f stores.</summary>
    public static double Of(float value)
    {
        Span<byte> digits = stackalloc byte[32];
        return float.IsFinite(value) && value.TryFormat(digits, out var length, "R", CultureInfo.InvariantCulture)
            ? double.Parse(digits[..length], NumberStyles.Float, CultureInfo.InvariantCulture)
            : value;
    }
}

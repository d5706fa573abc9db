using System.Globalization;
using System.Text.RegularExpressions;
using IntegrationFramework.Configuration;
using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework.Checks;

/// <summary>What one field of each record has to be like; a problem is text behind the field's name, and is made only where there is one.</summary>
internal sealed class FieldCheck(string name)
{
    private readonly List<(decimal? Min, decimal? Max)> _ranges = [];
    private readonly List<Regex> _patterns = [];
    private DateTimeOffset? _committedNewest;

    /// <summary>Whether it must have a value.</summary>
    public bool IsRequired { get; set; }

    /// <summary>Whether it is in the key of a <c>unique</c> check.</summary>
    public bool IsKey { get; set; }

    /// <summary>Whether <c>freshness</c> looks for its newest value.</summary>
    public bool IsClock { get; set; }

    /// <summary>Its newest value so far.</summary>
    public DateTimeOffset? Newest { get; private set; }

    /// <summary>What was seen so far stays, whatever becomes of the attempt.</summary>
    public void Commit() => _committedNewest = Newest;

    /// <summary>Forgets what was seen since the last commit.</summary>
    public void Return() => Newest = _committedNewest;

    public void Add(RangeCheckConfig range) => _ranges.Add((range.Min, range.Max));

    public void Add(PatternCheckConfig pattern) => _patterns.Add(new Regex(pattern.Matches, RegexOptions.CultureInvariant, Patterns.Timeout));

    public string? JudgeNull() => IsRequired ? $"'{name}' has no value (not_null)" : null;

    public string? Judge(long value) => Judge((decimal)value);

    public string? Judge(double value)
    {
        foreach (var (min, max) in _ranges)
        {
            // Not the other way round: NaN is never within.
            if (!((min is null || value >= (double)min) && (max is null || value <= (double)max)))
            {
                return OutOfRange(value.ToString(CultureInfo.InvariantCulture), min, max);
            }
        }

        return null;
    }

    public string? Judge(decimal value)
    {
        foreach (var (min, max) in _ranges)
        {
            if (value < min || value > max)
            {
                return OutOfRange(value.ToString(CultureInfo.InvariantCulture), min, max);
            }
        }

        return null;
    }

    public string? Judge(string value)
    {
        foreach (var pattern in _patterns)
        {
            try
            {
                if (!pattern.IsMatch(value))
                {
                    return $"'{name}' is '{Excerpt.Of(value)}', which doesn't match {pattern} (pattern)";
                }
            }
            catch (RegexMatchTimeoutException)
            {
                return $"'{name}' can't be compared with {pattern} in reasonable time (pattern)";
            }
        }

        return null;
    }

    public void See(DateTimeOffset value)
    {
        if (IsClock && !(value <= Newest))
        {
            Newest = value;
        }
    }

    private string OutOfRange(string value, decimal? min, decimal? max) => string.Create(
        CultureInfo.InvariantCulture,
        $"'{name}' is {value}, and has to be {(min is null ? $"at most {max}" : max is null ? $"at least {min}" : $"from {min} to {max}")} (range)");
}

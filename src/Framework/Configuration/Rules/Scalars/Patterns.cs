using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace IntegrationFramework.Configuration.Rules;

/// <summary>Regular expressions of <c>[RegularExpression]</c>, each made once.</summary>
internal static class Patterns
{
    /// <summary>Long enough for any text that a person writes, short enough for a pattern that runs wild.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(250);

    private static readonly ConcurrentDictionary<string, Regex?> Known = new(StringComparer.Ordinal);

    public static ScalarProblem? Judge(string pattern, string text, RuleIds ids)
    {
        var regex = Known.GetOrAdd(pattern, Make);
        if (regex is null)
        {
            return new ScalarProblem(ids.Pattern, $"has a malformed pattern in its class: {pattern}");
        }

        try
        {
            // As the attribute has it: the match has to begin with the text and be as long.
            var match = regex.Match(text);
            return match.Success && match.Index == 0 && match.Length == text.Length
                ? null
                : new ScalarProblem(ids.Pattern, $"takes a text that matches {pattern}, not {ScalarRules.Shown}");
        }
        catch (RegexMatchTimeoutException)
        {
            return new ScalarProblem(ids.Pattern, $"can't be compared with {pattern} in reasonable time");
        }
    }

    private static Regex? Make(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, Timeout);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}

using Cronos;

namespace IntegrationFramework.Configuration.Rules;

/// <summary>Five-field cron expressions, with an IANA time zone after them where it isn't UTC.</summary>
public static class CronFormat
{
    private const string Preamble = "The given cron expression has an invalid format. ";
    private static readonly char[] Blank = [' ', '\t'];

    /// <summary>The calendar repeats itself every 400 years, and Cronos looks ahead until 2499.</summary>
    private static readonly DateTime Beginning = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Reads <c>*/30 * * * *</c> or <c>0 6 * * MON-FRI Europe/London</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="expression">The five fields, single spaces between.</param>
    /// <param name="timeZone">The time zone's name, whose existence only the running system knows.</param>
    /// <param name="error">What is wrong, where something is.</param>
    public static bool TryParse(string text, out string expression, out string? timeZone, out string error)
    {
        expression = "";
        timeZone = null;
        error = "";
        var words = text.Split(Blank, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is < 5 or > 6)
        {
            error = $"it has {words.Length} fields instead of five: minute, hour, day of month, month, day of week";
            return false;
        }

        if (words.Length == 6)
        {
            if (!IsTimeZoneName(words[5]))
            {
                error = "what follows the five fields isn't a time zone such as Europe/London";
                return false;
            }

            timeZone = words[5];
        }

        expression = string.Join(" ", words, 0, 5);
        try
        {
            if (CronExpression.Parse(expression).GetNextOccurrence(Beginning, inclusive: true) is not null)
            {
                return true;
            }

            error = "it never occurs, since no day of any year fits its day of month, month and day of week together";
            return false;
        }
        catch (CronFormatException problem)
        {
            error = (problem.Message.StartsWith(Preamble, StringComparison.Ordinal) ? problem.Message.Substring(Preamble.Length) : problem.Message).TrimEnd('.');
            return false;
        }
    }

    private static bool IsTimeZoneName(string word)
    {
        foreach (var c in word)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '/' or '_' or '-' or '+'))
            {
                return false;
            }
        }

        return word[0] is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') && word.Length > 2;
    }
}

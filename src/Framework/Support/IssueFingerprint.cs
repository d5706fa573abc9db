using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace IntegrationFramework.Support;

/// <summary>Tells repeats of a problem from other problems: equal for messages that differ in numbers, identifiers, times, addresses or paths alone.</summary>
internal static partial class IssueFingerprint
{
    public static string Of(string? integration, string type, string message)
    {
        var text = $"{integration}\n{type.Trim().ToLowerInvariant()}\n{Normalize(message)}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }

    /// <summary>The message without what changes from one time to the next.</summary>
    public static string Normalize(string message)
    {
        // From the longest shapes to the shortest: an address holds a path, a time holds numbers.
        message = Address().Replace(message, "<url>");
        message = Guid().Replace(message, "<id>");
        message = Time().Replace(message, "<time>");
        message = FilePath().Replace(message, "<path>");
        message = Hex().Replace(message, "<id>");
        message = Number().Replace(message, "<n>");
        return Space().Replace(message, " ").Trim().ToLowerInvariant();
    }

    [GeneratedRegex(@"\b[a-z][a-z0-9+.-]*://[^\s'""<>)\]]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"\b[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Guid();

    [GeneratedRegex(@"\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?\b|\b\d\d:\d\d:\d\d(?:[.,]\d+)?\b", RegexOptions.CultureInvariant)]
    private static partial Regex Time();

    [GeneratedRegex(@"(?<![\w/.])(?:[a-z]:)?(?:\.{0,2}[/\\])?(?:[\w.@-]+[/\\])+[\w.@-]*|(?<![\w/.])[/\\][\w.@-]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FilePath();

    [GeneratedRegex(@"\b(?:0x[0-9a-f]+|(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Hex();

    [GeneratedRegex(@"[+-]?\d+(?:[.,]\d+)*", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Space();
}

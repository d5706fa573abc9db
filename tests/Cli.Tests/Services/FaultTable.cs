using System.Globalization;
using System.Text.RegularExpressions;
using Cli.Tests.Support;

namespace Cli.Tests.Services;

/// <summary>What is waited for before a request is made again.</summary>
public enum FaultWait
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The back-off.</summary>
    BackOff,

    /// <summary>The end of the attempt's time.</summary>
    Timeout,

    /// <summary>That, and the back-off.</summary>
    TimeoutAndBackOff,

    /// <summary>What the service asked for.</summary>
    AsAsked,

    /// <summary>The back-off, and from some request on nothing any more, since none is sent.</summary>
    Circuit,
}

/// <summary>A row of docs/HTTP.md's table of faults.</summary>
/// <param name="Name">The fault.</param>
/// <param name="IsRetried">Whether the request is tried again.</param>
/// <param name="Wait">What is waited for before that.</param>
/// <param name="Message">What the error message has to look like, made of the one that is documented.</param>
/// <param name="IsTransient">Whether the whole run may be tried again.</param>
/// <param name="ExitCode">How the run ends while the fault lasts.</param>
public sealed partial record FaultRow(string Name, bool IsRetried, FaultWait Wait, Regex Message, bool IsTransient, int ExitCode)
{
    /// <summary>The rows, in their order.</summary>
    public static IReadOnlyList<FaultRow> All { get; } = [.. Read()];

    private static IEnumerable<FaultRow> Read() =>
        File.ReadLines(Path.Combine(Ifw.Repository, "docs", "HTTP.md"))
            .SkipWhile(line => !line.StartsWith("| fault |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|', ' ').Split(" | "))
            .Select(cells => new FaultRow(
                cells[0], IsYes(cells[1]), WaitOf(cells[2]), Pattern(cells[3].Trim('`')), IsYes(cells[4]), int.Parse(cells[5], CultureInfo.InvariantCulture)));

    private static bool IsYes(string cell) => cell switch
    {
        "yes" => true,
        "no" => false,
        _ => throw new FormatException($"'{cell}' is neither yes nor no."),
    };

    // What stands behind the first words explains them.
    private static FaultWait WaitOf(string cell) => cell.Split([':', ';', ','], 2)[0] switch
    {
        "not at all" => FaultWait.None,
        "back-off" => FaultWait.BackOff,
        "`timeout`" => cell.EndsWith(", then back-off", StringComparison.Ordinal) ? FaultWait.TimeoutAndBackOff : FaultWait.Timeout,
        "as long as it says" or "until then" => FaultWait.AsAsked,
        "nothing is sent to the host for 15 s" => FaultWait.Circuit,
        _ => throw new FormatException($"Nobody knows how to test '{cell}'."),
    };

    // HOST, PROXY, TIME and numbers stand for any; dots for what is left out.
    private static Regex Pattern(string message)
    {
        var pattern = Regex.Escape(message)
            .Replace("…", ".*", StringComparison.Ordinal)
            .Replace("OTHER", "localhost", StringComparison.Ordinal)
            .Replace("HOST", $@"(127\.0\.0\.1|{Regex.Escape(FaultCases.HostBehindProxy)})(:\d+)?", StringComparison.Ordinal)
            .Replace("TIME", @"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", StringComparison.Ordinal);
        pattern = Proxy().Replace(pattern, @"127\.0\.0\.1:\d+");
        return new Regex(Number().Replace(pattern, @"[\d.,]+"), RegexOptions.Singleline);
    }

    [GeneratedRegex(@"\bN\b")]
    private static partial Regex Number();

    // Not that of HTTPS_PROXY.
    [GeneratedRegex(@"\bPROXY\b")]
    private static partial Regex Proxy();
}

using System.Globalization;
using System.Text.RegularExpressions;
using Cli.Tests.Support;

namespace Cli.Tests.Services;

/// <summary>A row of docs/HTTP.md's table of faults.</summary>
/// <param name="Name">The fault.</param>
/// <param name="IsRetried">Whether the request is tried again.</param>
/// <param name="Message">What the error message has to look like, made of the one that is documented.</param>
/// <param name="ExitCode">How the run ends while the fault lasts.</param>
public sealed partial record FaultRow(string Name, bool IsRetried, Regex Message, int ExitCode)
{
    /// <summary>The rows, in their order.</summary>
    public static IReadOnlyList<FaultRow> All { get; } = [.. Read()];

    private static IEnumerable<FaultRow> Read() =>
        File.ReadLines(Path.Combine(Ifw.Repository, "docs", "HTTP.md"))
            .SkipWhile(line => !line.StartsWith("| fault |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|', ' ').Split(" | "))
            .Select(cells => new FaultRow(cells[0], cells[1] == "yes", Pattern(cells[3].Trim('`')), int.Parse(cells[5], CultureInfo.InvariantCulture)));

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

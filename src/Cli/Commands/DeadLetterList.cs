using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Cli.Output;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Cli.Commands;

/// <summary>Which dead letters <c>ifw dlq list</c> shows.</summary>
internal sealed record DeadLetterFilter
{
    public required IReadOnlyCollection<string> Integrations { get; init; }

    public string? RunId { get; init; }

    public string? Phase { get; init; }

    public string? Status { get; init; }

    public DateTimeOffset? Since { get; init; }

    public long? Limit { get; init; }
}

/// <summary><c>ifw dlq list</c>: the dead letters, the latest first.</summary>
internal static class DeadLetterList
{
    /// <summary>How many are shown where nobody says how many.</summary>
    public const int DefaultLimit = 100;

    /// <summary>How much of an error a row of a table shows.</summary>
    private const int ErrorLength = 90;

    private static readonly string[] Phases = ["fetch", "postprocess", "check", "deliver"];

    public static int Write(CommandEnvironment environment, TelemetryReader telemetry, DeadLetterFilter filter, string format)
    {
        if (filter.Phase is { } phase && !Phases.Contains(phase, StringComparer.Ordinal))
        {
            throw new UsageException($"--phase takes fetch, postprocess, check or deliver, not '{phase}'.");
        }

        var status = filter.Status ?? (filter.RunId is null ? DeadLetterStatus.Open : "all");
        if (status != "all" && !DeadLetterStatus.All.Contains(status, StringComparer.Ordinal))
        {
            throw new UsageException($"--status takes open, replayed, dropped, void or all, not '{status}'.");
        }

        var limit = filter.Limit ?? DefaultLimit;
        var names = filter.Integrations.Count == 0 ? null : string.Join('\n', filter.Integrations);
        using var result = telemetry.Database.Query(new SqlQuery(
            """
            SELECT id, created_at AS time, integration, run_id AS run, phase, attempt, status,
                   CASE WHEN error_type IS NULL THEN coalesce(error_message, '') ELSE error_type || ': ' || coalesce(error_message, '') END AS error
            FROM dead_letters
            WHERE (@names IS NULL OR instr(char(10) || @names || char(10), char(10) || integration || char(10)) > 0)
              AND (@run IS NULL OR run_id = @run) AND (@phase IS NULL OR phase = @phase)
              AND (@status = 'all' OR status = @status) AND (@since IS NULL OR created_at >= @since)
            ORDER BY id DESC LIMIT @limit
            """,
            ("names", names), ("run", filter.RunId), ("phase", filter.Phase), ("status", status),
            ("since", filter.Since is { } since ? UtcText.From(since) : null), ("limit", limit + 1)));
        var rows = RowWriter.Create(format, environment.Output, result.Columns);
        var count = 0L;
        foreach (var row in result.Rows())
        {
            if (++count > limit)
            {
                environment.Tell($"there are more than these {limit}; --limit shows more.");
                break;
            }

            rows.Write(format == "table" ? [.. row.Take(row.Count - 1), Short((string)row[^1]!)] : row);
        }

        rows.End();
        return ExitCode.Ok;
    }

    private static string Short(string error) => error.Length <= ErrorLength ? error : error[..(ErrorLength - 1)] + "…";
}

using System.Data.Common;
using CsvHelper;
using IntegrationFramework.IO;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Reports;

/// <summary>The runs of a period, added up per integration.</summary>
public static class TelemetryReport
{
    /// <summary>
    /// The statement behind the report, with the parameters <c>@since</c> and <c>@until</c>. One pass with one sort: the share of the
    /// runs that took no longer gives the percentiles (nearest rank); time and status in one text give the last run.
    /// </summary>
    public const string Sql = """
        WITH ended AS (
            SELECT integration,
                   duration_ms,
                   records_delivered,
                   status IN ('succeeded', 'succeeded_with_dead_letters') AS is_success,
                   started_at || ' ' || status AS run,
                   cume_dist() OVER (PARTITION BY integration, duration_ms IS NULL ORDER BY duration_ms) AS share
            FROM runs
            WHERE started_at >= @since AND started_at < @until AND status NOT IN ('running', 'skipped')
        )
        SELECT integration AS integration_name,
               count(*) AS run_count,
               sum(is_success) AS success_count,
               sum(NOT is_success) AS error_count,
               round(avg(duration_ms) / 1000, 6) AS avg_duration,
               round(avg(NOT is_success), 6) AS error_rate,
               round(min(CASE WHEN share >= 0.5 THEN duration_ms END) / 1000, 6) AS p50,
               round(min(CASE WHEN share >= 0.95 THEN duration_ms END) / 1000, 6) AS p95,
               round(max(duration_ms) / 1000, 6) AS max,
               sum(records_delivered) AS records,
               substr(max(run), instr(max(run), ' ') + 1) AS last_status,
               substr(max(run), 1, instr(max(run), ' ') - 1) AS last_run
        FROM ended
        GROUP BY integration
        ORDER BY integration
        """;

    private static readonly string[] ColumnNames =
    [
        "integration_name", "run_count", "success_count", "error_count", "avg_duration", "error_rate", "p50", "p95", "max", "records",
        "last_status", "last_run",
    ];

    private static readonly CsvWriterOptions CsvOptions = new() { NewLine = "\n", Injection = CsvInjection.Escape };

    /// <summary>The names of the columns, in order.</summary>
    public static IReadOnlyList<string> Columns => ColumnNames;

    /// <summary>The name of the file that a period's report goes to.</summary>
    public static string FileNameOf(ReportPeriod period) => $"telemetry_report_{period.Name}.csv";

    /// <summary>The report's rows, in the order of the integrations' names.</summary>
    /// <exception cref="SqlQueryException">The database can't be read.</exception>
    public static IAsyncEnumerable<TelemetryReportRow> RowsAsync(
        TelemetryReader reader, ReportPeriod period, CancellationToken cancellationToken = default) =>
        reader.Database.QueryAsync(
            new SqlQuery(Sql, ("since", UtcText.From(period.Since)), ("until", UtcText.From(period.Until))), Read, cancellationToken);

    /// <summary>
    /// Writes the report to a CSV file, whole or not at all; a device or a named pipe that has the path's name is written to as it is.
    /// Text that a spreadsheet would run as a formula is defused.
    /// </summary>
    /// <returns>How many integrations are in it.</returns>
    /// <exception cref="SqlQueryException">The database can't be read.</exception>
    /// <exception cref="IOException">The file can't be written; one that was there before is left as it was.</exception>
    public static async Task<int> WriteCsvAsync(
        TelemetryReader reader, ReportPeriod period, string path, CancellationToken cancellationToken = default)
    {
        try
        {
            if (FileKinds.OtherThanFile(path) is not null)
            {
                // Nothing can take the place of what isn't a file, and nobody's file is lost halfway.
                await using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
                return await WriteCsvAsync(reader, period, stream, cancellationToken).ConfigureAwait(false);
            }

            await using var file = AtomicFile.Create(path);
            var count = await WriteCsvAsync(reader, period, file.Stream, cancellationToken).ConfigureAwait(false);
            await file.CommitAsync(cancellationToken).ConfigureAwait(false);
            return count;
        }
        catch (Exception error) when (FileError.IsOne(error))
        {
            throw new IOException($"The report can't be written to '{path}': {FileError.Reason(error)}.", error);
        }
    }

    /// <summary>Writes the report as CSV to a stream, which stays open. Text that a spreadsheet would run as a formula is defused.</summary>
    /// <returns>How many integrations are in it.</returns>
    /// <exception cref="SqlQueryException">The database can't be read.</exception>
    /// <exception cref="IOException">The stream can't be written to.</exception>
    public static async Task<int> WriteCsvAsync(
        TelemetryReader reader, ReportPeriod period, Stream stream, CancellationToken cancellationToken = default)
    {
        var count = 0;
        await using var csv = CsvWriter.Create(stream, CsvOptions, leaveOpen: true);
        csv.WriteHeader(ColumnNames);
        await foreach (var row in RowsAsync(reader, period, cancellationToken).ConfigureAwait(false))
        {
            Write(csv, row);
            count++;
        }

        return count;
    }

    private static void Write(CsvWriter csv, TelemetryReportRow row)
    {
        csv.WriteField(row.IntegrationName);
        csv.WriteField(row.RunCount);
        csv.WriteField(row.SuccessCount);
        csv.WriteField(row.ErrorCount);
        csv.WriteField(row.AvgDuration);
        csv.WriteField(row.ErrorRate);
        csv.WriteField(row.P50);
        csv.WriteField(row.P95);
        csv.WriteField(row.Max);
        csv.WriteField(row.Records);
        csv.WriteField(row.LastStatus);
        csv.WriteField(row.LastRun);
        csv.EndRecord();
    }

    private static TelemetryReportRow Read(DbDataReader row) => new()
    {
        IntegrationName = row.GetString(0),
        RunCount = row.GetInt64(1),
        SuccessCount = row.GetInt64(2),
        ErrorCount = row.GetInt64(3),
        AvgDuration = Number(row, 4),
        ErrorRate = row.GetDouble(5),
        P50 = Number(row, 6),
        P95 = Number(row, 7),
        Max = Number(row, 8),
        Records = row.GetInt64(9),
        LastStatus = row.GetString(10),
        LastRun = row.GetString(11),
    };

    private static double? Number(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);
}

using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Vendors.Salesforce;

/// <summary>Reads a query by Bulk API 2.0: a job, its end, and its result page by page.</summary>
internal sealed partial class BulkQuery(SalesforceConnection connection, BulkJobs jobs)
{
    /// <summary>How many records a page has. A page whose body breaks off is asked for again from its beginning.</summary>
    private const int PageSize = 50_000;

    private const int PageRetries = 3;

    /// <param name="query">The query.</param>
    /// <param name="includeDeleted">Whether deleted records are read too.</param>
    /// <param name="counted">Gets the number of records, as soon as it is known.</param>
    /// <param name="cancellationToken">Ends the reading, and aborts the job.</param>
    public async IAsyncEnumerable<SalesforceRecord> ReadAsync(
        string query, bool includeDeleted, Action<long> counted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var job = await CompletedAsync(query, includeDeleted, cancellationToken).ConfigureAwait(false);
        counted(job.Processed);
        var type = SoqlShape.Of(query).Object;
        var rows = 0L;
        for (string? locator = ""; locator is not null;)
        {
            var page = new BulkPage(job.Id, locator, type);
            await foreach (var record in PageAsync(page, cancellationToken).ConfigureAwait(false))
            {
                rows++;
                yield return record;
            }

            locator = page.Next;
        }

        LogRead(connection.Logger, rows, job.Id);
    }

    private async Task<BulkJob> CompletedAsync(string query, bool includeDeleted, CancellationToken cancellationToken)
    {
        var json = SalesforceJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("operation", includeDeleted ? "queryAll" : "query");
            json.WriteString("query", query);
            json.WriteEndObject();
        });
        var opened = await jobs.OpenAsync("jobs/query", json, "a Bulk query", cancellationToken).ConfigureAwait(false);
        var path = $"jobs/query/{opened.Id}";
        BulkJob job;
        try
        {
            job = await jobs.UntilOverAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await jobs.AbortAsync(path).ConfigureAwait(false);
            throw;
        }

        return job.IsComplete ? job : throw Failed(job);
    }

    private static SalesforceException Failed(BulkJob job)
    {
        var code = job.Error.Split(':', ' ')[0].Split('.')[^1];
        var says = job.Error.Length > 0 ? job.Error : "no reason";
        return new SalesforceException(SalesforceErrors.Sentence($"Salesforce ended the Bulk query {job.Id} as {job.State} with {says}", ErrorAdvice.For(code)))
        {
            ErrorCode = code,
            Detail = job.Error,
            IsTransient = ErrorAdvice.IsTransient(code),
        };
    }

    private async IAsyncEnumerable<SalesforceRecord> PageAsync(BulkPage page, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var given = 0L;
        for (var retry = 1; ; retry++)
        {
            using var response = await connection.SendAsync(page.Request(PageSize), cancellationToken).ConfigureAwait(false);
            await using var rows = await page.OpenAsync(response, cancellationToken).ConfigureAwait(false);
            IOException? broken = null;
            while (true)
            {
                SalesforceRecord? record = null;
                try
                {
                    record = await rows.NextAsync(cancellationToken).ConfigureAwait(false);
                }
                catch (IOException error)
                {
                    broken = error;
                }

                // What the broken response gave already was handed on; the result of a job never changes, and neither does its order.
                if (record is null)
                {
                    break;
                }

                if (rows.Number > given)
                {
                    given = rows.Number;
                    yield return record;
                }
            }

            if (broken is null && (page.Rows is not { } rowsOfPage || rows.Number == rowsOfPage))
            {
                yield break;
            }

            if (retry > PageRetries)
            {
                throw new SalesforceException(
                    $"Salesforce's result of the Bulk query {page.Job} broke off after {given:N0} of {page.Rows?.ToString("N0", null) ?? "unknown"} rows of a page, {retry} times. Run again.", broken)
                {
                    IsTransient = true,
                };
            }

            LogBroken(connection.Logger, page.Job, given, retry, PageRetries);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Salesforce: {Rows} records were read in bulk, by job {Job}.")]
    private static partial void LogRead(ILogger logger, long rows, string job);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Salesforce: the result of job {Job} broke off after {Rows} rows; retry {Retry} of {Retries} follows.")]
    private static partial void LogBroken(ILogger logger, string job, long rows, int retry, int retries);
}

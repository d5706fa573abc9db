using System.Runtime.CompilerServices;
using IntegrationFramework;
using Microsoft.Extensions.Logging;

namespace Vendors.Salesforce;

/// <summary>Writes rows by Bulk API 2.0: jobs of as much as Salesforce takes, each opened, uploaded, closed, waited for, and read back.</summary>
internal sealed partial class BulkIngest(SalesforceConnection connection, BulkJobs jobs, LockedRows locks)
{
    private const int UploadRetries = 2;

    private static readonly TimeSpan UploadWait = TimeSpan.FromSeconds(2);

    private readonly string _folder = Path.Combine(connection.Services.Root, "cache", "salesforce");

    public async IAsyncEnumerable<BulkRowResult> WriteAsync(
        BulkOperation operation,
        IAsyncEnumerable<SalesforceObject> records,
        string? externalId,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        long jobSize = BulkBatch.LargestCsv)
    {
        if (operation is BulkOperation.Upsert != externalId is not null)
        {
            throw new ArgumentException("An upsert, and nothing else, needs the external id to find records by.", nameof(externalId));
        }

        await using var source = records.GetAsyncEnumerator(cancellationToken);
        var index = 0L;
        var hasNext = await source.MoveNextAsync().ConfigureAwait(false);
        while (hasNext)
        {
            await using var batch = new BulkBatch(_folder, jobSize);
            var type = source.Current.Type;
            while (hasNext && Checked(source.Current, type, operation) && batch.TryAdd(index, source.Current))
            {
                index++;
                hasNext = await source.MoveNextAsync().ConfigureAwait(false);
            }

            var ask = new BulkIngestJob(operation, type, externalId is null ? null : Soql.Checked(externalId));
            await foreach (var result in WithRetriesAsync(batch, ask, cancellationToken).ConfigureAwait(false))
            {
                yield return result;
            }
        }
    }

    private static bool Checked(SalesforceObject record, string type, BulkOperation operation) =>
        !record.Type.Equals(type, StringComparison.OrdinalIgnoreCase) ? throw new ArgumentException($"A Bulk job takes one kind of record; this one began with {type}, and now comes {record.Type}.")
        : record.Id is null && record.IndexOf("Id") < 0 && operation is not (BulkOperation.Insert or BulkOperation.Upsert)
            ? throw new ArgumentException($"A {type} has no id, by which Salesforce would find it.")
        : true;

    // What was locked wasn't written, and goes into a smaller job of its own.
    private async IAsyncEnumerable<BulkRowResult> WithRetriesAsync(
        BulkBatch first, BulkIngestJob ask, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batch = first;
        BulkBatch? locked = null;
        try
        {
            for (var retry = 1; batch.Count > 0; retry++)
            {
                locked = new BulkBatch(_folder);
                await foreach (var (result, values) in RunAsync(batch, ask, cancellationToken).ConfigureAwait(false))
                {
                    if (!(result.IsLocked && retry <= LockedRows.Retries && result.Index is { } index && locked.TryAdd(index, batch.Columns, values)))
                    {
                        yield return result;
                    }
                }

                if (locked.Count > 0)
                {
                    await locks.WaitAsync(retry, locked.Count, cancellationToken).ConfigureAwait(false);
                }

                await DoneAsync(batch).ConfigureAwait(false);
                (batch, locked) = (locked, null);
            }
        }
        finally
        {
            // However it ends, also where whoever reads the results stops: the rows are customers' data.
            await DoneAsync(batch).ConfigureAwait(false);
            await DoneAsync(locked).ConfigureAwait(false);
        }

        // The first is the caller's.
        ValueTask DoneAsync(BulkBatch? done) => done is null || ReferenceEquals(done, first) ? ValueTask.CompletedTask : done.DisposeAsync();
    }

    private async IAsyncEnumerable<(BulkRowResult Result, string[] Values)> RunAsync(
        BulkBatch batch, BulkIngestJob ask, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var job = await CompletedAsync(batch, ask, cancellationToken).ConfigureAwait(false);
        var accounted = 0L;
        foreach (var outcome in (BulkOutcome[])[BulkOutcome.Succeeded, BulkOutcome.Failed, BulkOutcome.Unprocessed])
        {
            await foreach (var row in ResultsAsync(job, outcome, batch, cancellationToken).ConfigureAwait(false))
            {
                accounted++;
                yield return row;
            }
        }

        LogWritten(connection.Logger, batch.Count, ask.Type, job.Id, job.State);
        if (accounted < batch.Count)
        {
            throw new SalesforceException(
                $"Salesforce accounts for {accounted:N0} of the {batch.Count:N0} rows of the Bulk job {job.Id} ({job.State}{(job.Error.Length > 0 ? $": {job.Error}" : "")}). "
                + "See Setup > Bulk Data Load Jobs for what became of the others.");
        }
    }

    private async Task<BulkJob> CompletedAsync(BulkBatch batch, BulkIngestJob ask, CancellationToken cancellationToken)
    {
        await batch.FlushAsync(cancellationToken).ConfigureAwait(false);
        var path = await UploadedAsync(batch, ask, cancellationToken).ConfigureAwait(false);
        try
        {
            await CloseAsync(path, cancellationToken).ConfigureAwait(false);
            return await jobs.UntilOverAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await jobs.AbortAsync(path).ConfigureAwait(false);
            throw;
        }
    }

    // A job takes one upload. Where it isn't known whether that arrived, another job gets the rows: the first was never closed, so that nothing of it is written.
    private async Task<string> UploadedAsync(BulkBatch batch, BulkIngestJob ask, CancellationToken cancellationToken)
    {
        for (var retry = 1; ; retry++)
        {
            var job = await jobs.OpenAsync("jobs/ingest", ask.ToJson(), $"a Bulk job for {ask.Type}", cancellationToken).ConfigureAwait(false);
            var path = $"jobs/ingest/{job.Id}";
            try
            {
                var upload = new SalesforceRequest(HttpMethod.Put, $"{path}/batches", $"the rows of a Bulk job for {ask.Type}") { Csv = batch.ToContent, IsSentOnce = true };
                using var response = await connection.SendAsync(upload, cancellationToken).ConfigureAwait(false);
                return path;
            }
            catch (ServiceException error) when (retry <= UploadRetries && error.IsTransient)
            {
                await jobs.AbortAsync(path).ConfigureAwait(false);
                LogNotUploaded(connection.Logger, job.Id, error.Message, retry, UploadRetries);
                await Task.Delay(UploadWait * retry, connection.Time, cancellationToken).ConfigureAwait(false);
            }
            catch (ServiceException error) when (error is { IsTransient: true } and not SalesforceException)
            {
                await jobs.AbortAsync(path).ConfigureAwait(false);
                throw new SalesforceException(
                    $"The {batch.Count:N0} rows of a Bulk job for {ask.Type} didn't get to Salesforce, {retry} times; none of them is written, since no job was closed. {error.Message}", error)
                {
                    IsTransient = true,
                };
            }
            catch
            {
                await jobs.AbortAsync(path).ConfigureAwait(false);
                throw;
            }
        }
    }

    // Where an answer is lost and the request repeated, Salesforce refuses to close what is closed.
    private async Task CloseAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await jobs.PatchAsync(path, "UploadComplete", cancellationToken).ConfigureAwait(false);
        }
        catch (SalesforceException error) when (error is not (SalesforceSessionException or SalesforceLimitException))
        {
            if (!(await jobs.GetAsync(path, cancellationToken).ConfigureAwait(false)).IsClosed)
            {
                throw;
            }
        }
    }

    private async IAsyncEnumerable<(BulkRowResult Result, string[] Values)> ResultsAsync(
        BulkJob job, BulkOutcome outcome, BulkBatch batch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var name = outcome switch
        {
            BulkOutcome.Succeeded => "successfulResults",
            BulkOutcome.Failed => "failedResults",
            _ => "unprocessedrecords",
        };
        var request = SalesforceRequest.Get($"jobs/ingest/{job.Id}/{name}", "the results of a Bulk job") with { IsStreamed = true };
        using var response = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var rows = new BulkRows(CsvHelper.CsvReader.Create(body, BulkCsv.Reading, leaveOpen: true), "");
        while (await NextAsync(rows, job, cancellationToken).ConfigureAwait(false) is { } row)
        {
            var values = batch.Columns.Select(column => row.ValueAt(column) ?? "").ToArray();
            var fields = batch.Columns.Zip(values).ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal);
            var error = outcome switch
            {
                BulkOutcome.Succeeded => "",
                BulkOutcome.Failed => row.ValueAt("sf__Error") ?? "an error that it doesn't name",
                _ => job.Error.Length > 0 ? job.Error : $"the job ended as {job.State}",
            };
            yield return (new BulkRowResult(batch.Take(values), outcome, row.ValueAt("sf__Id") ?? "", row.ValueAt("sf__Created") == "true", error, fields), values);
        }
    }

    private static async Task<BulkRecord?> NextAsync(BulkRows rows, BulkJob job, CancellationToken cancellationToken)
    {
        try
        {
            return await rows.NextAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            throw new SalesforceException(
                $"Salesforce's results of the Bulk job {job.Id} broke off: the rows are written, but not all of what became of them is known. "
                + "See Setup > Bulk Data Load Jobs.",
                error);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Salesforce: the rows of Bulk job {Job} may not have arrived ({Reason}); retry {Retry} of {Retries} follows, in a new job.")]
    private static partial void LogNotUploaded(ILogger logger, string job, string reason, int retry, int retries);

    [LoggerMessage(Level = LogLevel.Information, Message = "Salesforce: {Rows} rows of {Type} went through Bulk job {Job}, which is {State}.")]
    private static partial void LogWritten(ILogger logger, int rows, string type, string job, string state);
}

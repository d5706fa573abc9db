using Microsoft.Extensions.Logging;

namespace Vendors.Salesforce;

/// <summary>Opens, watches and aborts jobs of Bulk API 2.0.</summary>
internal sealed partial class BulkJobs(SalesforceConnection connection)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AbortTime = TimeSpan.FromSeconds(10);

    /// <param name="kind"><c>jobs/query</c> or <c>jobs/ingest</c>.</param>
    /// <param name="json">What it is to do.</param>
    /// <param name="what">What it is for, as in <c>Salesforce refused {what}</c>.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<BulkJob> OpenAsync(string kind, byte[] json, string what, CancellationToken cancellationToken)
    {
        // A job that was opened twice does nothing twice: only one of the two is given data, or read.
        var request = new SalesforceRequest(HttpMethod.Post, kind, what) { Json = json, IsRepeatable = true };
        return BulkJob.Of(await connection.NeededJsonAsync(request, cancellationToken).ConfigureAwait(false));
    }

    public async Task<BulkJob> GetAsync(string path, CancellationToken cancellationToken) =>
        BulkJob.Of(await connection.NeededJsonAsync(SalesforceRequest.Get(path, "the state of a Bulk job") with { IsOfNow = true }, cancellationToken).ConfigureAwait(false));

    /// <summary>Asks for the job's state, after a second at first and more and more rarely, until it is over.</summary>
    public async Task<BulkJob> UntilOverAsync(string path, CancellationToken cancellationToken)
    {
        for (var wait = FirstWait; ; wait = wait * 1.5 < LongestWait ? wait * 1.5 : LongestWait)
        {
            await Task.Delay(wait, connection.Time, cancellationToken).ConfigureAwait(false);
            var job = await GetAsync(path, cancellationToken).ConfigureAwait(false);
            LogState(connection.Logger, job.Id, job.State, job.Processed);
            if (job.IsOver)
            {
                return job;
            }
        }
    }

    public Task PatchAsync(string path, string state, CancellationToken cancellationToken)
    {
        var request = new SalesforceRequest(HttpMethod.Patch, path, $"the state {state} of a Bulk job")
        {
            IsRepeatable = true,
            Json = SalesforceJson.Write(json =>
            {
                json.WriteStartObject();
                json.WriteString("state", state);
                json.WriteEndObject();
            }),
        };
        return connection.JsonAsync(request, cancellationToken);
    }

    /// <summary>Aborts a job that nobody waits for any more. What goes wrong with that is logged, since something else is on its way already.</summary>
    public async Task AbortAsync(string path)
    {
        // By the system's clock: it bounds a request that is really made, not a wait that a clock could shorten.
        using var limit = new CancellationTokenSource(AbortTime);
        try
        {
            await PatchAsync(path, "Aborted", limit.Token).ConfigureAwait(false);
            LogAborted(connection.Logger, path);
        }
        catch (Exception error) when (error is IntegrationFramework.ServiceException or OperationCanceledException)
        {
            LogNotAborted(connection.Logger, path, error.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Salesforce: Bulk job {Job} is {State}, {Processed} records processed.")]
    private static partial void LogState(ILogger logger, string job, string state, long processed);

    [LoggerMessage(Level = LogLevel.Information, Message = "Salesforce: {Job} was aborted.")]
    private static partial void LogAborted(ILogger logger, string job);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Salesforce: {Job} couldn't be aborted and may go on there: {Reason}")]
    private static partial void LogNotAborted(ILogger logger, string job, string reason);
}

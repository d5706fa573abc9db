using IntegrationFramework.Configuration;
using IntegrationFramework.Http;
using IntegrationFramework.Security;
using IntegrationFramework.Telemetry;
using Vendors.Http;

namespace Vendors.Tests.Http;

/// <summary>A client with a run of its own in a telemetry database, as a host gives it to an integration.</summary>
internal sealed class HttpTestClient : IAsyncDisposable
{
    private readonly TelemetryStore _store;
    private readonly BatchLock _lock;

    private HttpTestClient(TelemetryStore store, BatchLock batch, string runId, HttpConfig policy)
    {
        _store = store;
        _lock = batch;
        RunId = runId;
        Limits = new SharedLimits(store, runId, TimeProvider.System);
        Client = new IntegrationHttpClient(new HttpServices
        {
            Policy = policy,
            Integration = "test",
            RunId = runId,
            Root = Path.GetDirectoryName(store.Path)!,
            Time = TimeProvider.System,
            Logger = Logger,
            Redactor = new Redactor(),
            Limits = Limits,
            Statistics = Statistics,
        });
    }

    public string RunId { get; }

    public IntegrationHttpClient Client { get; }

    public SharedLimits Limits { get; }

    public HttpStatistics Statistics { get; } = new();

    public ListLogger Logger { get; } = new();

    public static async Task<HttpTestClient> OpenAsync(string folder, HttpConfig policy)
    {
        var time = TimeProvider.System;
        var runId = RunIds.Create(time);
        var batch = BatchLock.Take(BatchLock.FolderOf(folder), runId);
        var store = TelemetryStore.Open(Path.Combine(folder, "telemetry.db"), time);
        await store.TryOpenRunAsync(new RunOpening
        {
            RunId = runId,
            BatchId = runId,
            Integration = "i" + runId,
            StartedAt = time.GetUtcNow(),
            Host = "here",
            ProcessId = 1,
        });
        return new HttpTestClient(store, batch, runId, policy);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _store.CloseRunAsync(new RunClosing
        {
            RunId = RunId,
            Status = RunStatus.Succeeded,
            FinishedAt = TimeProvider.System.GetUtcNow(),
            Duration = TimeSpan.Zero,
            Http = Statistics.Snapshot(),
        });
        await _store.DisposeAsync();
        _lock.Dispose();
    }
}

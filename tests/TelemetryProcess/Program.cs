// Another process on the same telemetry database, for the tests to start and to kill: TelemetryProcess ROLE ROOT BATCH …
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

var (role, root, batch) = (args[0], args[1], args[2]);
var time = TimeProvider.System;
using var held = BatchLock.Take(BatchLock.FolderOf(root), batch);
await using var store = TelemetryStore.Open(Path.Combine(root, "telemetry.db"), time);
return role switch
{
    "record" => await RecordAsync(int.Parse(args[3], System.Globalization.CultureInfo.InvariantCulture)),
    "hang" => await HangAsync(args[3], args.Length > 4 ? args[4] : batch),
    _ => 2,
};

// Records runs as fast as it can, and says of each when it is committed; 0 records until it is killed.
async Task<int> RecordAsync(int count)
{
    var next = 0;
    await Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
    {
        while (Interlocked.Increment(ref next) is var number && (count == 0 || number <= count))
        {
            var run = Opening($"{batch}_{worker}", batch, RunIds.Create(time));
            if (!await store.TryOpenRunAsync(run))
            {
                throw new InvalidOperationException($"{run.Integration} is running already.");
            }

            store.Log(new LogEntry(run.RunId, time.GetUtcNow(), LogLevel.Information, "test", "a line"));
            await store.CountIssueAsync(new IssueSighting("shared", null, "test", "seen by all", time.GetUtcNow()));
            await store.CloseRunAsync(new RunClosing
            {
                RunId = run.RunId,
                Status = RunStatus.Succeeded,
                FinishedAt = time.GetUtcNow(),
                Duration = TimeSpan.FromMilliseconds(1),
                Phases = [new PhaseTiming("fetch", TimeSpan.FromMilliseconds(1), 1)],
            });
            Console.WriteLine(run.RunId);
        }
    }));
    return 0;
}

// Opens a run and does not come to an end.
async Task<int> HangAsync(string integration, string runBatch)
{
    // A child of --isolate has its parent's batch and a lock of its own, named after both.
    var run = Opening(integration, runBatch, runBatch == batch ? RunIds.Create(time) : batch[(runBatch.Length + 1)..]);
    Console.WriteLine(await store.TryOpenRunAsync(run) ? run.RunId : "refused");
    await Task.Delay(Timeout.Infinite);
    return 0;
}

RunOpening Opening(string integration, string runBatch, string runId) => new()
{
    RunId = runId,
    BatchId = runBatch,
    Integration = integration,
    StartedAt = time.GetUtcNow(),
    Host = Environment.MachineName,
    ProcessId = Environment.ProcessId,
};

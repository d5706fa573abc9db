using System.Collections.Concurrent;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Telemetry;

/// <summary>Another connection holds the telemetry database locked, as another process would.</summary>
public class LockWaitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Test]
    public async Task Open_StoppedWhileLocked_EndsAtOnce()
    {
        using var folder = new TelemetryFolder();
        await using var holder = await folder.LockAsync();
        using var stop = new CancellationTokenSource();

        // The database isn't there yet, so that its tables have to be made.
        var opening = Task.Run(() => TelemetryStore.Open(folder.Database, folder.Time, stop: stop.Token));
        await stop.CancelAsync();

        await Assert.That(async () => await opening.WaitAsync(Patience)).Throws<OperationCanceledException>();
    }

    [Test]
    public async Task Open_LockLetGo_GoesOn()
    {
        using var folder = new TelemetryFolder();
        var waits = new ConcurrentQueue<string>();
        var holder = await folder.LockAsync();
        var told = new TaskCompletionSource();

        var opening = Task.Run(() => Open(folder, new LockWait(folder.Database, Tell) { LongWait = TimeSpan.Zero }));
        await told.Task.WaitAsync(Patience);
        await holder.DisposeAsync();

        await using var store = await opening.WaitAsync(Patience);
        await Assert.That(await store.TryOpenRunAsync(folder.Opening())).IsTrue();
        await Assert.That(waits.First()).StartsWith($"Another process has had the telemetry database '{folder.Database}' locked for ");

        void Tell(string sentence)
        {
            waits.Enqueue(sentence);
            told.TrySetResult();
        }
    }

    [Test]
    public async Task Open_LockedTooLong_SaysSo()
    {
        using var folder = new TelemetryFolder();
        await using var holder = await folder.LockAsync();

        await Assert.That(() => Open(folder, new LockWait(folder.Database) { Limit = TimeSpan.Zero })).Throws<TelemetryException>()
            .WithMessageContaining("another process has held it locked for a long time");
    }

    [Test]
    public async Task Write_StoppedWhileLocked_FailsAfterAShortTimeAndTheNextAtOnce()
    {
        using var folder = new TelemetryFolder();
        using var stop = new CancellationTokenSource();
        await using var store = Open(folder, new LockWait(folder.Database, stop: stop.Token) { LimitAfterStop = TimeSpan.FromMilliseconds(1) });
        var run = folder.Opening();
        await store.TryOpenRunAsync(run);
        await using var holder = await folder.LockAsync();

        var closing = store.CloseRunAsync(folder.Closing(run)).AsTask();
        await stop.CancelAsync();

        await Assert.That(async () => await closing.WaitAsync(Patience)).Throws<TelemetryException>()
            .WithMessageContaining("another process has held it locked");
        await Assert.That(async () => await store.CloseRunAsync(folder.Closing(run)).AsTask().WaitAsync(Patience)).Throws<TelemetryException>();
    }

    [Test]
    public async Task Write_StoppedAndLockLetGo_IsCommitted()
    {
        using var folder = new TelemetryFolder();
        using var stop = new CancellationTokenSource();
        var told = new TaskCompletionSource();
        var run = folder.Opening();
        await using (var store = Open(folder, new LockWait(folder.Database, _ => told.TrySetResult(), stop.Token) { LongWait = TimeSpan.Zero }))
        {
            await store.TryOpenRunAsync(run);
            await stop.CancelAsync();
            var holder = await folder.LockAsync();
            var closing = store.CloseRunAsync(folder.Closing(run)).AsTask();
            await told.Task.WaitAsync(Patience);
            await holder.DisposeAsync();
            await closing.WaitAsync(Patience);
        }

        await Assert.That(await folder.ScalarAsync<string>("SELECT status FROM runs")).IsEqualTo("succeeded");
    }

    [Test]
    public async Task OpenAsync_OfAReaderWhileLocked_ReadsWhatIsThere()
    {
        using var folder = new TelemetryFolder();
        await using (var store = folder.Open())
        {
            await store.TryOpenRunAsync(folder.Opening());
        }

        await using var holder = await folder.LockAsync();
        await using var reader = await TelemetryReader.OpenAsync(folder.Database, folder.Time).WaitAsync(Patience);

        var runs = await reader.RunsAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue).ToListAsync();
        await Assert.That(runs.Single().Status).IsEqualTo(RunStatus.Running);
    }

    private static TelemetryStore Open(TelemetryFolder folder, LockWait wait) =>
        TelemetryStore.Open(folder.Database, folder.Time, null, TelemetrySchema.Migrations, wait);
}

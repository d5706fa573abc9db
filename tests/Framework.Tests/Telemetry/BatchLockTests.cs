using IntegrationFramework.Telemetry;

namespace Framework.Tests.Telemetry;

public class BatchLockTests
{
    [Test]
    public async Task Take_NewBatch_HoldsItUntilDisposed()
    {
        using var folder = new TelemetryFolder();
        var held = BatchLock.Take(folder.Locks, "a");

        await Assert.That(BatchLock.IsTaken(folder.Locks, "a")).IsTrue();
        await Assert.That(() => BatchLock.Take(folder.Locks, "a", TimeSpan.Zero)).Throws<TelemetryException>();

        held.Dispose();
        await Assert.That(BatchLock.IsTaken(folder.Locks, "a")).IsFalse();
        await Assert.That(Directory.GetFiles(folder.Locks)).IsEmpty();
    }

    [Test]
    public async Task DeleteStale_HeldAndForgottenFiles_DeletesTheForgottenOnly()
    {
        using var folder = new TelemetryFolder();
        using var held = BatchLock.Take(folder.Locks, "held");
        await File.WriteAllTextAsync(Path.Combine(folder.Locks, "stale.lock"), "");
        await File.WriteAllTextAsync(Path.Combine(folder.Locks, "notes.txt"), "");

        BatchLock.DeleteStale(folder.Locks);

        await Assert.That(Directory.GetFiles(folder.Locks).Select(path => Path.GetFileName(path)!)).IsEquivalentTo(["held.lock", "notes.txt"]);
    }

    [Test]
    public async Task Take_WhileOthersClearAway_AlwaysHoldsAFileThatIsThere()
    {
        using var folder = new TelemetryFolder();
        using var stop = new CancellationTokenSource();
        var sweeper = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                BatchLock.DeleteStale(folder.Locks);
            }
        });

        var lost = 0;
        for (var i = 0; i < 2000; i++)
        {
            using var held = BatchLock.Take(folder.Locks, $"batch{i}");
            lost += BatchLock.IsTaken(folder.Locks, $"batch{i}") ? 0 : 1;
        }

        await stop.CancelAsync();
        await sweeper;
        await Assert.That(lost).IsEqualTo(0);
    }

    [Test]
    public async Task Take_WhileAnotherLooksAtTheFileForLong_WaitsForIt()
    {
        using var folder = new TelemetryFolder();
        Directory.CreateDirectory(folder.Locks);
        var look = new FileStream(Path.Combine(folder.Locks, "a.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        var taking = Task.Run(() => BatchLock.Take(folder.Locks, "a"));
        await Task.WhenAny(taking, Task.Delay(TimeSpan.FromMilliseconds(300)));
        await Assert.That(taking.IsCompleted).IsFalse();

        await look.DisposeAsync();
        using var held = await taking;

        await Assert.That(BatchLock.IsTaken(folder.Locks, "a")).IsTrue();
    }

    [Test]
    public async Task Take_FileInPlaceOfTheFolder_SaysWhatToDo()
    {
        using var folder = new TelemetryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Root, "cache"), "");

        var error = await Assert.That(() => BatchLock.Take(folder.Locks, "a")).Throws<TelemetryException>();

        await Assert.That(error!.Message).Contains("can't be used for locks");
    }
}

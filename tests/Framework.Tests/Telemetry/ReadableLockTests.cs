using IntegrationFramework.IO;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Telemetry;

/// <summary>Locks whose file another user has made, so that this one may only read it: they exclude each other all the same.</summary>
public class ReadableLockTests
{
    private const UnixFileMode All = (UnixFileMode)0b111_111_111;
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    [Test]
    public async Task Take_FileThatMayOnlyBeRead_HoldsItUntilTheProcessEnds()
    {
        using var folder = Prepare();
        SetMode(folder.Root, All);
        MakeReadOnlyLock(folder).Dispose();

        using var process = TelemetryProcess.StartUnprivileged("hang", folder.Root, "other", "hello_world");
        await process.ReadLineAsync();
        await Assert.That(BatchLock.IsTaken(folder.Locks, "other")).IsTrue();

        process.Kill();
        await process.EndAsync();
        await Assert.That(BatchLock.IsTaken(folder.Locks, "other")).IsFalse();
    }

    [Test]
    public async Task Open_LockThatMayOnlyBeReadIsHeldByALivingProcess_LeavesItsRunUntilItEnds()
    {
        using var folder = Prepare();
        await using (var store = folder.Open())
        {
            await store.TryOpenRunAsync(folder.Opening(batch: "other"));
        }

        SetMode(folder.Database, All);
        SetMode(folder.Root, All);
        using (MakeReadOnlyLock(folder))
        {
            await OpenAsAnotherUserAsync(folder);
            await Assert.That(await folder.ScalarAsync<string>("SELECT status FROM runs WHERE batch_id = 'other'")).IsEqualTo("running");
        }

        await OpenAsAnotherUserAsync(folder);
        await Assert.That(await folder.ScalarAsync<string>("SELECT status FROM runs WHERE batch_id = 'other'")).IsEqualTo("crashed");
    }

    private static TelemetryFolder Prepare()
    {
        Skip.When(OperatingSystem.IsWindows(), "Windows has other permissions.");
        var folder = new TelemetryFolder();
        Directory.CreateDirectory(folder.Locks);
        SetMode(folder.Locks, All);
        return folder;
    }

    private static FileLock MakeReadOnlyLock(TelemetryFolder folder)
    {
        var path = Path.Combine(folder.Locks, "other.lock");
        var held = FileLock.Take(path);
        SetMode(path, ReadOnly);
        return held;
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private static async Task OpenAsAnotherUserAsync(TelemetryFolder folder)
    {
        using var process = TelemetryProcess.StartUnprivileged("record", folder.Root, "mine", "1");
        var (exitCode, _, error) = await process.EndAsync();
        await Assert.That(exitCode).IsEqualTo(0).Because(error);
    }
}

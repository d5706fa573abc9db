using Framework.Tests.Support;
using IntegrationFramework;
using IntegrationFramework.Telemetry;
using Microsoft.Data.Sqlite;

namespace Framework.Tests.Telemetry;

/// <summary>Files that can't be used: a clear message, and nothing that was there is lost.</summary>
public class TelemetryFileTests
{
    [Test]
    public async Task Open_FolderInItsPlace_SaysSo()
    {
        using var folder = new TelemetryFolder();
        Directory.CreateDirectory(folder.Database);

        await Assert.That(await RefusalAsync(folder)).Contains("it is a folder. Move it away or work in another root (--root).");
        await Assert.That(Directory.Exists(folder.Database)).IsTrue();
    }

    [Test]
    public async Task Open_NamedPipeInItsPlace_SaysSo()
    {
        using var folder = new TelemetryFolder();
        await SpecialFile.MakePipeAsync(folder.Database);

        await Assert.That(await RefusalAsync(folder)).Contains("it is a named pipe and no file. Move it away or work in another root (--root).");
    }

    [Test]
    [Arguments("none/telemetry.db")]
    [Arguments("telemetry.db")]
    public async Task Open_LinkThatLeadsNowhere_SaysWhereItLeads(string target)
    {
        Skip.When(OperatingSystem.IsWindows(), "Not every user of Windows may make links.");
        using var folder = new TelemetryFolder();
        File.CreateSymbolicLink(folder.Database, target);

        await Assert.That(await RefusalAsync(folder)).Contains($"it is a symbolic link to '{target}', which is not there and can't be made. Correct or remove the link");
    }

    [Test]
    public async Task Open_FileThatIsNoDatabase_SaysSoAndLeavesIt()
    {
        using var folder = new TelemetryFolder();
        await File.WriteAllTextAsync(folder.Database, string.Concat(Enumerable.Repeat("These are my notes. ", 1000)));
        var before = await File.ReadAllBytesAsync(folder.Database);

        await Assert.That(await RefusalAsync(folder)).Contains("it is not a SQLite database");
        await Assert.That((await File.ReadAllBytesAsync(folder.Database)).SequenceEqual(before)).IsTrue();
    }

    [Test]
    public async Task Open_DatabaseOfSomethingElse_SaysSoAndLeavesIt()
    {
        using var folder = new TelemetryFolder();
        await using (var database = new SqlQueryManager(folder.Root).Open("telemetry.db"))
        {
            await database.ExecuteAsync("CREATE TABLE customers (name TEXT)");
        }

        var before = await File.ReadAllBytesAsync(folder.Database);

        await Assert.That(await RefusalAsync(folder)).Contains("not one of telemetry");
        await Assert.That((await File.ReadAllBytesAsync(folder.Database)).SequenceEqual(before)).IsTrue();
    }

    [Test]
    public async Task Open_FileOfANewerVersion_SaysSoAndLeavesIt()
    {
        using var folder = new TelemetryFolder();
        await RecordAsync(folder, runs: 1);
        await using (var database = new SqlQueryManager(folder.Root).Open("telemetry.db"))
        {
            await database.ExecuteAsync("PRAGMA user_version = 99");
        }

        await Assert.That(await RefusalAsync(folder)).Contains("version 99, made by a newer ifw");
        await Assert.That(await folder.ScalarAsync<long>("SELECT count(*) FROM runs")).IsEqualTo(1);
    }

    [Test]
    public async Task Open_DamagedFile_SaysSoAndLeavesIt()
    {
        using var folder = new TelemetryFolder();
        await RecordAsync(folder, runs: 300);
        var bytes = await File.ReadAllBytesAsync(folder.Database);
        new Random(1).NextBytes(bytes.AsSpan(4096));
        await File.WriteAllBytesAsync(folder.Database, bytes);

        await Assert.That(await RefusalAsync(folder)).Contains("it is damaged");
        await Assert.That((await File.ReadAllBytesAsync(folder.Database)).SequenceEqual(bytes)).IsTrue();
    }

    [Test]
    public async Task Open_FolderThatIsNotThere_SaysSo()
    {
        using var folder = new TelemetryFolder();

        await Assert.That(() => TelemetryStore.Open(Path.Combine(folder.Root, "none", "telemetry.db"), folder.Time))
            .Throws<TelemetryException>()
            .WithMessageContaining("there is no folder");
    }

    [Test]
    public async Task Open_FileThatMayOnlyBeRead_SaysSo()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip.Test("Windows has other permissions.");
            return;
        }

        using var folder = new TelemetryFolder();
        await RecordAsync(folder, runs: 1);
        const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode Enter = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(folder.Database, Read);
        File.SetUnixFileMode(folder.Locks, (UnixFileMode)0b111_111_111);
        File.SetUnixFileMode(folder.Root, Read | Enter);
        try
        {
            using var process = TelemetryProcess.StartUnprivileged("record", folder.Root, "batch", "1");
            var (exitCode, _, error) = await process.EndAsync();
            await Assert.That(error).Contains("Give this user the right to");
            await Assert.That(exitCode).IsNotEqualTo(0);
        }
        finally
        {
            File.SetUnixFileMode(folder.Root, (UnixFileMode)0b111_000_000);
        }
    }

    [Test]
    public async Task CloseRunAsync_DiskFull_SaysSoAndGoesOnWhenThereIsRoom()
    {
        using var folder = new TelemetryFolder();
        await RecordAsync(folder, runs: 10);
        await using var store = folder.Open();
        var run = folder.Opening();
        await store.TryOpenRunAsync(run);
        var closing = folder.Closing(run, RunStatus.Failed) with { ErrorMessage = new string('x', 1_000_000) };

        // SQLite's own limit gives the very error of a full disk.
        Execute(store.Writer.Connection, "PRAGMA max_page_count = 50");
        await Assert.That(async () => await store.CloseRunAsync(closing)).Throws<TelemetryException>().WithMessageContaining("the disk is full");
        await Assert.That(await folder.ScalarAsync<long>("SELECT count(*) FROM runs WHERE status = 'succeeded'")).IsEqualTo(10);
        await Assert.That(await folder.ScalarAsync<long>("SELECT count(*) FROM runs WHERE status = 'running'")).IsEqualTo(1);

        Execute(store.Writer.Connection, "PRAGMA max_page_count = 100000");
        await store.CloseRunAsync(closing);
        await Assert.That(await folder.ScalarAsync<long>("SELECT length(error_message) FROM runs WHERE status = 'failed'")).IsEqualTo(1_000_000);
        await Assert.That(await folder.ScalarAsync<string>("PRAGMA integrity_check")).IsEqualTo("ok");
    }

    [Test]
    public async Task FlushAsync_LogLineThatDidNotFit_SaysSoOnce()
    {
        using var folder = new TelemetryFolder();
        await using var store = folder.Open();
        Execute(store.Writer.Connection, "PRAGMA max_page_count = 30");

        store.Log(new LogEntry("run", folder.Time.GetUtcNow(), Microsoft.Extensions.Logging.LogLevel.Information, "test", new string('x', 1_000_000)));

        await Assert.That(async () => await store.FlushAsync()).Throws<TelemetryException>().WithMessageContaining("What was logged could not be written. The telemetry database");
        await store.FlushAsync();
    }

    private static async Task RecordAsync(TelemetryFolder folder, int runs)
    {
        await using var store = folder.Open();
        using var held = BatchLock.Take(folder.Locks, "batch");
        for (var i = 0; i < runs; i++)
        {
            var run = folder.Opening($"integration_{i}");
            await store.TryOpenRunAsync(run);
            await store.CloseRunAsync(folder.Closing(run));
        }
    }

    private static async Task<string> RefusalAsync(TelemetryFolder folder)
    {
        var written = await Assert.That(() => folder.Open()).Throws<TelemetryException>();
        var read = await Assert.That(async () => await TelemetryReader.OpenAsync(folder.Database, folder.Time)).Throws<TelemetryException>();
        await Assert.That(read!.Message).IsEqualTo(written!.Message);
        return written.Message;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

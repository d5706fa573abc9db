using IntegrationFramework.Telemetry;

namespace Framework.Tests.Telemetry;

public class MigrationTests
{
    private const string AddColumn = "ALTER TABLE runs ADD COLUMN region TEXT NOT NULL DEFAULT 'eu'; CREATE INDEX runs_region ON runs (region)";

    [Test]
    public async Task Open_FileOfVersion1_GoesUpToTheNewestAndKeepsItsRows()
    {
        using var folder = new TelemetryFolder();
        await using (var old = Open(folder, [.. TelemetrySchema.Migrations.Take(1)]))
        {
            // As the program of that version wrote it: today's writer knows columns that came later.
            using var command = old.Writer.Connection.CreateCommand();
            command.CommandText = "INSERT INTO runs (id, batch_id, integration, status, started_at) VALUES ('1', 'b', 'hello_world', 'succeeded', '2026-01-01T00:00:00.000Z')";
            command.ExecuteNonQuery();
        }

        await using (Open(folder, [.. TelemetrySchema.Migrations, AddColumn, "CREATE TABLE extras (name TEXT)"]))
        {
        }

        await Assert.That(await folder.ScalarAsync<long>("PRAGMA user_version")).IsEqualTo(TelemetrySchema.Migrations.Count + 2);
        await Assert.That(await folder.ScalarAsync<string>("SELECT integration || status || region FROM runs")).IsEqualTo("hello_worldsucceededeu");
        await Assert.That(await folder.ScalarAsync<long>("SELECT count(*) FROM extras")).IsEqualTo(0);
    }

    [Test]
    public async Task Open_MigrationThatFails_LeavesTheFileAtTheVersionBefore()
    {
        using var folder = new TelemetryFolder();
        await RecordAsync(folder, TelemetrySchema.Migrations);

        await Assert.That(() => Open(folder, [.. TelemetrySchema.Migrations, AddColumn + "; CREATE TABLE runs (id)"])).Throws<TelemetryException>();

        await Assert.That(await folder.ScalarAsync<long>("PRAGMA user_version")).IsEqualTo(TelemetrySchema.Migrations.Count);
        await Assert.That(await folder.ScalarAsync<long>("SELECT count(*) FROM pragma_table_info('runs') WHERE name = 'region'")).IsEqualTo(0);
        await using var store = folder.Open();
        await Assert.That(await store.TryOpenRunAsync(folder.Opening())).IsTrue();
    }

    [Test]
    public async Task Open_ManyAtOnce_MigrateOnce()
    {
        using var folder = new TelemetryFolder();
        IReadOnlyList<string> migrations = [.. TelemetrySchema.Migrations, AddColumn, "CREATE TABLE extras (name TEXT)", "INSERT INTO extras VALUES ('once')"];

        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Open(folder, migrations))));
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }

        await Assert.That(await folder.ScalarAsync<long>("SELECT count(*) FROM extras")).IsEqualTo(1);
    }

    private static async Task RecordAsync(TelemetryFolder folder, IReadOnlyList<string> migrations)
    {
        await using var store = Open(folder, migrations);
        var run = folder.Opening();
        await store.TryOpenRunAsync(run);
        await store.CloseRunAsync(folder.Closing(run));
    }

    private static TelemetryStore Open(TelemetryFolder folder, IReadOnlyList<string> migrations) =>
        TelemetryStore.Open(folder.Database, folder.Time, null, migrations, new LockWait(folder.Database));
}

using Framework.Tests.Running;
using IntegrationFramework.Telemetry;
using Microsoft.Data.Sqlite;

namespace Framework.Tests.Sinks;

public class SqliteLockTests
{
    private const string Config = "deliver: [{ sqlite: { path: out.db, table: items, mode: append } }]\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Begin_AnotherProcessHasTheDatabaseLocked_WaitsForIt()
    {
        await using var host = new Host();
        await host.RunAsync(Config);
        await using var other = await LockAsync(host);
        var run = host.RunAsync(Config);

        // Longer than SQLite waits by itself.
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        await Assert.That(run.IsCompleted).IsFalse();
        await ExecuteAsync(other, "COMMIT");
        var result = await run.WaitAsync(Patience);
        await Assert.That(result.ErrorMessage).IsNull();
        await Assert.That(await host.QueryAsync("SELECT count(*) FROM items", host.Output("out.db"))).IsEquivalentTo(["6"]);
    }

    [Test]
    public async Task Begin_ToldToStopWhileItWaits_IsCancelled()
    {
        await using var host = new Host();
        await host.RunAsync(Config);
        await using var other = await LockAsync(host);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var result = await host.RunAsync(Config, stop: stop.Token).WaitAsync(Patience, CancellationToken.None);
        await Assert.That(result.Status).IsEqualTo(RunStatus.Cancelled);
    }

    private static async Task<SqliteConnection> LockAsync(Host host)
    {
        var connection = new SqliteConnection($"Data Source={host.Output("out.db")};Pooling=False");
        await connection.OpenAsync();
        await ExecuteAsync(connection, "BEGIN EXCLUSIVE");
        return connection;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}

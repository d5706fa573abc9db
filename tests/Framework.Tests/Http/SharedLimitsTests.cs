using Framework.Tests.Telemetry;
using IntegrationFramework.Http;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Http;

public class SharedLimitsTests
{
    [Test]
    public async Task EnterAsync_AfterTheDatabaseFailedOnce_ClaimsAgain()
    {
        using var folder = new TelemetryFolder();
        await using var store = folder.Open();
        var run = folder.Opening();
        await store.TryOpenRunAsync(run);
        var limits = new SharedLimits(store, run.RunId, folder.Time);
        Execute(store, "CREATE TRIGGER no BEFORE INSERT ON http_claims BEGIN SELECT RAISE(ABORT, 'not now'); END");

        await Assert.That(async () => await EnterAsync(limits)).Throws<TelemetryException>();
        Execute(store, "DROP TRIGGER no");
        await using var turn = await EnterAsync(limits);

        await Assert.That(turn.HasSlot).IsTrue();
        await Assert.That(await folder.ScalarAsync<long>("SELECT concurrency FROM http_claims")).IsEqualTo(1);
    }

    private static ValueTask<LimitTurn> EnterAsync(SharedLimits limits) => limits.EnterAsync("example.com", "", rate: null, concurrency: 1, TimeSpan.Zero);

    private static void Execute(TelemetryStore store, string sql)
    {
        using var command = store.Writer.Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

using Framework.Tests.Telemetry;
using IntegrationFramework.Configuration;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Running;

public class DeadLetterBoxTests
{
    private const int Many = 300;

    [Test]
    public async Task SaveAsync_Many_WritesThemInTheMiddleOfTheRun()
    {
        using var folder = new TelemetryFolder();
        await using var store = folder.Open();
        var box = await FillAsync(folder, store);

        await box.SaveAsync();

        await Assert.That(box.Waiting).IsEmpty();
        await Assert.That(await folder.ScalarAsync<long>("SELECT count(*) FROM dead_letters")).IsEqualTo(Many);
    }

    [Test]
    public async Task SaveAsync_TelemetryRefuses_KeepsThemWaiting()
    {
        using var folder = new TelemetryFolder();
        var wait = new LockWait(folder.Database) { Limit = TimeSpan.Zero };
        await using var store = TelemetryStore.Open(folder.Database, folder.Time, null, TelemetrySchema.Migrations, wait);
        var box = await FillAsync(folder, store);

        await using (await folder.LockAsync())
        {
            await Assert.That(async () => await box.SaveAsync()).Throws<TelemetryException>();
        }

        await Assert.That(box.Waiting.Count).IsEqualTo(Many);
        await box.SaveAsync();
        await Assert.That(await folder.ScalarAsync<long>("SELECT count(*) FROM dead_letters")).IsEqualTo(Many);
    }

    private static async Task<DeadLetterBox> FillAsync(TelemetryFolder folder, TelemetryStore store)
    {
        var run = folder.Opening();
        await store.TryOpenRunAsync(run);
        var box = new DeadLetterBox(new DeadLetterConfig { Limit = Many }, new RunMeter(TimeProvider.System), store);
        var error = new FormatException("bad");
        for (var i = 0; i < Many; i++)
        {
            box.Add(new DeadLetter(run.RunId, run.Integration, Phase.Deliver.Name(), "{}", "FormatException", error.Message, 1, folder.Time.GetUtcNow()), error);
        }

        return box;
    }
}

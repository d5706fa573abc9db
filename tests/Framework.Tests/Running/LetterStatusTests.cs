using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;
using static Framework.Tests.Running.Replays;

namespace Framework.Tests.Running;

/// <summary>Which dead letters wait to be replayed.</summary>
public class LetterStatusTests
{
    [Test]
    public async Task Letters_OfRunsAndAttemptsThatDeliveredNothing_AreVoidAndNotReplayed()
    {
        await using var host = new Host();
        await host.RunAsync(Append + "page: { records: 1 }\nretry: { attempts: 2, delay: 1ms }\n", new Script
        {
            Fetch = (run, ct) => run.Attempt == 1 ? ThenFail(ct) : Script.Items(3, ct),
            Each = (raw, _) => raw.Id == 2 ? throw new FormatException("bad") : raw,
        });
        await host.RunAsync(Append.Replace("share: 1", "limit: 0", StringComparison.Ordinal), Refusing(1));
        await host.RunAsync(new BatchOptions { DryRun = true, Integrations = [Host.Integration("script", Append, () => Refusing(3))] });
        await Assert.That(await host.QueryAsync("SELECT status, attempt, payload FROM dead_letters ORDER BY id"))
            .IsEquivalentTo([$"void,1,{Line(2)}", $"open,2,{Line(2)}", $"void,1,{Line(1)}", $"void,1,{Line(3)}"]);

        await Assert.That((await ReplayAsync(host, Append)).Counters.Fetched).IsEqualTo(1);

        static async IAsyncEnumerable<Item> ThenFail([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
        {
            await foreach (var item in Script.Items(3, ct))
            {
                yield return item;
            }

            throw new IOException("gone");
        }
    }

    [Test]
    public async Task Drop_OpenAndVoidLetters_AreGivenUpAndReplayedOnesLeft()
    {
        await using var host = new Host();
        await host.RunAsync(Append, Refusing(2));
        await ReplayAsync(host, Append);
        await host.RunAsync(Append, Refusing(1));
        await host.RunAsync(Append.Replace("share: 1", "limit: 0", StringComparison.Ordinal), Refusing(3));
        await Assert.That(await host.Store.DropDeadLettersAsync(new DeadLetterSelection { Integration = "other" }, DateTimeOffset.UtcNow)).IsEqualTo(0);
        await Assert.That(await host.Store.DropDeadLettersAsync(new DeadLetterSelection { Ids = [1, 2] }, DateTimeOffset.UtcNow)).IsEqualTo(1);
        await Assert.That(await host.Store.DropDeadLettersAsync(new DeadLetterSelection(), DateTimeOffset.UtcNow)).IsEqualTo(1);
        await Assert.That(await host.QueryAsync("SELECT status FROM dead_letters ORDER BY id")).IsEquivalentTo(["replayed", "dropped", "dropped"]);
    }
}

using System.Collections.Concurrent;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;
using Microsoft.Data.Sqlite;

namespace Framework.Tests.Running;

/// <summary>A worker opens its next run while the last one's close is being committed; nobody may notice.</summary>
public class CloseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Run_InParallel_IsOnRecordBeforeItsFirstFetchAndBeforeAnybodyIsToldOfItsEnd()
    {
        var atStart = new ConcurrentBag<string>();
        var atEnd = new ConcurrentBag<string>();
        Host? reader = null;
        await using var host = new Host { Observer = new Observer(result => atEnd.Add(StatusOf(reader!, result.RunId!))) };
        reader = host;
        var batch = await host.RunAsync(new BatchOptions
        {
            Integrations = [.. Enumerable.Range(0, 40).Select(i => Host.Integration($"i{i}", "", () => new Script
            {
                Fetch = (run, ct) =>
                {
                    atStart.Add(StatusOf(host, run.RunId));
                    return Script.Items(1, ct);
                },
            }))],
            Parallelism = 4,
        }).WaitAsync(Patience);
        await Assert.That(batch.IsSuccess).IsTrue();
        await Assert.That(atStart.Count).IsEqualTo(40);
        await Assert.That(atStart.Distinct()).IsEquivalentTo(["running"]);
        await Assert.That(atEnd.Count).IsEqualTo(40);
        await Assert.That(atEnd.Distinct()).IsEquivalentTo(["succeeded"]);
    }

    [Test]
    public async Task Run_SameIntegrationAgainByTheSameWorker_IsNotTakenForRunning()
    {
        await using var host = new Host();
        const int times = 30;
        var left = times;
        var allRan = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var again = Host.Integration("again", "", () => new Script
        {
            Deliver = (_, _, _) =>
            {
                if (Interlocked.Decrement(ref left) == 0)
                {
                    allRan.SetResult();
                }

                return Task.CompletedTask;
            },
        });
        var keepsTheOther = Host.Integration("keeps_the_other_worker", "", () => new Script { Deliver = (_, _, ct) => allRan.Task.WaitAsync(Patience, ct) });
        var batch = await host.RunAsync(new BatchOptions { Integrations = [keepsTheOther, .. Enumerable.Repeat(again, times)], Parallelism = 2 });
        await Assert.That(batch.Runs.Select(run => run.Status).Distinct()).IsEquivalentTo([RunStatus.Succeeded]);
        await Assert.That(await host.QueryAsync("SELECT count(*) FROM runs WHERE status = 'succeeded'")).IsEquivalentTo([$"{times + 1}"]);
    }

    [Test]
    public async Task Run_CloseFailsInParallel_IsThatRunsResult()
    {
        await using var host = new Host();
        var batch = await host.RunAsync(new BatchOptions
        {
            Integrations =
            [
                Host.Integration("closes", "", () => new Script()),
                Host.Integration("takes_the_table", "", () => new Script
                {
                    Deliver = async (_, _, ct) =>
                    {
                        await host.Store.FlushAsync(ct);
                        await ExecuteAsync(host, "DROP TABLE phases");
                    },
                }),
            ],
            Parallelism = 2,
        }).WaitAsync(Patience);
        await Assert.That(batch.Runs[1].Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(batch.Runs[1].ErrorMessage!).StartsWith("takes_the_table could not be run or recorded: ");
        await Assert.That(batch.IsSuccess).IsFalse();
    }

    [Test]
    public async Task Run_ThousandsAtOnce_AllStart()
    {
        await using var host = new Host();
        const int count = 1200;
        using var started = new CountdownEvent(count);
        var allStarted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var batch = await host.RunAsync(new BatchOptions
        {
            Integrations = [.. Enumerable.Range(0, count).Select(i => Host.Integration($"i{i}", "", () => new Script
            {
                Deliver = (_, _, ct) =>
                {
                    if (started.Signal())
                    {
                        allStarted.SetResult();
                    }

                    return allStarted.Task.WaitAsync(Patience, ct);
                },
            }))],
            Parallelism = count,
        });
        await Assert.That(batch.IsSuccess).IsTrue();
    }

    private static string StatusOf(Host host, string runId)
    {
        using var connection = new SqliteConnection($"Data Source={host.Store.Path};Pooling=False;Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT status FROM runs WHERE id = $id";
        command.Parameters.AddWithValue("$id", runId);
        return (string?)command.ExecuteScalar() ?? "not there";
    }

    private static async Task ExecuteAsync(Host host, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={host.Store.Path};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private sealed class Observer(Action<RunResult> finished) : IBatchObserver
    {
        public void RunStarted(string runId, string integration)
        {
        }

        public void RunProgress(string runId, string integration, RunCounters counters)
        {
        }

        public void RunFinished(RunResult result) => finished(result);
    }
}

using Framework.Tests.Running;
using IntegrationFramework.Checks;
using IntegrationFramework.Configuration;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Checks;

public class RecordChecksTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task Judge_NotNull_TakesNoNullAndDoesNotLookIntoNestedRecords()
    {
        using var checks = Create(new NotNullCheckConfig(["id", "name", "weight", "at"]));
        await Assert.That(checks.Judge(new Sale(1, At: Noon))).IsNull();
        await Assert.That(checks.Judge(new Sale(1, null, At: Noon))!.Message).IsEqualTo("'name' has no value (not_null)");
        await Assert.That(checks.Judge(new Sale(1, Weight: null, At: Noon))!.Message).IsEqualTo("'weight' has no value (not_null)");
        await Assert.That(checks.Judge(new Sale(1))!.Message).IsEqualTo("'at' has no value (not_null)");
        await Assert.That(checks.Judge(new Sale(1, At: Noon))).IsNull();
    }

    [Test]
    public async Task Judge_Range_TakesItsLimitsAndNothingBeyond()
    {
        using var checks = Create(new RangeCheckConfig("amount", 0, 10.5m), new RangeCheckConfig("weight", 1, null), new RangeCheckConfig("id", null, 100));
        foreach (var good in new[] { new Sale(1, Amount: 0), new Sale(100, Amount: 10.50m), new Sale(1, Weight: null), new Sale(long.MinValue) })
        {
            await Assert.That(checks.Judge(good)).IsNull();
        }

        await Assert.That(checks.Judge(new Sale(1, Amount: 10.51m))!.Message).IsEqualTo("'amount' is 10.51, and has to be from 0 to 10.5 (range)");
        await Assert.That(checks.Judge(new Sale(1, Amount: -0.01m))!.Message).IsEqualTo("'amount' is -0.01, and has to be from 0 to 10.5 (range)");
        await Assert.That(checks.Judge(new Sale(1, Weight: 0.999))!.Message).IsEqualTo("'weight' is 0.999, and has to be at least 1 (range)");
        await Assert.That(checks.Judge(new Sale(1, Weight: double.NaN))!.Message).IsEqualTo("'weight' is NaN, and has to be at least 1 (range)");
        await Assert.That(checks.Judge(new Sale(101))!.Message).IsEqualTo("'id' is 101, and has to be at most 100 (range)");
    }

    [Test]
    public async Task Judge_Pattern_TakesTextThatHoldsAMatch()
    {
        using var checks = Create(new PatternCheckConfig("name", "^[a-z]+$"));
        await Assert.That(checks.Judge(new Sale(1, "abc"))).IsNull();
        await Assert.That(checks.Judge(new Sale(1, null))).IsNull();
        await Assert.That(checks.Judge(new Sale(1, "Abc"))!.Message).IsEqualTo("'name' is 'Abc', which doesn't match ^[a-z]+$ (pattern)");
    }

    [Test]
    public async Task Judge_PatternThatRunsWild_IsEndedSoon()
    {
        using var checks = Create(new PatternCheckConfig("name", "^(a+)+$"));
        await Assert.That(checks.Judge(new Sale(1, new string('a', 40) + "b"))!.Message).IsEqualTo("'name' can't be compared with ^(a+)+$ in reasonable time (pattern)");
    }

    [Test]
    public async Task Judge_Unique_KnowsWholeKeysAndOnlyThose()
    {
        using var checks = Create(new UniqueCheckConfig(["name", "amount"]), new NotNullCheckConfig(["at"]));
        await Assert.That(checks.Judge(new Sale(1, "a", 1, At: Noon))).IsNull();
        await Assert.That(checks.Judge(new Sale(2, "a", 2, At: Noon))).IsNull();
        await Assert.That(checks.Judge(new Sale(3, "b", 1, At: Noon))).IsNull();
        var error = checks.Judge(new Sale(4, "a", 1.00m, At: Noon));
        await Assert.That(error).IsTypeOf<DuplicateRecordException>();
        await Assert.That(error!.Message).IsEqualTo("another record of the run has the same name, amount (unique)");

        // One without a value is never a double, and one that fails another check takes no place.
        await Assert.That(checks.Judge(new Sale(5, null, 1, At: Noon))).IsNull();
        await Assert.That(checks.Judge(new Sale(6, null, 1, At: Noon))).IsNull();
        await Assert.That(checks.Judge(new Sale(7, "c", 1))).IsTypeOf<RecordCheckException>();
        await Assert.That(checks.Judge(new Sale(8, "c", 1, At: Noon))).IsNull();
    }

    [Test]
    public async Task Judge_GoodRecords_AllocatesNothing()
    {
        using var checks = Create(new NotNullCheckConfig(["name"]), new RangeCheckConfig("amount", 0, 10), new UniqueCheckConfig(["id", "name"]));
        var sales = Enumerable.Range(0, 2000).Select(i => new Sale(i)).ToArray();
        foreach (var sale in sales.AsSpan(0, 1000))
        {
            checks.Judge(sale);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var bad = 0;
        foreach (var sale in sales.AsSpan(1000))
        {
            bad += checks.Judge(sale) is null ? 0 : 1;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        await Assert.That(bad).IsEqualTo(0);
        await Assert.That(allocated).IsLessThan(1000);
    }

    [Test]
    public async Task Create_NothingToLookAt_MakesNone()
    {
        await Assert.That(RecordChecks.Create(new ChecksConfig { Run = [new VolumeCheckConfig { Min = 1 }] }, Sale.Schema)).IsNull();
    }

    [Test]
    public async Task Run_BadRecords_AreKeptFromTheSinksAndQuarantined()
    {
        await using var host = new Host();
        const string config = """
            dead_letters: { share: 1 }
            page: { records: 2 }
            checks:
              records:
                - not_null: [name]
                - unique: [id]
                - range: { field: amount, max: 10 }
            deliver: [{ jsonl: { path: out.jsonl, mode: append } }]

            """;
        Sale[] sales = [new(1), new(2, null), new(3, Amount: 11), new(1, "again"), new(4)];
        var run = (await host.RunAsync(new BatchOptions { Integrations = [Sales.Descriptor(config, sales)] })).Runs[0];
        await Assert.That(run.Status).IsEqualTo(RunStatus.SucceededWithDeadLetters).Because(run.ErrorMessage ?? "");
        await Assert.That(run.Counters with { Bytes = 0 }).IsEqualTo(new RunCounters(Fetched: 5, Delivered: 2, Dead: 3));
        await Assert.That(await host.QueryAsync("SELECT phase, payload_kind, error_type, error_message FROM dead_letters ORDER BY id")).IsEquivalentTo(
        [
            "check,output,RecordCheckException,'name' has no value (not_null)",
            "check,output,RecordCheckException,'amount' is 11, and has to be at most 10 (range)",
            "check,output,DuplicateRecordException,another record of the run has the same id (unique)",
        ]);

        // Mended checks let the one through; a double can't be judged by itself, and stays.
        var looser = config.Replace("max: 10", "max: 20", StringComparison.Ordinal);
        var replay = (await host.RunAsync(new BatchOptions { Integrations = [Sales.Descriptor(looser, sales)], Replay = new DeadLetterSelection() })).Runs[0];
        await Assert.That(replay.Counters with { Bytes = 0 }).IsEqualTo(new RunCounters(Fetched: 3, Delivered: 1, Dead: 2)).Because(replay.ErrorMessage ?? "");
        await Assert.That(await host.QueryAsync("SELECT status, attempt, phase FROM dead_letters ORDER BY id")).IsEquivalentTo(["open,2,check", "replayed,1,check", "open,1,check"]);
        await Assert.That((await host.ReadAsync("out.jsonl")).Split('\n').Length - 1).IsEqualTo(3);
    }

    [Test]
    public async Task Run_TooManyBadRecords_FailsAndDeliversNothing()
    {
        await using var host = new Host();
        const string config = "dead_letters: { limit: 1, share: 1 }\nchecks: { records: [{ not_null: [name] }] }\ndeliver: [{ jsonl: { path: out.jsonl } }]\n";
        var run = (await host.RunAsync(new BatchOptions { Integrations = [Sales.Descriptor(config, [new(1), new(2, null), new(3, null)])] })).Runs[0];
        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage!).Contains("sales failed in check: More than 1 records could not be processed (dead_letters.limit); the last one: 'name' has no value (not_null)");
        await Assert.That(File.Exists(host.Output("out.jsonl"))).IsFalse();
    }

    private static RecordChecks Create(params RecordCheckConfig[] checks) => RecordChecks.Create(new ChecksConfig { Records = checks }, Sale.Schema)!;
}

using Framework.Tests.Running;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Contracts;

/// <summary>What becomes of a run whose data, as the integration shows it, is not what it was.</summary>
public class PayloadContractTests
{
    private const string Sink = "deliver: [{ jsonl: { path: out.jsonl, mode: append } }]\n";
    private const string Before = """{"id":1,"name":"a","main":{"temp":1.5,"unit":"C"},"tags":[{"k":"x"}],"more":null}""";

    [Test]
    [Arguments("""{"id":2,"name":"b","main":{"temp":2,"unit":"C"},"tags":[{"k":"y"}],"more":null}""", null)]
    [Arguments("""{"id":2,"name":null,"main":{"temp":2,"unit":"C"},"tags":[],"more":"text"}""", null)]
    [Arguments("""{"id":2,"name":"b","main":{"temp":2,"unit":"C"},"tags":[{"k":"y"}],"more":null,"rain":true}""", "'rain' is new (boolean)")]
    [Arguments("""{"id":2,"main":{"temp":2,"unit":"C"},"tags":[{"k":"y"}],"more":null}""", "'name' is gone (it was text)")]
    [Arguments("""{"id":"2","name":"b","main":{"temp":2,"unit":"C"},"tags":[{"k":"y"}],"more":null}""", "'id' was number and is text now")]
    [Arguments("""{"id":2,"name":"b","main":{"temp":"2","wind":3},"tags":[{"k":4}],"more":null}""", "'main.temp' was number and is text now; 'main.wind' is new (number); 'main.unit' is gone (it was text); 'tags[].k' was text and is number now")]
    [Arguments("""{"id":2,"name":"b","main":"none","tags":[{"k":"y"}],"more":null}""", "'main' was object and is text now")]
    public async Task Fail_Data_IsComparedBeforeAnythingIsDelivered(string now, string? changes)
    {
        await using var host = new Host();
        var first = await Shown(Before).RunAsync(host);
        var run = await Shown(now).RunAsync(host);
        if (changes is null)
        {
            await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded).Because(run.ErrorMessage ?? "");
            return;
        }

        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.ErrorMessage!).StartsWith($"rows failed in check: its data is not what it was in the last run that succeeded ({first.RunId}): {changes}. That is what contract: fail");
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo("{\"id\":1}\n");
    }

    [Test]
    public async Task Fail_FieldThatOnlySomeHad_MayBeMissingAndIsNotForgotten()
    {
        await using var host = new Host();
        await Shown("""{"id":1,"note":"x"}""", """{"id":2}""").RunAsync(host);
        foreach (var payload in new[] { """{"id":3}""", """{"id":4,"note":"y"}""" })
        {
            var run = await Shown(payload).RunAsync(host);
            await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded).Because(run.ErrorMessage ?? "");
        }

        await Assert.That((await Shown("""{"id":5,"note":6}""").RunAsync(host)).ErrorMessage!).Contains("'note' was text and is number now");
    }

    [Test]
    public async Task Warn_DataChanged_SaysItOnceAndKeepsTheNew()
    {
        await using var host = new Host();
        await Shown("""{"id":1,"a":"x"}""").RunAsync(host);
        var second = await Shown("warn", ["""{"id":1,"b":2}"""]).RunAsync(host);
        var third = await Shown("warn", ["""{"id":1,"b":3}"""]).RunAsync(host);
        await Assert.That(await host.QueryAsync("SELECT run_id, level, message FROM logs")).IsEquivalentTo(
            [$"{second.RunId},warning,rows: its data is not what it was in the last run that succeeded ({await FirstAsync(host)}): 'b' is new (number); 'a' is gone (it was text)."]);
        await Assert.That(third.Status).IsEqualTo(RunStatus.Succeeded);
    }

    [Test]
    public async Task Fail_PageOfAnIncrementalSource_IsNotDelivered()
    {
        await using var host = new Host();
        await Paged([1, 2], """{"id":1}""", """{"id":2}""").RunAsync(host);
        var run = await Paged([1, 2, 3, 4, 5, 6], "0", "0", """{"id":3}""", """{"id":4}""", """{"id":5}""", """{"id":6,"x":1}""").RunAsync(host);
        await Assert.That(run.ErrorMessage!).Contains("'x' is new (number)");
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo("{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n{\"id\":4}\n");
        await Assert.That((await host.QueryAsync("SELECT cursor FROM state")).Single()).IsEqualTo("4");
    }

    [Test]
    public async Task Run_ThatShowsNothing_LeavesWhatIsKeptOfTheData()
    {
        await using var host = new Host();
        await Shown("""{"id":1}""").RunAsync(host);
        await Shown().RunAsync(host);
        await Assert.That((await Shown("""{"id":"1"}""").RunAsync(host)).Status).IsEqualTo(RunStatus.Failed);
    }

    [Test]
    public async Task Run_LimitedTo_SaysWhatIsNewAndNotWhatIsGone()
    {
        await using var host = new Host();
        await Shown("""{"id":1,"a":"x"}""").RunAsync(host);
        var run = await Shown("warn", ["""{"id":1,"b":2}"""]).RunAsync(host, new BatchOptions { Integrations = [], Limit = 1 });
        await Assert.That((await host.QueryAsync($"SELECT message FROM logs WHERE run_id = '{run.RunId}'")).Single()).EndsWith(": 'b' is new (number).");
    }

    [Test]
    public async Task Observe_NamesThatAreData_StopsAtAThousandAndSaysSo()
    {
        await using var host = new Host();
        var wide = "{" + string.Join(',', Enumerable.Range(0, 1500).Select(i => $"\"k{i}\":1")) + "}";
        var run = await Shown(wide).RunAsync(host);
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That((await host.QueryAsync("SELECT message FROM logs")).Single()).StartsWith("rows: its data has more than a thousand fields");
        await Assert.That((await Shown(wide).RunAsync(host)).Status).IsEqualTo(RunStatus.Succeeded);
    }

    private static async Task<string> FirstAsync(Host host) => (await host.QueryAsync("SELECT id FROM runs ORDER BY id LIMIT 1")).Single();

    private static Rows Shown(params string[] payloads) => Shown("fail", payloads);

    private static Rows Shown(string policy, string[] payloads) => new()
    {
        Config = $"contract: {policy}\n{Sink}",
        Fields = [Rows.Id],
        Records = [new(1)],
        Payloads = payloads,
    };

    private static Rows Paged(int[] ids, params string[] payloads) => new()
    {
        Config = $"contract: fail\n{Sink}",
        Fields = [Rows.Id],
        IsPaged = true,
        Records = [.. ids.Select(id => new Row(id))],
        Payloads = payloads,
    };
}

using Framework.Tests.Records;
using Framework.Tests.Running;
using IntegrationFramework.Configuration;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Sinks;

/// <summary>Half of a surrogate pair, which UTF-8 can't hold, and which would become another character without a word.</summary>
public class UnpairedSurrogateTests
{
    private const string Problem = "has half of a surrogate pair (U+D83D at position 4), as where a text was cut within an emoji, and UTF-8 has no such thing. Mend the text in Postprocess.";

    private static readonly Func<SinkBench, SinkConfig>[] Sinks =
    [
        static bench => new YamlSinkConfig(bench.Output("out"), WriteMode.Replace),
        static bench => new JsonLinesSinkConfig(bench.Output("out"), WriteMode.Replace),
        static bench => new CsvSinkConfig(bench.Output("out"), WriteMode.Replace, CsvFormulas.Keep),
        static bench => new SqliteSinkConfig(bench.Output("out"), "items", [], WriteMode.Replace),
    ];

    public static IEnumerable<int> Kinds() => Enumerable.Range(0, Sinks.Length);

    [Test]
    [MethodDataSource(nameof(Kinds))]
    public async Task Write_TextThatWasCutWithinAnEmoji_IsRefused(int kind)
    {
        using var bench = new SinkBench();
        var refused = await bench.DeliverAsync(Sinks[kind](bench), new Item(1, "first"), new Item(2, "cut\ud83d"), new Item(3, "third"));

        await Assert.That(refused).IsEquivalentTo([$"'name' {Problem}"]);
        await Assert.That(bench.Read("out")).Contains("first").And.Contains("third").And.DoesNotContain("cut");
    }

    [Test]
    [MethodDataSource(nameof(Kinds))]
    public async Task Write_TextThatLooksLikeIt_IsWritten(int kind)
    {
        using var bench = new SinkBench();
        var refused = await bench.DeliverAsync(Sinks[kind](bench), new Item(1, "cut\ud83d\ude00"), new Item(2, "a real \ufffd"), new Item(3, "an escape: \\uFFFD \\ufffd"));

        await Assert.That(refused).IsEmpty();
        await Assert.That(bench.Read("out").Replace(@"\uD83D\uDE00", "\ud83d\ude00", StringComparison.Ordinal)).Contains("cut\ud83d\ude00").And.Contains("a real");
    }

    [Test]
    [MethodDataSource(nameof(Kinds))]
    public async Task Write_PartsOfAField_AreRefusedByItsName(int kind)
    {
        using var bench = new SinkBench();
        var refused = await bench.DeliverAsync(
            [Sinks[kind](bench)],
            Everything.Schema,
            [new Everything { Tags = ["good", "cut\ud83d"] }, new Everything { Rates = new Dictionary<string, double> { ["cut\ud83d"] = 1 } }, new Everything()]);

        await Assert.That(refused).IsEquivalentTo([$"'tags' {Problem}", $"'rates' {Problem}"]);
    }

    [Test]
    public async Task Run_TextThatWasCut_LeavesADeadLetterThatCanBeReplayed()
    {
        await using var host = new Host();
        var script = new Script { Each = static (raw, _) => raw.Id == 2 ? raw with { Name = "cut\ud83d" } : raw };
        var result = await host.RunAsync(Replays.Append, script);
        await Assert.That(result.Counters).IsEqualTo(new RunCounters(Fetched: 3, Delivered: 2, Dead: 1, Bytes: 50));
        var letter = (await host.QueryAsync("SELECT phase || ' ' || payload || ' ' || error_message FROM dead_letters")).Single();
        await Assert.That(letter).StartsWith("""deliver {"id":2,"name":"cut\uFFFD"} 'name' has half""");

        await Replays.ReplayAsync(host, Replays.Append);
        await Assert.That((await Replays.LinesAsync(host))[^1]).IsEqualTo("""{"id":2,"name":"cut\uFFFD"}""".Replace("\\uFFFD", "\ufffd", StringComparison.Ordinal));
    }
}

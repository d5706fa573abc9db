using IntegrationFramework.Configuration;
using IntegrationFramework.Sinks;

namespace IntegrationFramework.Running;

/// <summary>What sinks take of a replay, which brings a few records.</summary>
internal static class ReplaySinks
{
    private static readonly string[] Files = ["yaml", "jsonl", "csv"];

    /// <summary>A few records can't be put into what is only ever replaced whole, and those that nobody takes are not delivered.</summary>
    /// <exception cref="ReplayRefusedException">The sinks can't take them.</exception>
    public static void ThrowIfNotReplayable(string integration, IReadOnlyList<SinkConfig> sinks)
    {
        if (sinks.Count == 0)
        {
            throw new ReplayRefusedException("there is no sink under deliver: in config.yaml, so its dead letters would go nowhere.");
        }

        if (sinks.FirstOrDefault(IsReplaced) is { } sink)
        {
            throw new ReplayRefusedException(
                $"its {sink.Kind} sink has mode: replace, so that a few records would take the place of all. Run it again as a whole (ifw run {integration}), and drop its dead letters.");
        }
    }

    /// <summary>Without a cursor, a file between replays belongs to whoever moves it or cuts it: only the end of an interrupted replay means something.</summary>
    public static bool NamesAPlace(DeliveryReceipt receipt) => receipt.IsOpen || !Files.Contains(receipt.Sink.Split(' ')[0]);

    private static bool IsReplaced(SinkConfig sink) => sink switch
    {
        YamlSinkConfig yaml => yaml.Mode == WriteMode.Replace,
        JsonLinesSinkConfig jsonl => jsonl.Mode == WriteMode.Replace,
        CsvSinkConfig csv => csv.Mode == WriteMode.Replace,
        SqliteSinkConfig sqlite => sqlite.Mode == WriteMode.Replace,
        _ => false,
    };
}

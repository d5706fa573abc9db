using System.Globalization;
using IntegrationFramework;

namespace TestHost;

/// <summary>Goes on from the entry that it has got to, page by page, to every kind of sink that adds.</summary>
[Integration]
public sealed partial class Ledger(LedgerSettings settings) : IncrementalIntegration<LedgerEntry>
{
    protected override IAsyncEnumerable<SourcePage<LedgerEntry>> FetchPagesAsync(string? cursor, RunContext run, CancellationToken cancellationToken) =>
        Pages.ByOffsetAsync<LedgerEntry>(
            cursor,
            async (offset, stop) =>
            {
                await Task.Delay(settings.Pause, run.Time, stop);
                var count = Math.Min(settings.PageSize, settings.Count - offset);
                return [.. Enumerable.Range(0, (int)count).Select(i => Entry(offset + i + 1))];
            },
            cancellationToken);

    private static LedgerEntry Entry(long number) => new(number, string.Create(CultureInfo.InvariantCulture, $"entry {number}"));
}

public sealed record LedgerSettings
{
    public int Count { get; init; } = 1000;

    public int PageSize { get; init; } = 10;

    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(1);
}

public sealed record LedgerEntry(long Number, string Text);

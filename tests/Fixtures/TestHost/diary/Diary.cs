using System.Globalization;
using IntegrationFramework;

namespace TestHost;

/// <summary>Has an entry for every hour, and can be asked for those of any time.</summary>
[Integration]
public sealed partial class Diary(DiarySettings settings) : IncrementalIntegration<DiaryEntry>, IWindowedSource<DiaryEntry>
{
    private static readonly DateTimeOffset Beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Task<IReadOnlyList<DiaryEntry>> FetchWindowAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (settings.BadDay is { } bad && from <= bad && bad < to)
        {
            throw new InvalidOperationException($"Nobody wrote on {bad:yyyy-MM-dd}.");
        }

        var entries = new List<DiaryEntry>();
        for (var hour = from; hour < to; hour = hour.AddHours(1))
        {
            entries.Add(new DiaryEntry(hour.ToString("yyyy-MM-ddTHH", CultureInfo.InvariantCulture)));
        }

        return Task.FromResult<IReadOnlyList<DiaryEntry>>(entries);
    }

    protected override IAsyncEnumerable<SourcePage<DiaryEntry>> FetchPagesAsync(string? cursor, RunContext run, CancellationToken cancellationToken) =>
        Pages.ByWindowAsync(cursor, Beginning, Beginning.AddDays(1), TimeSpan.FromHours(6), TimeSpan.Zero, FetchWindowAsync, cancellationToken);
}

public sealed record DiarySettings
{
    public DateTimeOffset? BadDay { get; init; }
}

public sealed record DiaryEntry(string Hour);

using IntegrationFramework;

namespace TestHost;

/// <summary>Delivers as many records as it is asked for.</summary>
[Integration]
public sealed partial class ManyRecords(ManyRecordsSettings settings) : Integration<Line>
{
    protected override async IAsyncEnumerable<Line> FetchAsync(
        RunContext run, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        for (var i = 0; i < settings.Count; i++)
        {
            yield return new Line($"record {i} with enough text in it to fill a small disk before long");
        }
    }
}

public sealed record ManyRecordsSettings
{
    public int Count { get; init; } = 10_000;
}

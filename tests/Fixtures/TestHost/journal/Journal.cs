using System.Globalization;
using System.Runtime.CompilerServices;
using IntegrationFramework;

namespace TestHost;

/// <summary>Delivers all of its entries at once, in every run, to every kind of sink.</summary>
[Integration]
public sealed partial class Journal(JournalSettings settings) : Integration<JournalEntry>
{
    protected override async IAsyncEnumerable<JournalEntry> FetchAsync(RunContext run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        for (var number = 1; number <= settings.Count; number++)
        {
            yield return new JournalEntry(number, string.Create(CultureInfo.InvariantCulture, $"entry {number}"));
        }
    }
}

public sealed record JournalSettings
{
    public int Count { get; init; } = 3;
}

public sealed record JournalEntry(long Number, string Text);

using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using IntegrationFramework;

namespace Integrations.SalesTransactions;

/// <summary>
/// Makes up the sales of a small chain of shops: the same settings give the same records, on every machine and in every version of .NET.
/// Records are made one at a time, so that there can be any number of them.
/// </summary>
[Integration]
public sealed partial class SalesTransactions(SalesTransactionsSettings settings) : Integration<SalesTransaction>
{
    // Often enough to be cancelled at once, seldom enough not to be felt.
    private const int RecordsBetweenChecks = 256;

    protected override async IAsyncEnumerable<SalesTransaction> FetchAsync(
        RunContext run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var shop = new ShopSimulation(settings);
        for (long number = 1; number <= settings.Records; number++)
        {
            if (number % RecordsBetweenChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            yield return shop.Next(number);
        }
    }
}

/// <summary>How many sales to make up, and of what kind.</summary>
public sealed record SalesTransactionsSettings
{
    /// <summary>Where the random numbers begin.</summary>
    /// <value>42 by default. Another seed gives other records.</value>
    public long Seed { get; init; } = 42;

    /// <summary>How many sales to make.</summary>
    /// <value>1,000 by default.</value>
    [Range(0L, 1_000_000_000_000L)]
    public long Records { get; init; } = 1_000;

    /// <summary>The day of the first sales; the later ones follow in time.</summary>
    public required DateOnly StartDate { get; init; }

    /// <summary>How many sales an average day sees. Saturdays see more, nights hardly any.</summary>
    /// <value>400 by default.</value>
    [Range(1, 10_000_000)]
    public int SalesPerDay { get; init; } = 400;

    /// <summary>How many customers there are; some of them buy far more often than others.</summary>
    /// <value>250 by default.</value>
    [Range(1, 100_000_000)]
    public int Customers { get; init; } = 250;

    /// <summary>The currency that the prices of the list are in.</summary>
    /// <value>EUR by default.</value>
    [AllowedValues("EUR", "USD", "GBP", "CHF")]
    public string Currency { get; init; } = "EUR";
}

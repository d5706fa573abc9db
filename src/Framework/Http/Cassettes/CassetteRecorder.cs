namespace IntegrationFramework.Http;

/// <summary>Collects what an attempt of a run asks and is answered, for its cassette.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class CassetteRecorder
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, CassetteExchange> _exchanges = [];
    private int _last;

    /// <summary>Takes a number for a request that is about to be sent; the order of equal requests is the order of their numbers.</summary>
    public int Begin() => Interlocked.Increment(ref _last);

    /// <summary>Keeps an exchange. One that was broken off has none, and isn't kept.</summary>
    /// <param name="number">What <see cref="Begin"/> gave.</param>
    /// <param name="exchange">The redacted exchange.</param>
    public void Add(int number, CassetteExchange exchange)
    {
        lock (_lock)
        {
            _exchanges[number] = exchange;
        }
    }

    /// <summary>
    /// The exchanges, sorted by request, so that two recordings compare well. A passing failure (408, 425, 429, 5xx) that a repetition has mended is
    /// left out: in the sandbox nothing has to be waited for.
    /// </summary>
    public IReadOnlyList<CassetteExchange> Exchanges()
    {
        lock (_lock)
        {
            return [.. _exchanges.Values
                .GroupBy(exchange => exchange.Request)
                .OrderBy(group => group.Key.Url, StringComparer.Ordinal)
                .ThenBy(group => group.Key.Method, StringComparer.Ordinal)
                .ThenBy(group => group.Key.Body?.Content, StringComparer.Ordinal)
                .SelectMany(Mended)];
        }
    }

    private static IEnumerable<CassetteExchange> Mended(IEnumerable<CassetteExchange> equal)
    {
        var exchanges = equal.ToArray();
        return exchanges.Where((exchange, i) => i == exchanges.Length - 1 || !PassingStatus.Is(exchange.Response.Status));
    }
}

using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace IntegrationFramework.Http;

/// <summary>Counts what a run does over HTTP, host by host. Thread-safe; it goes into the table <c>http</c> of telemetry when the run is closed.</summary>
public sealed class HttpStatistics
{
    // Every run has these statistics, and most runs use no HTTP.
    private ConcurrentDictionary<string, Host>? _hosts;

    /// <summary>Counts a response that came over the network.</summary>
    /// <param name="host">The host.</param>
    /// <param name="status">Its status.</param>
    public void CountResponse(string host, int status)
    {
        var counts = Of(host);
        Interlocked.Increment(ref counts.Requests);
        counts.Statuses.AddOrUpdate(status, 1, static (_, count) => count + 1);
    }

    /// <summary>Counts a request that got no response.</summary>
    public void CountFailure(string host) => Interlocked.Increment(ref Of(host).Requests);

    /// <summary>Counts a request that is made once more.</summary>
    public void CountRetry(string host) => Interlocked.Increment(ref Of(host).Retries);

    /// <summary>Adds to the time that requests waited, for a retry or for their turn.</summary>
    public void AddWait(string host, TimeSpan wait) => Interlocked.Add(ref Of(host).WaitTicks, wait.Ticks);

    /// <summary>Adds to the bytes of bodies, decompressed.</summary>
    public void AddBytes(string host, long bytes) => Interlocked.Add(ref Of(host).Bytes, bytes);

    /// <summary>Counts a response that was taken from the cache: without asking, after the service said that nothing has changed, or in place of one that failed.</summary>
    public void CountCached(string host) => Interlocked.Increment(ref Of(host).Cached);

    /// <summary>The counts so far, by host.</summary>
    public IReadOnlyList<HttpUsage> Snapshot() => Volatile.Read(ref _hosts) is { } hosts
        ? [.. hosts.OrderBy(host => host.Key, StringComparer.Ordinal).Select(host => host.Value.ToUsage(host.Key))]
        : [];

    private Host Of(string host) => LazyInitializer.EnsureInitialized(ref _hosts, static () => new(StringComparer.OrdinalIgnoreCase))
        .GetOrAdd(host, static _ => new Host());

    private sealed class Host
    {
        public long Requests;
        public long Retries;
        public long WaitTicks;
        public long Bytes;
        public long Cached;

        public ConcurrentDictionary<int, long> Statuses { get; } = new();

        public HttpUsage ToUsage(string host) => new()
        {
            Host = host,
            Requests = Interlocked.Read(ref Requests),
            Retries = Interlocked.Read(ref Retries),
            Wait = TimeSpan.FromTicks(Interlocked.Read(ref WaitTicks)),
            Bytes = Interlocked.Read(ref Bytes),
            Cached = Interlocked.Read(ref Cached),
            Statuses = new SortedDictionary<int, long>(Statuses.ToDictionary()),
        };
    }
}

/// <summary>What a run did with one host.</summary>
public sealed record HttpUsage
{
    /// <summary>The host.</summary>
    public required string Host { get; init; }

    /// <summary>How many requests were sent, repetitions included.</summary>
    public long Requests { get; init; }

    /// <summary>How many of them were repetitions.</summary>
    public long Retries { get; init; }

    /// <summary>How long requests waited in all, before repetitions and for their turn.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>The bytes of the bodies, decompressed.</summary>
    public long Bytes { get; init; }

    /// <summary>How many responses came from the cache.</summary>
    public long Cached { get; init; }

    /// <summary>How often each status came.</summary>
    public IReadOnlyDictionary<int, long> Statuses { get; init; } = new Dictionary<int, long>();

    /// <summary>The statuses as they are kept: <c>{"200":12,"429":1}</c>.</summary>
    internal string StatusesText()
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            foreach (var (status, count) in Statuses)
            {
                writer.WriteNumber(status.ToString(System.Globalization.CultureInfo.InvariantCulture), count);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }
}

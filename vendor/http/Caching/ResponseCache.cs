using System.Collections.Concurrent;
using IntegrationFramework.IO;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Vendors.Http.Caching;

/// <summary>
/// The responses of one cache, in memory and in a file. All clients of a process share it; what other processes write is read when their
/// file is newer. Of two responses to one request the later one counts.
/// </summary>
internal sealed partial class ResponseCache(CacheFile file)
{
    /// <summary>Responses that are larger are not kept.</summary>
    public const int LargestResponse = 2 * 1024 * 1024;

    /// <summary>What a cache holds at most.</summary>
    public const long LargestTotal = 32 * 1024 * 1024;

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SaveAgain = TimeSpan.FromSeconds(10);
    private static readonly ConcurrentDictionary<string, ResponseCache> Opened = new(StringComparer.Ordinal);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, CachedResponse> _responses = new(StringComparer.Ordinal);
    private (DateTime Written, long Length) _seen;
    private long _lookedAt;
    private long _savedAt = TimeProvider.System.GetTimestamp();
    private long _size;
    private volatile bool _hasChanged;

    // A process that ends without disposing of its clients keeps what they have got all the same. Where it can't, there is nobody left to tell:
    // the loggers are gone, and all that is lost is that the next process asks again.
    static ResponseCache() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => SaveAll(NoRoot, NullLogger.Instance);

    private const string NoRoot = "";

    /// <summary>The cache of a name, which is made when it is first asked for.</summary>
    public static ResponseCache Open(string root, string name)
    {
        var file = new CacheFile(root, name);
        return Opened.TryGetValue(file.Path, out var cache) ? cache : Opened.GetOrAdd(file.Path, new ResponseCache(file));
    }

    /// <summary>Writes the caches of a root that have changed. One that can't be written is logged, and has more to ask next time.</summary>
    public static void SaveAll(string root, ILogger logger)
    {
        foreach (var (path, cache) in Opened)
        {
            if (path.StartsWith(root, StringComparison.Ordinal))
            {
                Task.Run(() => cache.SaveAsync(logger)).GetAwaiter().GetResult();
            }
        }
    }

    /// <summary>The response to a request, however old.</summary>
    public CachedResponse? Find(string key, TimeProvider time, ILogger logger)
    {
        lock (_lock)
        {
            ReadWhatIsNew(time, logger);
            if (!_responses.TryGetValue(key, out var response))
            {
                return null;
            }

            response.Use(time.GetUtcNow());
            return response;
        }
    }

    /// <summary>Keeps a response, in the file too when that was not written for a while.</summary>
    public ValueTask PutAsync(CachedResponse response, ILogger logger)
    {
        lock (_lock)
        {
            Add(response);
            Trim();
            _hasChanged = true;
        }

        return TimeProvider.System.GetElapsedTime(Interlocked.Read(ref _savedAt)) < SaveAgain ? ValueTask.CompletedTask : new ValueTask(SaveAsync(logger));
    }

    /// <summary>Forgets a response, since the service now says that it is not to be kept.</summary>
    public void Remove(string key)
    {
        lock (_lock)
        {
            if (_responses.Remove(key, out var response))
            {
                _size -= response.Size;
            }
        }
    }

    /// <summary>Writes the file where something has changed, together with what others have written meanwhile.</summary>
    public async Task SaveAsync(ILogger logger)
    {
        Interlocked.Exchange(ref _savedAt, TimeProvider.System.GetTimestamp());
        if (!_hasChanged)
        {
            return;
        }

        try
        {
            await file.ReplaceAsync(() => Merged(logger)).ConfigureAwait(false);
        }
        catch (Exception error) when (FileError.IsOne(error))
        {
            // Once is enough to say so: it is tried again when there is more to keep.
            _hasChanged = false;
            LogNotSaved(logger, error, file.Path);
        }
    }

    private CachedResponse[] Merged(ILogger logger)
    {
        lock (_lock)
        {
            _lookedAt = 0;
            ReadWhatIsNew(TimeProvider.System, logger);
            Trim();
            _hasChanged = false;
            return [.. _responses.Values.OrderBy(response => response.Key, StringComparer.Ordinal)];
        }
    }

    private void ReadWhatIsNew(TimeProvider time, ILogger logger)
    {
        if (_lookedAt != 0 && TimeProvider.System.GetElapsedTime(_lookedAt) < LookAgain)
        {
            return;
        }

        _lookedAt = TimeProvider.System.GetTimestamp();
        var stamp = file.Stamp();
        if (stamp == _seen)
        {
            return;
        }

        foreach (var response in stamp == default ? [] : file.Read(time, logger))
        {
            Add(response);
        }

        Trim();
        _seen = file.Stamp();
    }

    private void Add(CachedResponse response)
    {
        if (_responses.TryGetValue(response.Key, out var other))
        {
            if (other.ValidatedAt >= response.ValidatedAt)
            {
                return;
            }

            _size -= other.Size;
        }

        _responses[response.Key] = response;
        _size += response.Size;
    }

    /// <summary>Lets the least recently used go until a tenth is free, so that this isn't done at every response.</summary>
    private void Trim()
    {
        if (_size <= LargestTotal)
        {
            return;
        }

        foreach (var response in _responses.Values.OrderBy(response => response.UsedAt).ToArray())
        {
            if (_size <= LargestTotal - (LargestTotal / 10))
            {
                break;
            }

            _responses.Remove(response.Key);
            _size -= response.Size;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The response cache {Path} can't be written; the next run asks services again.")]
    private static partial void LogNotSaved(ILogger logger, Exception error, string path);
}

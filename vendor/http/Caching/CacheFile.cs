using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationFramework.IO;
using Microsoft.Extensions.Logging;

namespace Vendors.Http.Caching;

/// <summary>The file of a response cache, shared by all processes on a root: replaced whole, under a lock of the operating system.</summary>
internal sealed partial class CacheFile(string root, string name)
{
    /// <summary>Rises where keys come to mean something else, too: what was kept under others is not to be found again.</summary>
    private const int Version = 2;
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(20);
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _lock = System.IO.Path.Combine(root, "cache", "locks", "http", $"{name}.lock");

    public string Path { get; } = System.IO.Path.Combine(root, "cache", $"{name}_cache.json");

    /// <summary>By what a change of the file is noticed.</summary>
    public (DateTime Written, long Length) Stamp()
    {
        var file = new FileInfo(Path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }

    /// <summary>Reads the file. One that is no cache is set aside and begun anew.</summary>
    public IReadOnlyList<CachedResponse> Read(TimeProvider time, ILogger logger)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path));
            return document.RootElement.GetProperty("version").GetInt32() == Version
                ? [.. document.RootElement.GetProperty("responses").EnumerateArray().Select(Read)]
                : [];
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            SetAside(time, logger, error);
            return [];
        }
        catch (Exception error) when (FileError.IsOne(error))
        {
            LogUnreadable(logger, error, Path);
            return [];
        }
    }

    /// <summary>Replaces the file by what <paramref name="merge"/> makes of it. Nobody else does so meanwhile.</summary>
    /// <exception cref="IOException">It can't be written, or another process doesn't let go of the lock.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">It would be larger than the system lets it be.</exception>
    public async Task ReplaceAsync(Func<IReadOnlyCollection<CachedResponse>> merge)
    {
        using var held = await LockAsync().ConfigureAwait(false);
        var responses = merge();
        await using var file = AtomicFile.Create(Path);
        await using (var json = new Utf8JsonWriter(file.Stream, Format))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteStartArray("responses");
            foreach (var response in responses)
            {
                Write(json, response);
                await json.FlushAsync().ConfigureAwait(false);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        await file.CommitAsync().ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter json, CachedResponse response)
    {
        json.WriteStartObject();
        json.WriteString("key", response.Key);
        json.WriteString("url", response.Url);
        json.WriteString("validated_at", response.ValidatedAt);
        json.WriteString("used_at", response.UsedAt);
        json.WriteStartObject("headers");
        foreach (var (name, value) in response.Headers)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteBase64String("body", response.Body);
        json.WriteEndObject();
    }

    private static CachedResponse Read(JsonElement response) => new()
    {
        Key = Text(response.GetProperty("key")),
        Url = Text(response.GetProperty("url")),
        ValidatedAt = response.GetProperty("validated_at").GetDateTimeOffset(),
        UsedAt = response.GetProperty("used_at").GetDateTimeOffset(),
        Headers = [.. response.GetProperty("headers").EnumerateObject().Select(header => KeyValuePair.Create(header.Name, Text(header.Value)))],
        Body = response.GetProperty("body").GetBytesFromBase64(),
    };

    private static string Text(JsonElement value) => value.GetString() ?? throw new FormatException("There is null in place of a text.");

    private void SetAside(TimeProvider time, ILogger logger, Exception error)
    {
        var aside = $"{Path}.corrupt-{time.GetUtcNow().ToString("yyyyMMddTHHmmssfff", CultureInfo.InvariantCulture)}";
        try
        {
            File.Move(Path, aside, overwrite: true);
            LogSetAside(logger, error, Path, aside);
        }
        catch (Exception failure) when (FileError.IsOne(failure))
        {
            // Another process has set it aside, or this one may not; either way it is replaced when the cache is saved.
            LogUnreadable(logger, failure, Path);
        }
    }

    // Its file is never deleted: whoever waits for the deleted file would hold a lock that nobody else sees.
    private Task<FileLock> LockAsync()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_lock)!);
        return FileLock.TakeAsync(_lock, LockTimeout, LockPause, TimeProvider.System);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The response cache {Path} is damaged. It was set aside as {Aside}, and is begun anew.")]
    private static partial void LogSetAside(ILogger logger, Exception error, string path, string aside);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The response cache {Path} can't be read; services are asked instead.")]
    private static partial void LogUnreadable(ILogger logger, Exception error, string path);
}

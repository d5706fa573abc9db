using System.Buffers;
using System.Text.Json;
using IntegrationFramework.IO;

namespace IntegrationFramework.Cli.Selection;

/// <summary>Keeps selections by their hash, so that <c>--criteria</c> repeats them: <c>cache/criteria.json</c>.</summary>
internal sealed class CriteriaFile(string path)
{
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(10);

    public static CriteriaFile Of(string root) => new(Path.Combine(root, "cache", "criteria.json"));

    /// <summary>The selection of a hash, or <see langword="null"/>.</summary>
    public SelectionFilters? Find(string hash) => Read().GetValueOrDefault(hash);

    /// <summary>Keeps a selection. Another process may do so at the same time.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file can't be written.</exception>
    public async ValueTask KeepAsync(SelectionFilters filters, TimeProvider time)
    {
        // Known already, in nearly all cases: that costs a look, and neither a parse nor a lock.
        if (File.Exists(path) && File.ReadAllText(path).Contains($"\"{filters.Hash}\"", StringComparison.Ordinal))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var exclusive = await FileLock.TakeAsync(path + ".lock", LockPatience, LockPause, time).ConfigureAwait(false);
        var known = Read();
        known[filters.Hash] = filters;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            foreach (var (hash, selection) in known)
            {
                json.WritePropertyName(hash);
                json.WriteRawValue(selection.Canonical());
            }

            json.WriteEndObject();
        }

        await using var file = AtomicFile.Create(path);
        await file.Stream.WriteAsync(buffer.WrittenMemory).ConfigureAwait(false);
        await file.CommitAsync().ConfigureAwait(false);
    }

    private SortedDictionary<string, SelectionFilters> Read()
    {
        var known = new SortedDictionary<string, SelectionFilters>(StringComparer.Ordinal);
        if (!File.Exists(path))
        {
            return known;
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (var entry in json.RootElement.EnumerateObject())
            {
                known[entry.Name] = SelectionFilters.Read(entry.Value);
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            // A cache that isn't what was written is as good as none: the next selection begins it anew.
            known.Clear();
        }

        return known;
    }
}

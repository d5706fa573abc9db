using System.Buffers;
using System.Text.Json;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.IO;

namespace IntegrationFramework.Configuration;

/// <summary>A kept result.</summary>
/// <param name="Diagnostics">What was wrong, by itself.</param>
/// <param name="Facts">What is compared with others.</param>
internal sealed record CachedValidation(IReadOnlyList<ConfigDiagnostic> Diagnostics, IntegrationFacts Facts);

/// <summary>
/// Results of validation by the content of what they depend on, in <c>cache/validation_cache.json</c>. A file that can't be read
/// is as good as none, and is written anew; it appears whole or not at all.
/// </summary>
internal sealed class ValidationCache
{
    private const int Version = 3;

    private readonly string _path;
    private readonly Dictionary<string, (string Key, CachedValidation Result)> _entries = new(StringComparer.Ordinal);
    private bool _hasChanged;

    private ValidationCache(string path) => _path = path;

    /// <summary>Opens the cache of a root.</summary>
    public static ValidationCache Open(string root)
    {
        var cache = new ValidationCache(Path.Combine(root, "cache", "validation_cache.json"));
        try
        {
            if (File.Exists(cache._path))
            {
                using var document = JsonDocument.Parse(File.ReadAllBytes(cache._path));
                cache.Read(document.RootElement);
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or KeyNotFoundException
            or IOException or UnauthorizedAccessException)
        {
            // It is a cache: what it can't tell is found out again.
            cache._entries.Clear();
            cache._hasChanged = true;
        }

        return cache;
    }

    /// <summary>The kept result of an integration, if its inputs are the same.</summary>
    public CachedValidation? Find(string integration, string key) =>
        _entries.TryGetValue(integration, out var entry) && entry.Key == key ? entry.Result : null;

    /// <summary>Keeps a result.</summary>
    public void Put(string integration, string key, CachedValidation result)
    {
        _entries[integration] = (key, result);
        _hasChanged = true;
    }

    /// <summary>Forgets integrations that are no longer there.</summary>
    public void Keep(IReadOnlyCollection<string> integrations)
    {
        foreach (var name in _entries.Keys.Except(integrations, StringComparer.Ordinal).ToArray())
        {
            _hasChanged |= _entries.Remove(name);
        }
    }

    /// <summary>Writes the file, where something has changed. Where it can't be written the next validation has more to do.</summary>
    public void Save()
    {
        if (!_hasChanged)
        {
            return;
        }

        try
        {
            using var file = AtomicFile.Create(_path);
            file.Stream.Write(Write());
            file.CommitAsync().AsTask().GetAwaiter().GetResult();
            _hasChanged = false;
        }
        catch (Exception error) when (FileError.IsOne(error))
        {
            // A read-only or full disk is no reason not to validate.
        }
    }

    private byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteStartObject("integrations");
            foreach (var (name, entry) in _entries.OrderBy(e => e.Key, StringComparer.Ordinal))
            {
                json.WriteStartObject(name);
                json.WriteString("key", entry.Key);
                CachedValidationJson.Write(json, entry.Result);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void Read(JsonElement root)
    {
        if (root.GetProperty("version").GetInt32() != Version)
        {
            return;
        }

        foreach (var integration in root.GetProperty("integrations").EnumerateObject())
        {
            var key = integration.Value.GetProperty("key").GetString()!;
            _entries[integration.Name] = (key, CachedValidationJson.Read(integration.Value));
        }
    }
}

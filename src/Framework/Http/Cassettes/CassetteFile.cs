using System.Text.Json;
using IntegrationFramework.IO;
using IntegrationFramework.Security;

namespace IntegrationFramework.Http;

/// <summary>The file of a cassette: indented JSON that reads well in a review.</summary>
public static class CassetteFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "cassette.json";

    /// <summary>Where the cassette of an integration is.</summary>
    /// <param name="root">The folder that the host works in.</param>
    /// <param name="folder">The integration's folder under <c>integrations/</c>.</param>
    public static string PathOf(string root, string folder) => Path.Combine(Path.GetFullPath(root), "integrations", folder, Name);

    /// <summary>Reads a cassette.</summary>
    /// <param name="path">The file.</param>
    /// <returns><see langword="null"/> where there is none.</returns>
    /// <exception cref="CassetteException">It can't be read, or isn't a cassette.</exception>
    public static Cassette? Read(string path)
    {
        try
        {
            return File.Exists(path) ? Parse(File.ReadAllBytes(path)) : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new CassetteException($"The cassette '{path}' can't be used: {error.Message} Record it again with --record, or restore it.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CassetteException($"The cassette '{path}' can't be read: {error.Message}", error);
        }
    }

    /// <summary>Reads a cassette's text.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="FormatException">It is no cassette.</exception>
    public static Cassette Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = CassetteJson.MaxDepth });
        return CassetteJson.Read(document.RootElement);
    }

    /// <summary>Puts a cassette in the place of the one that may be there; whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cassette">What to keep.</param>
    /// <param name="redactor">Takes out of every text the secrets that were not known yet when it was recorded.</param>
    /// <exception cref="CassetteException">It can't be written, or a binary body holds a secret.</exception>
    public static async Task WriteAsync(string path, Cassette cassette, Redactor redactor)
    {
        var bytes = CassetteJson.Write(cassette, redactor);
        try
        {
            await using var file = AtomicFile.Create(path);
            await file.Stream.WriteAsync(bytes).ConfigureAwait(false);
            await file.CommitAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (FileError.IsOne(error))
        {
            throw new CassetteException($"The cassette '{path}' can't be written: {error.Message} Give this user the right to write there, and record again.", error);
        }
    }
}

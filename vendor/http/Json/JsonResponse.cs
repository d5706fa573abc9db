using System.Text.Json;
using IntegrationFramework;

namespace Vendors.Http;

/// <summary>Reads whole bodies of JSON.</summary>
public static class JsonResponse
{
    /// <summary>Reads the body as JSON, whatever the response's status and content type.</summary>
    /// <param name="response">The response.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The document; the caller disposes of it.</returns>
    /// <exception cref="ServiceException">The body is empty, HTML, or no JSON; it says so and shows the first 100 characters. Transient.</exception>
    public static async Task<JsonDocument> ReadJsonAsync(this HttpResponseMessage response, CancellationToken cancellationToken = default)
    {
        await using var body = await JsonBody.OpenAsync(response, cancellationToken).ConfigureAwait(false);
        while (!body.IsComplete)
        {
            await body.ReadMoreAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return Parse(body.Unread);
        }
        catch (JsonException error)
        {
            throw UnreadableJson.Of(response, body.Head, error);
        }
    }

    private static JsonDocument Parse(ReadOnlySpan<byte> json)
    {
        // A copy that the document owns: the buffer goes back to its pool.
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 256 });
        var document = JsonDocument.ParseValue(ref reader);
        try
        {
            return reader.Read() ? throw new JsonException("there is more behind the end") : document;
        }
        catch
        {
            document.Dispose();
            throw;
        }
    }
}

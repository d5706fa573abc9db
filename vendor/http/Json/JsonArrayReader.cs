using System.Runtime.CompilerServices;
using System.Text.Json;
using IntegrationFramework;

namespace Vendors.Http;

/// <summary>Reads arrays of JSON element by element, while they arrive.</summary>
public static class JsonArrayReader
{
    /// <summary>
    /// Reads the elements of an array one after the other. Memory is bounded by the largest element, where the request was sent
    /// <see cref="HttpRequestExtensions.AsStreamed"/> and with <see cref="HttpCompletionOption.ResponseHeadersRead"/>.
    /// </summary>
    /// <param name="response">The response; who sent the request disposes of it.</param>
    /// <param name="property">The member of the root object that holds the array, which may be <c>null</c>; <see langword="null"/>: the root is the array.</param>
    /// <param name="read">Reads an element, which is valid until it returns: what is to live longer is <see cref="JsonElement.Clone"/>d.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ServiceException">The body isn't JSON, has no such array, or broke off; transient.</exception>
    public static IAsyncEnumerable<T> ReadArrayAsync<T>(
        this HttpResponseMessage response, string? property, Func<JsonElement, T> read, CancellationToken cancellationToken = default) =>
        ReadAsync(response, property, read, beside: null, cancellationToken);

    /// <summary>As <see cref="ReadArrayAsync{T}(HttpResponseMessage, string?, Func{JsonElement, T}, CancellationToken)"/>, and gives what stands beside the array.</summary>
    /// <param name="response">The response; who sent the request disposes of it.</param>
    /// <param name="property">The member of the root object that holds the array.</param>
    /// <param name="read">Reads an element, which is valid until it returns.</param>
    /// <param name="beside">Gets the name and the value of each other member of the root object, such as <c>nextRecordsUrl</c>, in the order in which they stand. The values may be kept.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ServiceException">The body isn't JSON, has no such array, or broke off; transient.</exception>
    public static IAsyncEnumerable<T> ReadArrayAsync<T>(
        this HttpResponseMessage response, string property, Func<JsonElement, T> read, Action<string, JsonElement> beside, CancellationToken cancellationToken = default) =>
        ReadAsync(response, property, read, beside, cancellationToken);

    private static async IAsyncEnumerable<T> ReadAsync<T>(
        HttpResponseMessage response,
        string? property,
        Func<JsonElement, T> read,
        Action<string, JsonElement>? beside,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var body = await JsonBody.OpenAsync(response, cancellationToken).ConfigureAwait(false);
        var parser = new JsonArrayParser(property, beside);
        while (await NextAsync().ConfigureAwait(false) is { } element)
        {
            T value;
            using (element)
            {
                value = read(element.RootElement);
            }

            yield return value;
        }

        async ValueTask<JsonDocument?> NextAsync()
        {
            while (true)
            {
                try
                {
                    if (parser.TryNext(body, out var element))
                    {
                        return element;
                    }
                }
                catch (JsonException error)
                {
                    throw UnreadableJson.Of(response, body.Head, error);
                }

                await body.ReadMoreAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}

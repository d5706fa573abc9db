using System.Text;
using System.Text.Json;
using IntegrationFramework;

namespace Vendors.Http;

/// <summary>Puts into words why a body can't be read as JSON.</summary>
internal static class UnreadableJson
{
    /// <summary>How much of the body is shown.</summary>
    public const int Shown = 100;

    /// <param name="response">The response.</param>
    /// <param name="head">The beginning of its body.</param>
    /// <param name="error">What the JSON reader says.</param>
    public static ServiceException Of(HttpResponseMessage response, ReadOnlySpan<byte> head, JsonException error)
    {
        var host = response.RequestMessage?.RequestUri?.Host ?? "The service";
        var mediaType = response.Content.Headers.ContentType?.MediaType;
        var text = Encoding.UTF8.GetString(head).Trim('\uFEFF', '\uFFFD', ' ', '\r', '\n', '\t');
        var status = (int)response.StatusCode;
        if (text.Length == 0)
        {
            return Transient($"{host} answered with status {status} and an empty body in place of JSON. Try again later, or check the URL.", error);
        }

        // Masked with what it is, then shown on one line.
        var redaction = response.RequestMessage?.Redaction();
        var shown = string.Join(' ', (redaction?.Body(text, mediaType) ?? text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (text[0] == '<' || mediaType is "text/html" or "application/xhtml+xml")
        {
            return Transient(
                $"{host} answered with status {status} and {(IsXml(text, mediaType) ? "XML" : "an HTML page")} in place of JSON: {shown} Check the URL, and whether a proxy or a login page stands in between.",
                error);
        }

        var type = mediaType is null || mediaType.Contains("json", StringComparison.OrdinalIgnoreCase) ? "" : $" of type {mediaType}";
        return Transient($"{host} answered with status {status} and a body{type} that can't be read as JSON ({Reason(error)}): {shown}", error);
    }

    private static ServiceException Transient(string message, Exception error) => new(message, error) { IsTransient = true };

    private static bool IsXml(string text, string? mediaType) =>
        text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) || mediaType?.EndsWith("xml", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The reader's own words without its position, which counts from where the last read began.</summary>
    private static string Reason(JsonException error)
    {
        var message = error.Message;
        var position = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (position < 0 ? message : message[..position]).TrimEnd('.', ' ');
    }
}

using System.Globalization;
using System.Net;
using System.Text.Json;
using Vendors.Http;

namespace Vendors.OpenWeatherMap;

/// <summary>Turns what OpenWeatherMap answers in place of the weather into exceptions that say what to do.</summary>
internal static class OpenWeatherMapErrors
{
    /// <summary>The error that an answer is; <see langword="null"/> where it is none.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="body">Its body, where that is JSON.</param>
    /// <param name="endpoint">The path that was asked.</param>
    /// <param name="subject">What was asked for, as it is named in a message.</param>
    public static OpenWeatherMapException? In(HttpResponseMessage response, JsonElement? body, string endpoint, string subject)
    {
        var status = StatusIn(body) is { } told && response.IsSuccessStatusCode ? told : response.StatusCode;
        if ((int)status is >= 200 and < 300)
        {
            return body is null ? Unusable(response) : null;
        }

        var message = MessageIn(body);
        var said = message is null ? Answers.Describe(response) : Answers.Quote(message);
        return status switch
        {
            HttpStatusCode.Unauthorized when IsOneCall(endpoint) && !Mentions(message, "invalid api key") => Plan(status, said, endpoint),
            HttpStatusCode.Unauthorized => new OpenWeatherMapKeyException(
                $"OpenWeatherMap refuses the API key: {said}. Check it at https://home.openweathermap.org/api_keys; "
                + "a new key takes some hours to work, and the address has to be confirmed by the e-mail that came with it.", status),
            HttpStatusCode.Forbidden => Plan(status, said, endpoint),
            HttpStatusCode.NotFound => new OpenWeatherMapNotFoundException(
                $"OpenWeatherMap knows no place {subject}: {said}. Check the spelling, or name the country too, as in 'London,GB'.", status),
            HttpStatusCode.TooManyRequests => new OpenWeatherMapLimitException(
                $"The requests of the OpenWeatherMap key are used up for now: {said}. Try again later, run less often, "
                + "lower http.rate_limit in config.yaml, or choose a larger plan.", status)
            {
                IsTransient = true,
                RetryAfter = Answers.RetryAfter(response),
            },
            _ when Transience.Of(response.StatusCode) => new OpenWeatherMapException($"OpenWeatherMap can't answer now: {said}. Try again later.", status)
            {
                IsTransient = true,
                RetryAfter = Answers.RetryAfter(response),
            },
            _ => new OpenWeatherMapException(
                $"OpenWeatherMap refuses the request for {endpoint} with status {(int)status}: {said}. Check the settings of the integration, base_url among them.", status),
        };
    }

    /// <summary>Whether a body that came with status 200 is an answer, and neither a refusal nor something else than JSON.</summary>
    public static bool IsNone(ReadOnlyMemory<byte> body)
    {
        using var answer = OpenWeatherMapClient.Parse(body);
        return answer is not null && (StatusIn(answer.RootElement) is not { } status || (int)status is >= 200 and < 300);
    }

    /// <summary>An answer that should be JSON of some shape and isn't.</summary>
    public static OpenWeatherMapException Unusable(HttpResponseMessage response, JsonException? cause = null) => new(
        $"OpenWeatherMap answered with what can't be read as its JSON: {Answers.Describe(response)}"
        + (cause is { Path: { } path } ? $", at {path}" : "")
        + ". Try again later; if it stays so, check base_url, and whether a proxy answers in its place.",
        response.StatusCode,
        cause)
    {
        IsTransient = true,
    };

    private static OpenWeatherMapPlanException Plan(HttpStatusCode status, string said, string endpoint) => new(
        IsOneCall(endpoint)
            ? $"The OpenWeatherMap key isn't subscribed to One Call 3.0: {said}. Subscribe to \"One Call by Call\" at https://openweathermap.org/price, "
                + "or use the current weather and the 5-day forecast, which every plan includes."
            : $"The plan of the OpenWeatherMap key doesn't include {endpoint}: {said}. Compare the plans at https://openweathermap.org/price.",
        status);

    private static bool IsOneCall(string endpoint) => endpoint.EndsWith("/onecall", StringComparison.Ordinal);

    private static bool Mentions(string? message, string words) => message?.Contains(words, StringComparison.OrdinalIgnoreCase) ?? false;

    // "cod" is a number at one endpoint and text at another, and some refusals come with status 200.
    private static HttpStatusCode? StatusIn(JsonElement? body)
    {
        if (body is not { ValueKind: JsonValueKind.Object } answer || !answer.TryGetProperty("cod", out var code))
        {
            return null;
        }

        var number = code.ValueKind switch
        {
            JsonValueKind.Number when code.TryGetInt32(out var value) => value,
            JsonValueKind.String when int.TryParse(code.GetString(), CultureInfo.InvariantCulture, out var value) => value,
            _ => 0,
        };
        return number is >= 100 and < 600 ? (HttpStatusCode)number : null;
    }

    private static string? MessageIn(JsonElement? body) =>
        body is { ValueKind: JsonValueKind.Object } answer
        && answer.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String && message.GetString() is { Length: > 0 } text
            ? text
            : null;
}

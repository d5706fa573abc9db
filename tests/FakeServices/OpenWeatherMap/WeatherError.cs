namespace IntegrationFramework.FakeServices.OpenWeatherMap;

/// <summary>What OpenWeatherMap answers when it refuses. <c>cod</c> is a number here and a string there, as it is with the service.</summary>
internal static class WeatherError
{
    public static Task InvalidKey(HttpContext context) => Answer(
        context, 401, 401, "Invalid API key. Please see https://openweathermap.org/faq#error401 for more info.");

    public static Task NotSubscribed(HttpContext context) => Answer(
        context,
        401,
        401,
        "Please note that using One Call 3.0 requires a separate subscription to the One Call by Call plan. " +
        "Learn more here https://openweathermap.org/price. If you have a valid subscription to the One Call by Call plan, " +
        "but still receive this error, then please see https://openweathermap.org/faq#error401 for more info.");

    public static Task Blocked(HttpContext context) => Answer(
        context,
        429,
        429,
        "Your account is temporary blocked due to exceeding of requests limitation of your subscription type. " +
        "Please choose the proper subscription https://openweathermap.org/price");

    public static Task CityNotFound(HttpContext context) => Answer(context, 404, "404", "city not found");

    public static Task NotFound(HttpContext context) => Answer(context, 404, "404", "not found");

    public static Task BadRequest(HttpContext context, string message) => Answer(context, 400, "400", message);

    private static Task Answer(HttpContext context, int status, JsonNode code, string message) =>
        context.AnswerJsonAsync(status, new JsonObject { ["cod"] = code, ["message"] = message });
}

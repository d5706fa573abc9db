using IntegrationFramework;
using Vendors.NewsApi;
using Vendors.Tests.Http;

namespace Vendors.Tests.NewsApi;

public class NewsApiErrorTests
{
    // status, code, exception, whether trying again helps, words of the message
    [Test]
    [Arguments(401, "apiKeyMissing", nameof(NewsApiKeyException), false, "newsapi.org/account")]
    [Arguments(401, "apiKeyInvalid", nameof(NewsApiKeyException), false, "refuses the API key")]
    [Arguments(401, "apiKeyDisabled", nameof(NewsApiKeyException), false, "disabled")]
    [Arguments(429, "apiKeyExhausted", nameof(NewsApiLimitException), false, "used up")]
    [Arguments(429, "rateLimited", nameof(NewsApiLimitException), true, "asked too often")]
    [Arguments(400, "parameterInvalid", nameof(NewsApiParameterException), false, "one of them at all")]
    [Arguments(400, "parametersIncompatible", nameof(NewsApiParameterException), false, "these values together")]
    [Arguments(400, "parametersMissing", nameof(NewsApiParameterException), false, "Give keywords")]
    [Arguments(400, "sourcesTooMany", nameof(NewsApiSourceException), false, "20 at most")]
    [Arguments(400, "sourceDoesNotExist", nameof(NewsApiSourceException), false, "newsapi.org/sources")]
    [Arguments(426, "maximumResultsReached", nameof(NewsApiMaximumResultsException), false, "no further articles")]
    [Arguments(500, "unexpectedError", nameof(NewsApiException), true, "can't answer now")]
    [Arguments(400, "somethingNew", nameof(NewsApiException), false, "status 400, somethingNew")]
    [Arguments(200, "apiKeyInvalid", nameof(NewsApiKeyException), false, "refuses the API key")]
    public async Task Get_RefusedWithACode_SaysWhatToDo(int status, string code, string exception, bool isTransient, string words)
    {
        await using var server = JsonServer.With($$"""{"status":"error","code":"{{code}}","message":"So it is."}""", status);

        var error = await RefusalAsync(server);

        await Assert.That(error.GetType().Name).IsEqualTo(exception);
        await Assert.That(error.Code).IsEqualTo(code);
        await Assert.That((int)error.StatusCode!.Value).IsEqualTo(status);
        await Assert.That(error.IsTransient).IsEqualTo(isTransient);
        await Assert.That(error.Message).Contains(words).And.Contains(": \"So it is\". ");
        await Assert.That(error.Message).DoesNotContain("hunter2");
    }

    [Test]
    [Arguments(401, "", nameof(NewsApiKeyException), false, "status 401")]
    [Arguments(429, "<html>Slow down</html>", nameof(NewsApiLimitException), true, "status 429 with text/html")]
    [Arguments(502, "<html>Bad gateway</html>", nameof(NewsApiException), true, "status 502 with text/html")]
    [Arguments(404, "<html>No such page</html>", nameof(NewsApiException), false, "status 404 with text/html")]
    [Arguments(200, "<html>Welcome to the hotel</html>", nameof(NewsApiException), true, "can't be read as its JSON")]
    [Arguments(200, """{"status":"ok","articles":[{"publishedAt":"yesterday"}]}""", nameof(NewsApiException), true, "at $.articles[0].publishedAt")]
    [Arguments(200, """{"status":"ok","articles":[{"title":""", nameof(NewsApiException), true, "can't be read as its JSON")]
    [Arguments(200, "null", nameof(NewsApiException), true, "can't be read as its JSON")]
    [Arguments(200, "{}", nameof(NewsApiException), true, "can't be read as its JSON")]
    public async Task Get_AnsweredWithSomethingElse_SaysWhat(int status, string body, string exception, bool isTransient, string words)
    {
        await using var server = JsonServer.With(body, status, "text/html");

        var error = await RefusalAsync(server);

        await Assert.That(error.GetType().Name).IsEqualTo(exception);
        await Assert.That(error.IsTransient).IsEqualTo(isTransient);
        await Assert.That(error.Message).Contains(words);
    }

    private static async Task<NewsApiException> RefusalAsync(JsonServer server)
    {
        var client = new NewsApiClient(new() { ApiKey = new Secret("hunter2"), BaseUrl = server.Url }, Plain.Http);
        return (await Assert.That(async () => await client.GetTopHeadlinesAsync(new() { Country = "us" })).Throws<NewsApiException>())!;
    }
}

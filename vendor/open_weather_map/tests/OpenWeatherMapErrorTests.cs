using System.Globalization;
using IntegrationFramework;
using Vendors.Http;
using Vendors.OpenWeatherMap;
using Vendors.Tests.Http;

namespace Vendors.Tests.OpenWeatherMap;

public class OpenWeatherMapErrorTests
{
    // status, body, exception, whether trying again helps, words of the message
    [Test]
    [Arguments(401, """{"cod":401,"message":"Invalid API key. Please see the FAQ."}""", nameof(OpenWeatherMapKeyException), false, "takes some hours")]
    [Arguments(404, """{"cod":"404","message":"city not found"}""", nameof(OpenWeatherMapNotFoundException), false, "no place 'Lisbn': \"city not found\"")]
    [Arguments(200, """{"cod":"404","message":"city not found"}""", nameof(OpenWeatherMapNotFoundException), false, "Check the spelling")]
    [Arguments(403, """{"cod":403,"message":"Not in your plan"}""", nameof(OpenWeatherMapPlanException), false, "doesn't include data/2.5/weather")]
    [Arguments(429, """{"cod":429,"message":"Too many calls"}""", nameof(OpenWeatherMapLimitException), true, "used up for now")]
    [Arguments(400, """{"cod":"400","message":"Nothing to geocode"}""", nameof(OpenWeatherMapException), false, "\"Nothing to geocode\"")]
    [Arguments(500, """{"cod":500,"message":"Internal error"}""", nameof(OpenWeatherMapException), true, "can't answer now")]
    [Arguments(503, "", nameof(OpenWeatherMapException), true, "status 503")]
    public async Task Get_Refused_SaysWhatToDo(int status, string body, string exception, bool isTransient, string words)
    {
        await using var server = JsonServer.With(body, status);

        var error = await RefusalAsync(client => client.GetCurrentWeatherAsync(WeatherLocation.City("Lisbn")), server);

        await Assert.That(error.GetType().Name).IsEqualTo(exception);
        await Assert.That(error.IsTransient).IsEqualTo(isTransient);
        await Assert.That(error.Message).Contains(words).And.Contains("OpenWeatherMap");
        await Assert.That(error.Message).DoesNotContain("hunter2");
    }

    [Test]
    [Arguments(3600)]
    [Arguments(-3600)]
    [Arguments(null)]
    public async Task Get_RefusedForAWhile_SaysByThisClockWhenToComeBack(int? wrongBy)
    {
        var now = TimeProvider.System.GetUtcNow();
        var date = wrongBy is { } seconds ? $"Date: {now.AddSeconds(seconds).ToString("R", CultureInfo.InvariantCulture)}\n" : "";
        await using var server = RawServer.WithAnswers(RawServer.Answer("429 Too Many Requests", $"{date}Retry-After: 20"));
        using var test = new ClientUnderTest();
        using var http = new IntegrationHttpClient(test.Services());
        var client = new OpenWeatherMapClient(new OpenWeatherMapOptions { ApiKey = new Secret("hunter2"), BaseUrl = server.Url }, http);

        var error = await Assert.That(async () => await client.GetCurrentWeatherAsync(WeatherLocation.City("Lisbon"))).Throws<OpenWeatherMapLimitException>();

        await Assert.That(error!.RetryAfter!.Value).IsBetween(now.AddSeconds(20), now.AddMinutes(2));
    }

    [Test]
    [Arguments(401, "Please note that using One Call 3.0 requires a separate subscription", nameof(OpenWeatherMapPlanException))]
    [Arguments(403, "Forbidden", nameof(OpenWeatherMapPlanException))]
    [Arguments(401, "Invalid API key. Please see the FAQ.", nameof(OpenWeatherMapKeyException))]
    public async Task GetOneCall_Refused_TellsAPlanFromAKey(int status, string message, string exception)
    {
        await using var server = JsonServer.With($$"""{"cod":{{status}},"message":"{{message}}"}""", status);

        var error = await RefusalAsync(client => client.GetOneCallAsync(1, 2), server);

        await Assert.That(error.GetType().Name).IsEqualTo(exception);
        await Assert.That(error.Message.Contains("One Call by Call", StringComparison.Ordinal)).IsEqualTo(exception == nameof(OpenWeatherMapPlanException));
    }

    [Test]
    [Arguments("<html>Welcome to the hotel</html>", "text/html", "status 200 with text/html")]
    [Arguments("""{"cod":200,"main":{"temp":""", "application/json", "status 200")]
    [Arguments("""{"cod":200,"main":{"temp":"warm"}}""", "application/json", "at $.main.temp")]
    [Arguments("""{"cod":200,"dt":"soon"}""", "application/json", "at $.dt")]
    [Arguments("""[1]""", "application/json", "status 200")]
    [Arguments("null", "application/json", "status 200")]
    public async Task Get_AnsweredWithSomethingElse_SaysWhat(string body, string type, string words)
    {
        await using var server = JsonServer.With(body, type: type);

        var error = await RefusalAsync(client => client.GetCurrentWeatherAsync(WeatherLocation.City("Lisbon")), server);

        await Assert.That(error.IsTransient).IsTrue();
        await Assert.That(error.Message).Contains("can't be read as its JSON").And.Contains(words).And.Contains("base_url");
    }

    [Test]
    public async Task Get_RefusedAtGreatLength_QuotesTheBeginningOnOneLine()
    {
        await using var server = JsonServer.With($$"""{"cod":400,"message":"first\nsecond {{new string('x', 1000)}}"}""", 400);

        var error = await RefusalAsync(client => client.GetCurrentWeatherAsync(WeatherLocation.City("Lisbon")), server);

        await Assert.That(error.Message).Contains("\"first second xxx").And.Contains("x…\"");
        await Assert.That(error.Message.Length).IsLessThan(500);
    }

    private static async Task<OpenWeatherMapException> RefusalAsync(Func<OpenWeatherMapClient, Task> ask, JsonServer server)
    {
        var options = new OpenWeatherMapOptions { ApiKey = new Secret("hunter2"), BaseUrl = server.Url };
        return (await Assert.That(() => ask(new OpenWeatherMapClient(options, Plain.Http))).Throws<OpenWeatherMapException>())!;
    }
}

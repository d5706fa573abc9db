using System.Globalization;
using IntegrationFramework.FakeServices;

if (Arguments.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync("usage: dotnet run --project tests/FakeServices -- [--port N] [--https-port N]");
    return 2;
}

await using var fake = await FakeServer.StartAsync(options);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
    OpenWeatherMap, NewsAPI and Salesforce at {fake.Url}; behind a wrong certificate at {fake.HttpsUrl}

    OPENWEATHERMAP_API_KEY={fake.OpenWeatherMap.ApiKey}
    NEWS_API_KEY={fake.NewsApi.ApiKey}
    SALESFORCE_CLIENT_ID={fake.Salesforce.ClientId}
    SALESFORCE_CLIENT_SECRET={fake.Salesforce.ClientSecret}
    SALESFORCE_REFRESH_TOKEN={fake.Salesforce.RefreshToken}

    GET {fake.Url}_requests tells what was received; POST {fake.Url}_faults makes things go wrong. Ctrl+C stops.
    """));
await fake.WaitForShutdownAsync();
return 0;

internal static class Arguments
{
    /// <summary>The options that the command line asks for; null where it can't be understood.</summary>
    public static FakeServerOptions? Parse(string[] args)
    {
        var options = new FakeServerOptions { Port = 5080, HttpsPort = 5443 };
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || !ushort.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var port))
            {
                return null;
            }

            switch (args[i])
            {
                case "--port":
                    options = options with { Port = port };
                    break;
                case "--https-port":
                    options = options with { HttpsPort = port };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}

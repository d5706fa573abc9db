using System.Globalization;
using IntegrationFramework.FakeServices;
using IntegrationFramework.FakeServices.Network;

if (Arguments.Parse(args) is not var (options, bytesPerSecond))
{
    await Console.Error.WriteLineAsync("usage: dotnet run --project tests/FakeServices -- [--port N] [--https-port N] [--slow-line BYTES_PER_SECOND]");
    return 2;
}

await using var fake = await FakeServer.StartAsync(options);
await using var line = bytesPerSecond is { } slow ? new SlowLine(fake.Url, slow) : null;
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
    OpenWeatherMap, NewsAPI and Salesforce at {fake.Url}; behind a wrong certificate at {fake.HttpsUrl}

    OPENWEATHERMAP_API_KEY={fake.OpenWeatherMap.ApiKey}
    NEWS_API_KEY={fake.NewsApi.ApiKey}
    SALESFORCE_CLIENT_ID={fake.Salesforce.ClientId}
    SALESFORCE_CLIENT_SECRET={fake.Salesforce.ClientSecret}
    SALESFORCE_REFRESH_TOKEN={fake.Salesforce.RefreshToken}

    GET {fake.Url}_requests tells what was received; POST {fake.Url}_faults makes things go wrong. Ctrl+C stops.
    """));
if (line is not null)
{
    Console.WriteLine($"SLOW_LINE={line.Url}");
}

await fake.WaitForShutdownAsync();
return 0;

internal static class Arguments
{
    /// <summary>What the command line asks for; null where it can't be understood.</summary>
    public static (FakeServerOptions Options, int? BytesPerSecond)? Parse(string[] args)
    {
        var options = new FakeServerOptions { Port = 5080, HttpsPort = 5443 };
        int? bytesPerSecond = null;
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            switch (args[i])
            {
                case "--port" when number <= ushort.MaxValue:
                    options = options with { Port = number };
                    break;
                case "--https-port" when number <= ushort.MaxValue:
                    options = options with { HttpsPort = number };
                    break;
                case "--slow-line" when number > 0:
                    bytesPerSecond = number;
                    break;
                default:
                    return null;
            }
        }

        return (options, bytesPerSecond);
    }
}

using System.Security.Cryptography;
using Cli.Tests.Support;
using IntegrationFramework.FakeServices;
using IntegrationFramework.FakeServices.Network;

namespace Cli.Tests.Services;

/// <summary>A root whose integrations reach the three services at the fake, with the keys in <c>.env</c> as an operator has them.</summary>
public sealed class ServiceRoot : IAsyncDisposable
{
    private readonly TemporaryRoot _root = new();
    private readonly List<Outcome> _outcomes = [];
    private readonly List<TunnelProxy> _proxies = [];

    private ServiceRoot(FakeServer fake) => Fake = fake;

    public FakeServer Fake { get; }

    /// <summary>The root's folder.</summary>
    public TemporaryRoot Root => _root;

    /// <summary>The token of the session that the integrations of Salesforce use.</summary>
    public string Token { get; private set; } = "";

    public static async Task<ServiceRoot> StartAsync(FakeServerOptions? options = null)
    {
        var root = new ServiceRoot(await FakeServer.StartAsync(options));
        root.Token = root.Fake.Salesforce.OpenSession();
        root._root.Write(".env", $"""
            OPENWEATHERMAP_API_KEY={root.Fake.OpenWeatherMap.ApiKey}
            NEWS_API_KEY={root.Fake.NewsApi.ApiKey}
            SALESFORCE_INSTANCE_URL={root.Fake.Url}
            SALESFORCE_ACCESS_TOKEN={root.Token}

            """);
        return root;
    }

    /// <summary>Runs weather_news with its addresses at the fake.</summary>
    /// <param name="sets">Further settings, each <c>key=value</c> below weather_news.</param>
    public Task<Outcome> RunWeatherNewsAsync(params string[] sets) => RunAsync(
        "weather_news", [$"settings.open_weather_map.base_url={Fake.Url}", $"settings.news_api.base_url={Fake.Url}", .. sets]);

    /// <summary>Runs an integration, with all that it logs.</summary>
    /// <param name="name">The integration.</param>
    /// <param name="sets">Settings, each <c>key=value</c> below the integration's name.</param>
    public async Task<Outcome> RunAsync(string name, params string[] sets)
    {
        var outcome = await Ifw.RunAsync(_root.Folder, Surroundings, ["run", name, "--verbose", .. sets.SelectMany(set => new[] { "--set", $"{name}.{set}" })]);
        _outcomes.Add(outcome);
        return outcome;
    }

    /// <summary>The environment variables of what runs from now on.</summary>
    public Dictionary<string, string> Surroundings { get; } = [];

    /// <summary>Has requests over HTTPS go through a proxy, which makes tunnels to the fake whatever host it is asked for.</summary>
    /// <param name="proxy">The proxy; it ends with the root.</param>
    /// <param name="user"><c>user:password@</c>, as it stands in the variable.</param>
    public TunnelProxy Through(TunnelProxy proxy, string user = "")
    {
        _proxies.Add(proxy);
        Surroundings["HTTPS_PROXY"] = $"http://{user}{proxy.Address}";
        return proxy;
    }

    /// <summary>Has company A sign in by client credentials.</summary>
    public void SignInByClientCredentials() => SignIn(("CLIENT_ID", Fake.Salesforce.ClientId), ("CLIENT_SECRET", Fake.Salesforce.ClientSecret));

    /// <summary>Has company A sign in by refresh token.</summary>
    public void SignInByRefreshToken() => SignIn(
        ("CLIENT_ID", Fake.Salesforce.ClientId), ("REFRESH_TOKEN", Fake.Salesforce.RefreshToken), ("LOGIN_URL", Fake.Url.AbsoluteUri));

    /// <summary>Has company A sign in by a key, whose public half the connected app has.</summary>
    public void SignInByKey(RSA key)
    {
        Fake.Salesforce.JwtPublicKey = key;
        SignIn(
            ("CLIENT_ID", Fake.Salesforce.ClientId), ("USERNAME", Fake.Salesforce.Username), ("LOGIN_URL", Fake.Url.AbsoluteUri),
            ("PRIVATE_KEY", key.ExportPkcs8PrivateKeyPem().ReplaceLineEndings("\\n")));
    }

    /// <summary>The text of a file in output/.</summary>
    public Task<string> ReadOutputAsync(string name) => File.ReadAllTextAsync(_root.Path("output", name));

    /// <summary>The rows of a query over telemetry, each as its columns with a bar between.</summary>
    public Task<List<string>> TelemetryAsync(string sql) => TelemetryRows.QueryAsync(_root, sql);

    /// <summary>The rows of a query over a database in output/.</summary>
    public Task<List<string>> OutputRowsAsync(string database, string sql) => TelemetryRows.QueryAsync(_root.Path("output", database), sql);

    /// <summary>Where a secret turned up: in what was written to the console, or in a file of the root other than .env.</summary>
    public async Task<List<string>> PlacesOfAsync(string secret)
    {
        var places = _outcomes.Where(outcome => outcome.ToString().Contains(secret, StringComparison.Ordinal)).Select(outcome => outcome.ToString()).ToList();
        foreach (var file in Directory.EnumerateFiles(_root.Folder, "*", SearchOption.AllDirectories))
        {
            var bytes = Path.GetFileName(file) == ".env" ? [] : await File.ReadAllBytesAsync(file);
            if (bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(secret)) >= 0)
            {
                places.Add(file);
            }
        }

        return places;
    }

    // An empty token makes room for another way; secrets come from the environment.
    private void SignIn(params (string Key, string Value)[] settings)
    {
        Surroundings["SALESFORCE_ACCESS_TOKEN"] = "";
        foreach (var (key, value) in settings)
        {
            Surroundings[$"IFW__COMPANY_A_SALESFORCE__SETTINGS__SALESFORCE__{key}"] = value;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in _proxies)
        {
            await proxy.DisposeAsync();
        }

        await Fake.DisposeAsync();
        _root.Dispose();
    }
}

using System.Net;
using System.Security.Cryptography.X509Certificates;
using IntegrationFramework.FakeServices.Faults;
using IntegrationFramework.FakeServices.NewsApi;
using IntegrationFramework.FakeServices.OpenWeatherMap;
using IntegrationFramework.FakeServices.Requests;
using IntegrationFramework.FakeServices.Salesforce;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IntegrationFramework.FakeServices;

/// <summary>
/// OpenWeatherMap, NewsAPI and Salesforce on one loopback port, each at its real paths, with state that lasts as long as the server:
/// <c>await using var fake = await FakeServer.StartAsync();</c>. Tests change what the services know through their properties, make them
/// misbehave through <see cref="Faults"/>, and read what they received from <see cref="Requests"/>.
/// </summary>
public sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly X509Certificate2? _certificate;

    private FakeServer(WebApplication app, X509Certificate2? certificate, FakeServerOptions options)
    {
        _app = app;
        _certificate = certificate;
        Requests = new RequestLog(options.Time);
        Faults = new FaultRules(options.Time, app.Lifetime.ApplicationStopping);
        OpenWeatherMap = new FakeOpenWeatherMap(options.Time);
        NewsApi = new FakeNewsApi(options.Time);
        Salesforce = new FakeSalesforce(options.Time);
    }

    /// <summary>The address to give clients as their base URL: <c>http://127.0.0.1:port/</c>.</summary>
    public Uri Url => Address(Uri.UriSchemeHttp);

    /// <summary>The same services by HTTPS, behind <see cref="FakeServerOptions.Certificate"/>.</summary>
    public Uri HttpsUrl => Address(Uri.UriSchemeHttps);

    /// <summary>What the services received.</summary>
    public RequestLog Requests { get; }

    /// <summary>What is to go wrong.</summary>
    public FaultRules Faults { get; }

    /// <summary>The weather, its keys and its allowance.</summary>
    public FakeOpenWeatherMap OpenWeatherMap { get; }

    /// <summary>The news, their keys and their plan.</summary>
    public FakeNewsApi NewsApi { get; }

    /// <summary>One organisation, with its records, sessions, jobs and limits.</summary>
    public FakeSalesforce Salesforce { get; }

    /// <summary>Starts listening.</summary>
    /// <param name="options">Ports and clock; by default free ports and the system's clock.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="IOException">A port that was asked for is taken.</exception>
    public static async Task<FakeServer> StartAsync(FakeServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new FakeServerOptions();
        var wrong = options.Certificate is null ? WrongCertificate.Make(options.Time) : null;
        var app = Build(options, options.Certificate ?? wrong!);
        var fake = new FakeServer(app, wrong, options);
        fake.Map(options);
        await app.StartAsync(cancellationToken);
        return fake;
    }

    /// <summary>Completes when the server is told to stop, by Ctrl+C for instance.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) =>
        HostingAbstractionsHostExtensions.WaitForShutdownAsync(_app, cancellationToken);

    /// <summary>Stops listening; requests that hang are let go.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _certificate?.Dispose();
    }

    private static WebApplication Build(FakeServerOptions options, X509Certificate2 certificate)
    {
        // The empty builder: no appsettings.json of whatever folder the tests run in, no environment variable has a say.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, options.HttpsPort, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.UseHttps(certificate);
            });
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = ["application/json", "text/csv"];
            compression.Providers.Add<GzipCompressionProvider>();
        });
        return builder.Build();
    }

    private void Map(FakeServerOptions options)
    {
        _app.Use(Requests.RecordAsync);
        _app.Use(new Failures(_app.Lifetime.ApplicationStopping).TellAsync);
        _app.Use(Faults.InjectAsync);
        if (options.Compress)
        {
            _app.UseResponseCompression();
        }

        _app.UseRouting();
        ControlEndpoints.Map(_app, this);
        OpenWeatherMap.Map(_app);
        NewsApi.Map(_app);
        Salesforce.Map(_app);
    }

    private Uri Address(string scheme) => new(_app.Urls.Single(url => url.StartsWith(scheme + ":", StringComparison.Ordinal)) + "/");
}

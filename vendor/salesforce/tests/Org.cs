using IntegrationFramework;
using IntegrationFramework.Configuration;
using IntegrationFramework.FakeServices;
using IntegrationFramework.Http;
using IntegrationFramework.Security;
using Vendors.Http;
using Vendors.Salesforce;
using Vendors.Tests.Http;

namespace Vendors.Tests.Salesforce;

/// <summary>A client of an org, with its log and what it keeps secret. Its waits pass at once.</summary>
internal sealed class Org : IDisposable
{
    private readonly IntegrationHttpClient _http;

    private Org(SalesforceOptions options, HttpConfig? policy = null)
    {
        policy ??= new HttpConfig { Timeout = TimeSpan.FromMinutes(1), Retries = 2, Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(20) };
        var services = Services(Time, policy);
        _http = new IntegrationHttpClient(Services(TimeProvider.System, policy));
        try
        {
            Client = new SalesforceClient(options, _http, services);
        }
        catch
        {
            // Nobody gets it who could dispose of it.
            Dispose();
            throw;
        }
    }

    public SalesforceClient Client { get; }

    public ListLogger Logger { get; } = new();

    public Redactor Redactor { get; } = new();

    public ImpatientTime Time { get; } = new();

    public string Root { get; } = Directory.CreateTempSubdirectory("ifw-salesforce-").FullName;

    public static Org Of(SalesforceOptions options) => new(options);

    /// <summary>A client with an access token.</summary>
    public static Org Of(ScriptedSalesforce server, Func<SalesforceOptions, SalesforceOptions>? change = null)
    {
        var options = new SalesforceOptions { InstanceUrl = server.Url, LoginUrl = server.Url, AccessToken = new Secret("first-token") };
        return new(change?.Invoke(options) ?? options);
    }

    /// <summary>A client with an access token, of an org that has signed it in.</summary>
    public static Org Of(FakeServer fake, Func<SalesforceOptions, SalesforceOptions>? change = null, HttpConfig? policy = null)
    {
        var options = new SalesforceOptions { InstanceUrl = fake.Url, LoginUrl = fake.Url, AccessToken = new Secret(fake.Salesforce.OpenSession()) };
        return new(change?.Invoke(options) ?? options, policy);
    }

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(Root, recursive: true);
    }

    private HttpServices Services(TimeProvider time, HttpConfig policy) => new()
    {
        Policy = policy,
        Integration = "test",
        RunId = "run",
        Root = Root,
        Time = time,
        Logger = Logger,
        Redactor = Redactor,
    };
}

/// <summary>The system's clock, but whoever waits by it goes on after a thousandth of the time. Remembers the waits.</summary>
internal sealed class ImpatientTime : TimeProvider
{
    private readonly List<TimeSpan> _waits = [];

    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_waits)
            {
                return [.. _waits];
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_waits)
        {
            _waits.Add(dueTime);
        }

        return base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 1000 : dueTime, period);
    }
}

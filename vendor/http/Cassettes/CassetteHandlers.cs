using System.Runtime.CompilerServices;
using IntegrationFramework.Http;
using IntegrationFramework.Running;

namespace Vendors.Http.Cassettes;

/// <summary>Puts recording before the connections, or the cassette in their place.</summary>
internal static class CassetteHandlers
{
    // All clients of a run's attempt share one: equal requests are answered in turn, whoever makes them.
    private static readonly ConditionalWeakTable<HttpServices, CassettePlayer> Players = [];

    /// <summary>What requests end in. Live, that is the connections; in the sandbox they are out of reach.</summary>
    public static HttpMessageHandler Over(HttpMessageHandler connections, HttpServices services) => services.Mode switch
    {
        RunMode.Record => new RecordingHandler(services) { InnerHandler = connections },
        RunMode.Sandbox => new PlayingHandler(Players.GetValue(services, static key => new CassettePlayer(key))),
        _ => connections,
    };
}

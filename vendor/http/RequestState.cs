using IntegrationFramework.Http;

namespace Vendors.Http;

/// <summary>What the handlers know of a request over all its attempts.</summary>
internal sealed class RequestState(TotalTime? total)
{
    private static readonly HttpRequestOptionsKey<RequestState> Key = new("ifw.state");

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; set; }

    /// <summary>What the last attempt failed with.</summary>
    public string? LastFailure { get; set; }

    /// <summary>Whether it waits for its turn among those that share its limits.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>When the service wants to be asked again, as its last answer said.</summary>
    public DateTimeOffset? RetryAt { get; set; }

    /// <summary>The turn that the attempt has among those that share the service's limits.</summary>
    public LimitTurn? Turn { get; set; }

    /// <summary>The time that it may take in all; <see langword="null"/> where nobody bounds it.</summary>
    public TotalTime? Total => total;

    /// <summary>How long the request may still take; <see langword="null"/>: as long as it likes.</summary>
    public TimeSpan? TimeLeft => total?.Left;

    public static RequestState Begin(HttpRequestMessage request, TotalTime total)
    {
        var state = new RequestState(total);
        request.Options.Set(Key, state);
        return state;
    }

    public static RequestState Of(HttpRequestMessage request) =>
        request.Options.TryGetValue(Key, out var state) ? state : new RequestState(null);
}

/// <summary>Short ways to what handlers ask of a request.</summary>
internal static class RequestStateExtensions
{
    public static RequestState State(this HttpRequestMessage request) => RequestState.Of(request);

    /// <summary>The host, with its port where that isn't the usual one.</summary>
    public static string HostAndPort(this HttpRequestMessage request) =>
        request.RequestUri!.IsDefaultPort ? request.RequestUri.IdnHost : $"{request.RequestUri.IdnHost}:{request.RequestUri.Port}";
}

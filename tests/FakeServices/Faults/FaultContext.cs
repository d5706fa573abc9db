using IntegrationFramework.FakeServices.Requests;

namespace IntegrationFramework.FakeServices.Faults;

/// <summary>A request that a fault happens to.</summary>
/// <param name="Http">The request and its answer.</param>
/// <param name="Next">Handles the request as if nothing were wrong.</param>
/// <param name="Received">The request in the log.</param>
/// <param name="Time">The server's clock.</param>
/// <param name="Gone">Cancelled when the client hangs up, or the server stops.</param>
internal sealed record FaultContext(
    HttpContext Http, RequestDelegate Next, ReceivedRequest Received, TimeProvider Time, CancellationToken Gone)
{
    /// <summary>Handles the request as if nothing were wrong, and keeps the body of the answer from being sent.</summary>
    public async Task<byte[]> HandleAsync()
    {
        var sent = Http.Response.Body;
        using var body = new MemoryStream();
        Http.Response.Body = body;
        try
        {
            await Next(Http);
        }
        finally
        {
            Http.Response.Body = sent;
        }

        return body.ToArray();
    }

    /// <summary>Waits until the client hangs up.</summary>
    public async Task WaitUntilGoneAsync() =>
        await Task.Delay(Timeout.InfiniteTimeSpan, Gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}

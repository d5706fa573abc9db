using IntegrationFramework.Http;

namespace Vendors.Http.Cassettes;

/// <summary>Keeps what is asked and answered, without secrets.</summary>
internal sealed class RecordingHandler(HttpServices services) : DelegatingHandler
{
    /// <summary>More is no example of what a service answers, and nobody reviews it.</summary>
    private const int LargestBody = 16 * 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var recorder = services.Recorder ?? throw new InvalidOperationException("A run that is recorded needs a recorder.");
        var number = recorder.Begin();
        var redaction = new HttpRedaction(services.Redactor);
        var asked = await PlayedRequest.RecordAsync(request, services.Redactor, cancellationToken).ConfigureAwait(false);
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            if (!BufferedBody.IsMissing(response))
            {
                await response.Content.LoadIntoBufferAsync(LargestBody, cancellationToken).ConfigureAwait(false);
            }

            var body = BufferedBody.IsMissing(response) ? [] : await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            recorder.Add(number, new CassetteExchange(asked, new CassetteResponse(
                (int)response.StatusCode,
                RecordedHeaders.Of(response, redaction),
                RecordedBody.Of(body, response.Content.Headers.ContentType, services.Redactor))));
            return response;
        }
        catch (Exception error)
        {
            response.Dispose();
            if (error is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded })
            {
                throw new CassetteException(
                    $"The response to {asked.Method} {asked.Url} has more than {LargestBody / (1024 * 1024)} MB, too much for a cassette. Ask for less, for example with --limit or another --set.",
                    error);
            }

            throw;
        }
    }
}

using System.Net;
using System.Text.Json;
using IntegrationFramework.Http;
using Microsoft.Extensions.Logging;
using Vendors.Http;

namespace Vendors.Salesforce;

/// <summary>Sends requests as somebody who is signed in, and makes exceptions of answers that say no.</summary>
internal sealed partial class SalesforceConnection(SalesforceOptions options, HttpClient http, HttpServices services)
{
    private const double Scarce = 0.9;

    private readonly SessionSource _sessions = new(options, http, services);
    private readonly SalesforceErrors _errors = new(services.Time);
    private int _hasWarned;

    public SalesforceOptions Options => options;

    public HttpServices Services => services;

    public TimeProvider Time => services.Time;

    public ILogger Logger => services.Logger;

    /// <summary>The latest that a response said of the org's requests.</summary>
    public ApiUsage? Usage { get; private set; }

    /// <summary>Sends a request and gives the response, which succeeded and is the caller's to dispose.</summary>
    /// <exception cref="SalesforceException">Salesforce said no.</exception>
    public async Task<HttpResponseMessage> SendAsync(SalesforceRequest request, CancellationToken cancellationToken)
    {
        var session = await _sessions.GetAsync(cancellationToken).ConfigureAwait(false);
        for (var isRepetition = false; ; isRepetition = true)
        {
            using var message = request.ToMessage(session, options.ApiVersion, _sessions.Account);
            var completion = request.IsStreamed ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead;
            var response = await http.SendAsync(message, completion, cancellationToken).ConfigureAwait(false);
            await NoteAsync(ApiUsage.Of(response), message).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                var body = await SalesforceErrors.ReadAsync(response, cancellationToken).ConfigureAwait(false);
                if (!IsExpired(response.StatusCode, body))
                {
                    throw _errors.Of(request.What, response.StatusCode, body);
                }

                if (isRepetition)
                {
                    throw new SalesforceSessionException(
                        $"Salesforce refused {request.What} with {body.Says(response.StatusCode)}, also right after signing in again. "
                        + "Check that the user may use the API, and the org's session settings (such as 'lock sessions to the IP address').")
                    {
                        ErrorCode = body.Code,
                        Detail = body.Message,
                        Status = response.StatusCode,
                    };
                }

                session = await _sessions.RenewAsync(session, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sends a request and gives what it answers; <see langword="null"/> where that is nothing.</summary>
    /// <exception cref="SalesforceException">Salesforce said no, or something that isn't JSON.</exception>
    public async Task<JsonElement?> JsonAsync(SalesforceRequest request, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await BodyAsync(request, response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What a response holds; <see langword="null"/> where that is nothing.</summary>
    /// <exception cref="SalesforceException">It isn't JSON.</exception>
    public static async Task<JsonElement?> BodyAsync(SalesforceRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return body.Length == 0 ? null : JsonElement.Parse(body);
        }
        catch (JsonException error)
        {
            throw new SalesforceException(
                $"Salesforce answered {request.What} with something that isn't JSON ({response.Content.Headers.ContentType?.MediaType ?? "of no type"}, {body.Length:N0} bytes). "
                + "A proxy or a sign-in page may stand between; check 'instance_url'.",
                error)
            {
                Status = response.StatusCode,
                IsTransient = true,
            };
        }
    }

    /// <summary>Sends a request and reads what it answers.</summary>
    /// <exception cref="SalesforceException">Salesforce said no, nothing, something that isn't JSON, or JSON of another shape.</exception>
    public async Task<T> ReadAsync<T>(SalesforceRequest request, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        Read(request, await NeededJsonAsync(request, cancellationToken).ConfigureAwait(false), read);

    /// <summary>Reads what a request was answered with.</summary>
    /// <exception cref="SalesforceException">It has another shape.</exception>
    public static T Read<T>(SalesforceRequest request, JsonElement json, Func<JsonElement, T> read)
    {
        try
        {
            return read(json);
        }
        catch (Exception error) when (error is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new SalesforceException($"Salesforce answered {request.What} with JSON that says something else. Check 'instance_url' and 'api_version'.", error);
        }
    }

    /// <inheritdoc cref="JsonAsync"/>
    /// <exception cref="SalesforceException">Salesforce said no, nothing, or something that isn't JSON.</exception>
    public async Task<JsonElement> NeededJsonAsync(SalesforceRequest request, CancellationToken cancellationToken) =>
        await JsonAsync(request, cancellationToken).ConfigureAwait(false)
            ?? throw new SalesforceException($"Salesforce answered {request.What} with nothing.") { IsTransient = true };

    private static bool IsExpired(HttpStatusCode status, ErrorBody body) =>
        body.Code == ErrorCodes.InvalidSession || status is HttpStatusCode.Unauthorized;

    private async ValueTask NoteAsync(ApiUsage? usage, HttpRequestMessage request)
    {
        if (usage is not { } known)
        {
            return;
        }

        Usage = known;
        if (known.Used >= known.Limit * Scarce && Interlocked.Exchange(ref _hasWarned, 1) == 0)
        {
            LogScarce(services.Logger, known.Used, known.Limit);
        }

        if (services.Limits is { } limits)
        {
            await limits.ReportUsageAsync(request.HostAndPort(), _sessions.Account, known.Used, known.Limit).ConfigureAwait(false);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Salesforce: {Used} of the org's {Limit} API requests in 24 hours are used.")]
    private static partial void LogScarce(ILogger logger, long used, long limit);
}

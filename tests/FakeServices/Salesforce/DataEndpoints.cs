using System.Globalization;
using System.IO.Compression;

namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>Brings the calls of <c>/services/data</c> from HTTP to <see cref="SalesforceApi"/>: sessions, limits, errors and headers.</summary>
internal sealed class DataEndpoints(FakeSalesforce service)
{
    private static readonly (string Version, string Label)[] Versions =
    [
        ("55.0", "Summer '22"), ("56.0", "Winter '23"), ("57.0", "Spring '23"), ("58.0", "Summer '23"),
        ("59.0", "Winter '24"), ("60.0", "Spring '24"), ("61.0", "Summer '24"), (FakeSalesforce.ApiVersion, "Winter '25"),
    ];

    private readonly SalesforceApi _api = new(service);

    /// <summary>Which versions there are: anybody may ask.</summary>
    public Task VersionsAsync(HttpContext context) => context.AnswerJsonAsync(StatusCodes.Status200OK, new JsonArray(
    [
        .. Versions.Select(version => new JsonObject
        {
            ["label"] = version.Label,
            ["url"] = $"/services/data/v{version.Version}",
            ["version"] = version.Version,
        }),
    ]));

    public async Task CallAsync(HttpContext context)
    {
        var body = await ReadAsync(context.Request, context.RequestAborted);
        SalesforceAnswer answer;
        lock (service.Lock)
        {
            try
            {
                answer = Answer(context.Request, body);
            }
            catch (SalesforceException refused)
            {
                answer = new SalesforceAnswer(refused.Status, refused.ToJson());
            }

            context.Response.Headers["Sforce-Limit-Info"] =
                string.Create(CultureInfo.InvariantCulture, $"api-usage={service.ApiUsed}/{service.ApiLimit}");
        }

        await SendAsync(context, answer);
    }

    private SalesforceAnswer Answer(HttpRequest request, byte[] body)
    {
        if (!service.Sessions.Use(Token(request)))
        {
            throw new SalesforceException(401, "INVALID_SESSION_ID", "Session expired or invalid");
        }

        if (service.ApiUsed >= service.ApiLimit)
        {
            throw new SalesforceException(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
        }

        service.ApiUsed++;
        var headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var call = SalesforceCall.From(request.Method, request.Path.ToUriComponent() + request.QueryString, headers, body);
        return Versions.Any(version => version.Version == call.Version) ? _api.Answer(call) : throw SalesforceException.NotFound();
    }

    private static string? Token(HttpRequest request)
    {
        var parts = request.Headers.Authorization.ToString().Split(' ', 2);
        return parts is ["Bearer" or "OAuth", var token] ? token : null;
    }

    /// <summary>The body, unpacked if the client packed it.</summary>
    private static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = new MemoryStream();
        if (request.Headers.ContentEncoding == "gzip")
        {
            await using var unpacked = new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true);
            await unpacked.CopyToAsync(body, cancellationToken);
        }
        else
        {
            await request.Body.CopyToAsync(body, cancellationToken);
        }

        return body.ToArray();
    }

    private static Task SendAsync(HttpContext context, SalesforceAnswer answer)
    {
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (answer.Csv is { } csv)
        {
            return context.AnswerTextAsync(answer.Status, "text/csv", csv);
        }

        if (answer.Json is { } json)
        {
            return context.AnswerTextAsync(answer.Status, "application/json;charset=UTF-8", json.ToText());
        }

        context.Response.StatusCode = answer.Status;
        return Task.CompletedTask;
    }
}

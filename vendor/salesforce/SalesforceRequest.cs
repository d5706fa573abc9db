using System.Net.Http.Headers;
using Vendors.Http;

namespace Vendors.Salesforce;

/// <summary>A request that can be sent more than once, each time as a message of its own.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path, beginning with a slash, or an address as Salesforce gave it; anything else is below the API's version.</param>
/// <param name="What">What is asked for, as in <c>Salesforce refused {what}</c>.</param>
internal sealed record SalesforceRequest(HttpMethod Method, string Path, string What)
{
    /// <summary>A body of JSON.</summary>
    public byte[]? Json { get; init; }

    /// <summary>Makes a body of CSV, anew for each message.</summary>
    public Func<HttpContent>? Csv { get; init; }

    /// <summary>How many records a page is to have; as Salesforce thinks best by default.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Whether it changes nothing more when it arrives twice.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Whether Salesforce takes it once only, although its method says otherwise.</summary>
    public bool IsSentOnce { get; init; }

    /// <summary>Whether the body of the response is read as a stream.</summary>
    public bool IsStreamed { get; init; }

    /// <summary>Whether it asks for what changes by itself, so that no earlier answer will do.</summary>
    public bool IsOfNow { get; init; }

    public static SalesforceRequest Get(string path, string what) => new(HttpMethod.Get, path, what);

    public HttpRequestMessage ToMessage(SalesforceSession session, string version, string account)
    {
        var isWhole = Path.StartsWith('/') || Path.Contains("://", StringComparison.Ordinal);
        var path = isWhole ? Path : $"/services/data/{version}/{Path}";
        var message = new HttpRequestMessage(Method, session.Resolve(path)).ForAccount(account);
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", session.Token.Reveal());
        if (BatchSize is { } size)
        {
            message.Headers.Add("Sforce-Query-Options", $"batchSize={size}");
        }

        if (Json is not null)
        {
            message.Content = new ByteArrayContent(Json);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        }
        else if (Csv is not null)
        {
            message.Content = Csv();
        }

        message.Headers.Accept.ParseAdd(IsStreamed ? "text/csv" : "application/json");
        if (IsRepeatable)
        {
            message.AsRepeatable();
        }
        else if (IsSentOnce)
        {
            message.AsSentOnce();
        }

        if (IsOfNow)
        {
            message.WithoutCache();
        }

        return IsStreamed ? message.AsStreamed() : message;
    }
}

using System.Net;
using Vendors.Http;

namespace Vendors.Salesforce;

/// <summary>Makes exceptions of responses that say no.</summary>
internal sealed class SalesforceErrors(TimeProvider time)
{
    /// <summary>Bodies of errors are short; of what isn't the beginning is enough.</summary>
    private const int LongestBody = 64 * 1024;

    // Salesforce doesn't say when a request is free again. The limit rolls: some are, from the oldest of the last 24 hours on.
    private static readonly TimeSpan DailyPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan ConcurrentPause = TimeSpan.FromMinutes(1);

    public static async Task<ErrorBody> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[LongestBody];
        var length = await stream.ReadAtLeastAsync(buffer, LongestBody, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return ErrorBody.Parse(buffer.AsMemory(0, length));
    }

    /// <param name="what">What was asked for, as in <c>Salesforce refused {what}</c>.</param>
    /// <param name="status">The status of the response.</param>
    /// <param name="body">What it says.</param>
    public SalesforceException Of(string what, HttpStatusCode status, ErrorBody body)
    {
        if (body.Code == ErrorCodes.LimitExceeded)
        {
            return OfLimit(what, status, body);
        }

        var isTheirs = Transience.Of(status);
        var advice = ErrorAdvice.For(body.Code) is { Length: > 0 } known ? known
            : isTheirs ? "This is Salesforce's own trouble; https://status.salesforce.com may know of it."
            : body.Code.Length == 0 ? "Check 'instance_url' and 'api_version', and what stands between this machine and Salesforce."
            : "";
        return new SalesforceException(Sentence($"Salesforce refused {what} with {body.Says(status)}", advice))
        {
            ErrorCode = body.Code,
            Detail = body.Message,
            Fields = body.Fields,
            Status = status,
            IsTransient = isTheirs || ErrorAdvice.IsTransient(body.Code),
        };
    }

    public static string Sentence(string says, string advice)
    {
        var end = says.EndsWith('.') || says.EndsWith('!') || says.EndsWith('?') ? "" : ".";
        return advice.Length == 0 ? says + end : $"{says}{end} {advice}";
    }

    // One code for two limits: how many requests in 24 hours, and how many long ones at once.
    private SalesforceLimitException OfLimit(string what, HttpStatusCode status, ErrorBody body)
    {
        var isConcurrent = body.Message.Contains("concurrent", StringComparison.OrdinalIgnoreCase);
        var comeBack = time.GetUtcNow() + (isConcurrent ? ConcurrentPause : DailyPause);
        var advice = isConcurrent
            ? $"Too many long requests run at once in this org. Come back after {comeBack:yyyy-MM-dd HH:mm} UTC, or lower 'concurrency'."
            : "The org has used up its API requests of the last 24 hours. The limit rolls, so that they come free as they grow older: come back after "
                + $"{comeBack:yyyy-MM-dd HH:mm} UTC; all are free 24 hours after the last. Setup > Company Information shows the limit; 'bulk: always' needs fewer requests.";
        return new SalesforceLimitException(Sentence($"Salesforce refused {what} with {body.Says(status)}", advice))
        {
            ErrorCode = body.Code,
            Detail = body.Message,
            Status = status,
            IsTransient = isConcurrent,
            RetryAfter = comeBack,
        };
    }
}

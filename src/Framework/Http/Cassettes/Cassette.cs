using System.Text;
using IntegrationFramework.Security;

namespace IntegrationFramework.Http;

/// <summary>What an integration asked services and what they answered, without secrets: <c>cassette.json</c> in the integration's folder.</summary>
public sealed record Cassette
{
    /// <summary>When the run began that was recorded. In the sandbox it is always then.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>How many records the run was to fetch at most (<c>--limit</c>); it holds in the sandbox too, since no more was recorded.</summary>
    /// <value><see langword="null"/> by default: all.</value>
    public long? Limit { get; init; }

    /// <summary>
    /// The environment variables that the configuration used: their values, <c>***</c> for a secret one, <see langword="null"/> for one that
    /// wasn't set. In the sandbox they go before the environment's, so that requests are the same.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Variables { get; init; } = new Dictionary<string, string?>();

    /// <summary>Requests and responses, equal requests in the order in which they were made.</summary>
    public IReadOnlyList<CassetteExchange> Exchanges { get; init; } = [];
}

/// <summary>A request and its response.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Response">What was answered.</param>
public sealed record CassetteExchange(CassetteRequest Request, CassetteResponse Response);

/// <summary>A recorded request.</summary>
/// <param name="Method">Its method, in capitals.</param>
/// <param name="Url">Its absolute URL, redacted.</param>
/// <param name="Body">Its body, redacted; <see langword="null"/> where it has none.</param>
public sealed record CassetteRequest(string Method, string Url, CassetteBody? Body = null);

/// <summary>A recorded response.</summary>
/// <param name="Status">Its status code.</param>
/// <param name="Headers">The headers that a client can have use for, redacted.</param>
/// <param name="Body">Its body, redacted; <see langword="null"/> where it is empty.</param>
public sealed record CassetteResponse(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, CassetteBody? Body = null);

/// <summary>How a body is kept.</summary>
public enum CassetteBodyKind
{
    /// <summary>As JSON, indented.</summary>
    Json,

    /// <summary>As text.</summary>
    Text,

    /// <summary>As bytes in base64.</summary>
    Binary,
}

/// <summary>A recorded body.</summary>
/// <param name="Kind">How it is kept.</param>
/// <param name="Content">JSON without white space, text, or base64.</param>
public sealed record CassetteBody(CassetteBodyKind Kind, string Content)
{
    /// <summary>A body of text: as JSON where it is that, without white space, else as it is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="redactor">Takes the secrets out of it.</param>
    public static CassetteBody FromText(string text, Redactor redactor)
    {
        ArgumentNullException.ThrowIfNull(redactor);
        return RedactedJson.TryWrite(text, redactor) is { } json
            ? new CassetteBody(CassetteBodyKind.Json, json)
            : new CassetteBody(CassetteBodyKind.Text, redactor.Redact(text));
    }

    /// <summary>A body of bytes that are no text.</summary>
    public static CassetteBody FromBytes(ReadOnlySpan<byte> bytes) => new(CassetteBodyKind.Binary, Convert.ToBase64String(bytes));

    /// <summary>The body's bytes.</summary>
    /// <param name="encoding">Of text; JSON is UTF-8.</param>
    public byte[] ToBytes(Encoding encoding) => Kind switch
    {
        CassetteBodyKind.Json => Encoding.UTF8.GetBytes(Content),
        CassetteBodyKind.Text => encoding.GetBytes(Content),
        _ => Convert.FromBase64String(Content),
    };
}

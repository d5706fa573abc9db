using System.Net;
using System.Text.Json;

namespace Vendors.Salesforce;

/// <summary>The answer to one request of a <see cref="CompositeRequest"/>.</summary>
/// <param name="Reference">The request's name.</param>
/// <param name="Status">Its status.</param>
/// <param name="Body">What it answered, which may be nothing.</param>
/// <param name="Errors">Why it failed; empty where it didn't.</param>
public sealed record CompositeResult(string Reference, HttpStatusCode Status, JsonElement Body, IReadOnlyList<WriteError> Errors)
{
    /// <summary>The id of the record that was made; empty where none was.</summary>
    public string Id => Body.ValueKind is JsonValueKind.Object ? SObjectDescription.Text(Body, "id") : "";

    /// <summary>Whether it was done.</summary>
    public bool IsSuccess => Errors.Count == 0;

    internal static CompositeResult Of(JsonElement json)
    {
        var status = (HttpStatusCode)json.GetProperty("httpStatusCode").GetInt32();
        var body = json.TryGetProperty("body", out var answered) ? answered : default;
        WriteError[] errors = ((int)status, body.ValueKind) switch
        {
            ( < 300, _) => [],
            (_, JsonValueKind.Array) => [.. body.EnumerateArray().Where(error => error.ValueKind is JsonValueKind.Object).Select(error => WriteError.Of(ErrorBody.OfObject(error)))],
            _ => [],
        };
        return new CompositeResult(
            SObjectDescription.Text(json, "referenceId"),
            status,
            body,
            errors.Length > 0 || (int)status < 300 ? errors : [new WriteError("", $"status {(int)status}", [])]);
    }
}

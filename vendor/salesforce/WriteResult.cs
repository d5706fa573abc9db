using System.Text.Json;

namespace Vendors.Salesforce;

/// <summary>What became of a record that was to be written.</summary>
/// <param name="Index">Which of the records that were given, from 0.</param>
/// <param name="Id">The record's id; empty where it failed.</param>
/// <param name="IsCreated">Whether it is new.</param>
/// <param name="Errors">Why it failed; empty where it didn't.</param>
public sealed record WriteResult(long Index, string Id, bool IsCreated, IReadOnlyList<WriteError> Errors)
{
    /// <summary>Whether it was written.</summary>
    public bool IsSuccess => Errors.Count == 0;

    /// <summary>Why it failed, as an exception to throw or to keep.</summary>
    /// <returns><see langword="null"/> where it didn't fail.</returns>
    public SalesforceException? ToException() => Errors is not [var first, ..] ? null
        : new SalesforceException(SalesforceErrors.Sentence(
            $"Salesforce refused a record with {string.Join("; ", Errors.Select(error => $"{error.Code}: {error.Message}"))}", ErrorAdvice.For(first.Code)))
        {
            ErrorCode = first.Code,
            Detail = first.Message,
            Fields = first.Fields,
            IsTransient = ErrorAdvice.IsTransient(first.Code),
        };

    internal bool IsLocked => Errors.Any(error => error.Code == ErrorCodes.RowLocked);

    internal static WriteResult Of(JsonElement json, long index, bool isCreate)
    {
        var errors = SObjectDescription.Items(json, "errors").Select(error => WriteError.Of(ErrorBody.OfObject(error))).ToList();
        if (errors.Count == 0 && !SObjectDescription.Flag(json, "success"))
        {
            errors.Add(new WriteError("UNKNOWN", "Salesforce didn't say why", []));
        }

        var isCreated = errors.Count == 0 && (SObjectDescription.Flag(json, "created") || (isCreate && !json.TryGetProperty("created", out _)));
        return new WriteResult(index, SObjectDescription.Text(json, "id"), isCreated, errors);
    }
}

/// <summary>Why a record wasn't written.</summary>
/// <param name="Code">Salesforce's code, such as <c>REQUIRED_FIELD_MISSING</c>.</param>
/// <param name="Message">What Salesforce wrote.</param>
/// <param name="Fields">The fields that it is about.</param>
public sealed record WriteError(string Code, string Message, IReadOnlyList<string> Fields)
{
    internal static WriteError Of(ErrorBody body) => new(body.Code, body.Message, body.Fields);
}

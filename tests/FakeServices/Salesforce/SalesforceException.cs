namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>Salesforce refuses a call, or one record of it.</summary>
/// <param name="status">The status that the call is answered with.</param>
/// <param name="errorCode">Salesforce's code.</param>
/// <param name="message">What it says.</param>
/// <param name="fields">The fields that are to blame; null where the error has nothing to do with fields.</param>
internal sealed class SalesforceException(int status, string errorCode, string message, IReadOnlyList<string>? fields = null)
    : Exception(message)
{
    public int Status { get; } = status;

    public string ErrorCode { get; } = errorCode;

    public IReadOnlyList<string>? Fields { get; } = fields;

    public static SalesforceException NotFound(string message = "The requested resource does not exist") => new(404, "NOT_FOUND", message);

    public static SalesforceException BadRequest(string errorCode, string message, params string[] fields) =>
        new(400, errorCode, message, fields);

    /// <summary>The error as a call answers it.</summary>
    public JsonArray ToJson()
    {
        var error = new JsonObject { ["message"] = Message, ["errorCode"] = ErrorCode };
        if (Fields is not null)
        {
            error["fields"] = FieldsJson();
        }

        return [error];
    }

    /// <summary>The error as the result of one record among others has it.</summary>
    public JsonArray ToResult() => [new JsonObject { ["statusCode"] = ErrorCode, ["message"] = Message, ["fields"] = FieldsJson() }];

    private JsonArray FieldsJson() => new([.. (Fields ?? []).Select(field => (JsonNode)field)]);
}

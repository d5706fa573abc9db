using System.Globalization;

namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>Records as clients send them in JSON, and as they are answered outside of queries.</summary>
internal static class RecordJson
{
    /// <summary>The fields of a record as texts; a parent by its external id becomes <c>Account.External_Id__c</c>.</summary>
    public static Dictionary<string, string?> Read(JsonObject json)
    {
        var fields = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in json)
        {
            switch (value)
            {
                case not null when name == "attributes":
                    break;
                case JsonObject parent:
                    foreach (var (key, inner) in parent.Where(inner => inner.Key != "attributes"))
                    {
                        fields[$"{name}.{key}"] = Text(inner);
                    }

                    break;
                default:
                    fields[name] = Text(value);
                    break;
            }
        }

        return fields;
    }

    /// <summary>What says of which kind a record is, and where.</summary>
    public static JsonObject Attributes(SObjectRecord record, string root) => new()
    {
        ["type"] = record.Type.Name,
        ["url"] = $"{root}/sobjects/{record.Type.Name}/{record.Id}",
    };

    /// <summary>A record with some of its fields; all of them by default.</summary>
    public static JsonObject Write(SObjectRecord record, string root, string? fields)
    {
        var json = new JsonObject { ["attributes"] = Attributes(record, root) };
        var names = fields?.Split(',', StringSplitOptions.TrimEntries) ?? record.Type.Fields.Select(field => field.Name);
        foreach (var field in names.Select(name => Field(record.Type, name)))
        {
            json[field.Name] = FieldValues.ToJson(record, field);
        }

        // Whoever asks for fields gets the id as well.
        json["Id"] ??= record.Id;
        return json;
    }

    /// <summary>The result of a change to one record.</summary>
    public static JsonObject Success(string id, bool? created = null)
    {
        var json = new JsonObject { ["id"] = id, ["success"] = true, ["errors"] = new JsonArray() };
        if (created is { } isNew)
        {
            json["created"] = isNew;
        }

        return json;
    }

    /// <summary>The result of a change that was refused to one record among others.</summary>
    public static JsonObject Failure(SalesforceException refused) => new() { ["success"] = false, ["errors"] = refused.ToResult() };

    private static SObjectField Field(SObjectType type, string name) => type.Field(name)
        ?? throw SalesforceException.BadRequest("INVALID_FIELD", $"No such column '{name}' on sobject of type {type.Name}");

    private static string? Text(JsonNode? node) => node switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag ? "true" : "false",
        JsonValue value when value.TryGetValue<decimal>(out var number) => number.ToString(CultureInfo.InvariantCulture),
        _ => throw SalesforceException.BadRequest("JSON_PARSER_ERROR", $"Unexpected value: {node.ToText()}"),
    };
}

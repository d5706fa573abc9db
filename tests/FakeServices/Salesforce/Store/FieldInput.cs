using System.Globalization;

namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>Turns what clients send for a field into its value, and refuses what doesn't fit.</summary>
internal static class FieldInput
{
    /// <summary>The value that a text stands for; null for null.</summary>
    public static object? Read(SObjectField field, string? text)
    {
        if (text is null || (text.Length == 0 && field.Type != "boolean"))
        {
            return null;
        }

        object? value = field.Type switch
        {
            "boolean" => bool.TryParse(text, out var flag) ? flag : text switch { "1" => true, "0" => false, _ => null },
            "int" => decimal.TryParse(text, CultureInfo.InvariantCulture, out var number) && decimal.IsInteger(number) ? number : null,
            "double" or "currency" => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null,
            "datetime" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null,
            "id" or "reference" => Ids.IsValid(text) ? Ids.Normalize(text) : throw SalesforceException.BadRequest(
                "MALFORMED_ID", $"{field.Name}: id value of incorrect type: {text}", field.Name),
            _ => text,
        };
        if (value is null)
        {
            throw SalesforceException.BadRequest(
                "INVALID_TYPE_ON_FIELD_IN_RECORD", $"{field.Name}: value not of required type: {text}", field.Name);
        }

        CheckText(field, value);
        return value;
    }

    private static void CheckText(SObjectField field, object value)
    {
        if (value is not string text)
        {
            return;
        }

        if (text.Length > field.Length)
        {
            throw SalesforceException.BadRequest(
                "STRING_TOO_LONG",
                string.Create(CultureInfo.InvariantCulture, $"{field.Name}: data value too large: {text} (max length={field.Length})"),
                field.Name);
        }

        if (field.Type == "email" && !(text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && text.IndexOf('.', at) > at + 1))
        {
            throw SalesforceException.BadRequest("INVALID_EMAIL_ADDRESS", $"{field.Name}: invalid email address: {text}", field.Name);
        }

        if (field.Picklist.Count > 0 && !field.Picklist.Contains(text))
        {
            throw SalesforceException.BadRequest(
                "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", $"{field.Name}: bad value for restricted picklist field: {text}", field.Name);
        }
    }
}

using System.Globalization;

namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>Values of fields as JSON and CSV write them.</summary>
internal static class FieldValues
{
    public static JsonNode? ToJson(SObjectRecord record, SObjectField field) => field.Type == "address"
        ? Address(record, field)
        : ToJson(record[field.Name], field.Type);

    public static JsonNode? ToJson(object? value, string type) => value switch
    {
        null => null,
        bool flag => flag,
        decimal number => type is "double" or "currency" ? JsonNode.Parse(Float(number)) : number,
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture),
        _ => (string)value,
    };

    public static string ToCsv(object? value, string type) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        decimal number => type is "double" or "currency" ? Float(number) : number.ToString(CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        _ => (string)value,
    };

    /// <summary>Floating numbers keep a decimal even when they are whole: 25.0.</summary>
    private static string Float(decimal number) => number.ToString("0.0#################", CultureInfo.InvariantCulture);

    private static JsonObject? Address(SObjectRecord record, SObjectField field)
    {
        string[] names = ["street", "city", "state", "postalCode", "country"];
        if (field.Parts.All(part => record[part] is null))
        {
            return null;
        }

        var address = new JsonObject { ["geocodeAccuracy"] = null, ["latitude"] = null, ["longitude"] = null };
        foreach (var (name, part) in names.Zip(field.Parts))
        {
            address[name] = (string?)record[part];
        }

        return address;
    }
}

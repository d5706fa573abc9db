using System.Text.Json;
using System.Text.Json.Serialization;

namespace Benchmarks;

/// <summary>A record as APIs give them: texts, numbers, points in time, an object and a list within it.</summary>
internal sealed record StreamedOrder(
    long Id, string Number, StreamedCustomer Customer, DateTimeOffset OrderedAt, decimal Total, string Currency, bool IsPaid, string? Note, List<StreamedLine> Lines)
{
    /// <summary>As the author of an integration maps it.</summary>
    public static StreamedOrder Read(JsonElement json) => new(
        json.GetProperty("id").GetInt64(),
        json.GetProperty("number").GetString()!,
        StreamedCustomer.Read(json.GetProperty("customer")),
        json.GetProperty("ordered_at").GetDateTimeOffset(),
        json.GetProperty("total").GetDecimal(),
        json.GetProperty("currency").GetString()!,
        json.GetProperty("is_paid").GetBoolean(),
        json.GetProperty("note").GetString(),
        [.. json.GetProperty("lines").EnumerateArray().Select(StreamedLine.Read)]);
}

internal sealed record StreamedCustomer(string Name, string Email, string City, string Country)
{
    public static StreamedCustomer Read(JsonElement json) => new(
        json.GetProperty("name").GetString()!, json.GetProperty("email").GetString()!, json.GetProperty("city").GetString()!, json.GetProperty("country").GetString()!);
}

internal sealed record StreamedLine(string Sku, string Title, int Quantity, decimal Price)
{
    public static StreamedLine Read(JsonElement json) => new(
        json.GetProperty("sku").GetString()!, json.GetProperty("title").GetString()!, json.GetProperty("quantity").GetInt32(), json.GetProperty("price").GetDecimal());
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StreamedOrder))]
internal sealed partial class StreamedOrderJson : JsonSerializerContext;

using System.Text.Json;

namespace Vendors.Salesforce;

/// <summary>Writes the bodies of requests.</summary>
internal static class SalesforceJson
{
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return buffer.ToArray();
    }
}

using System.Text.Json;
using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework.Configuration;

/// <summary>Writes and reads a kept result, without reflection.</summary>
internal static class CachedValidationJson
{
    public static void Write(Utf8JsonWriter json, CachedValidation result)
    {
        json.WriteStartArray("diagnostics");
        foreach (var diagnostic in result.Diagnostics)
        {
            Write(json, diagnostic);
        }

        json.WriteEndArray();
        json.WriteBoolean("enabled", result.Facts.IsEnabled);
        if (result.Facts is { Group: { } group, GroupPlace: { } place })
        {
            json.WriteString("group", group);
            json.WriteNumber("limit", result.Facts.Limit);
            json.WritePropertyName("group_place");
            Write(json, place);
        }

        json.WriteStartArray("paths");
        foreach (var path in result.Facts.Paths)
        {
            json.WriteStartObject();
            json.WriteString("path", path.FullPath);
            json.WriteString("real", path.RealPath);
            json.WriteBoolean("delivered", path.IsDelivered);
            json.WriteBoolean("output", path.IsOutput);
            json.WriteBoolean("folder", path.NeedsFolder);
            json.WriteString("table", path.Table);
            json.WritePropertyName("place");
            Write(json, path.Place);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <exception cref="KeyNotFoundException">Something is missing.</exception>
    /// <exception cref="InvalidOperationException">Something is of another type.</exception>
    public static CachedValidation Read(JsonElement json)
    {
        var hasGroup = json.TryGetProperty("group", out var group);
        var facts = new IntegrationFacts(
            json.GetProperty("enabled").GetBoolean(),
            hasGroup ? group.GetString() : null,
            hasGroup ? json.GetProperty("limit").GetInt32() : 0,
            hasGroup ? ReadDiagnostic(json.GetProperty("group_place")) : null,
            [.. json.GetProperty("paths").EnumerateArray().Select(ReadPath)]);
        return new CachedValidation([.. json.GetProperty("diagnostics").EnumerateArray().Select(ReadDiagnostic)], facts);
    }

    private static void Write(Utf8JsonWriter json, ConfigDiagnostic diagnostic)
    {
        json.WriteStartObject();
        json.WriteString("id", diagnostic.Id);
        json.WriteBoolean("error", diagnostic.Severity == ConfigSeverity.Error);
        json.WriteString("file", diagnostic.File);
        json.WriteNumber("start", diagnostic.Start);
        json.WriteNumber("length", diagnostic.Length);
        json.WriteNumber("line", diagnostic.Line);
        json.WriteNumber("column", diagnostic.Column);
        json.WriteString("message", diagnostic.Message);
        json.WriteEndObject();
    }

    private static ConfigDiagnostic ReadDiagnostic(JsonElement json) => new(
        json.GetProperty("id").GetString()!,
        json.GetProperty("error").GetBoolean() ? ConfigSeverity.Error : ConfigSeverity.Warning,
        json.GetProperty("file").GetString()!,
        json.GetProperty("start").GetInt32(),
        json.GetProperty("length").GetInt32(),
        json.GetProperty("line").GetInt32(),
        json.GetProperty("column").GetInt32(),
        json.GetProperty("message").GetString()!);

    private static ConfiguredPath ReadPath(JsonElement json) => new(
        json.GetProperty("path").GetString()!,
        json.GetProperty("output").GetBoolean(),
        json.GetProperty("folder").GetBoolean(),
        json.GetProperty("table").GetString(),
        ReadDiagnostic(json.GetProperty("place")),
        json.GetProperty("real").GetString()!,
        json.GetProperty("delivered").GetBoolean());
}

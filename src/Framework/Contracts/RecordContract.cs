using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using IntegrationFramework.Records;

namespace IntegrationFramework.Contracts;

/// <summary>The fields of a record type as JSON, and how two of them differ.</summary>
internal static class RecordContract
{
    // A schema never changes, and is asked for with every run.
    private static readonly ConditionalWeakTable<RecordSchema, string> Texts = [];

    /// <summary>The fields of a schema, in order, as a JSON list.</summary>
    public static string TextOf(RecordSchema schema) => Texts.GetValue(schema, Write);

    /// <summary>Reads what <see cref="TextOf"/> has given.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static IReadOnlyList<ContractField> Parse(string text)
    {
        try
        {
            return ReadFields(JsonElement.Parse(text));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException($"what telemetry.db keeps of the record's fields in its table contracts can't be read ({error.Message}). Delete the integration's row there: the next run that succeeds makes it anew", error);
        }
    }

    /// <summary>What changed, a clause for each field: those that are new, gone, or of another type. Their order is no matter.</summary>
    public static List<string> Changes(IReadOnlyList<ContractField> before, IReadOnlyList<ContractField> now)
    {
        var changes = new List<string>();
        Compare(before, now, "", changes);
        return changes;
    }

    /// <summary>The names of fields whose type is another one.</summary>
    public static IReadOnlySet<string> Retyped(IReadOnlyList<ContractField> before, IReadOnlyList<ContractField> now) =>
        now.Where(field => before.Any(old => old.Name == field.Name && old.TypeText != field.TypeText)).Select(field => field.Name).ToHashSet(StringComparer.Ordinal);

    private static void Compare(IReadOnlyList<ContractField> before, IReadOnlyList<ContractField> now, string path, List<string> changes)
    {
        foreach (var field in now)
        {
            if (before.FirstOrDefault(old => old.Name == field.Name) is { } old)
            {
                Compare(old, field, path + field.Name, changes);
            }
            else
            {
                changes.Add($"'{path}{field.Name}' is new ({field.TypeText})");
            }
        }

        changes.AddRange(before
            .Where(old => !now.Any(field => field.Name == old.Name))
            .Select(old => $"'{path}{old.Name}' is gone (it was {old.TypeText})"));
    }

    private static void Compare(ContractField before, ContractField now, string path, List<string> changes)
    {
        if (before.Type != now.Type)
        {
            changes.Add($"'{path}' was {before.TypeText} and is {now.TypeText} now");
            return;
        }

        if (before.IsNullable != now.IsNullable)
        {
            changes.Add(now.IsNullable ? $"'{path}' may be null now" : $"'{path}' may not be null any more");
        }

        if (before.Item is not null && now.Item is not null)
        {
            Compare(before.Item, now.Item, path + "[]", changes);
        }

        Compare(before.Fields, now.Fields, path + ".", changes);
    }

    private static string Write(RecordSchema schema)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            Write(json, ContractField.Of(schema));
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<ContractField> fields)
    {
        json.WriteStartArray();
        foreach (var field in fields)
        {
            Write(json, field);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ContractField field)
    {
        json.WriteStartObject();
        if (field.Name.Length > 0)
        {
            json.WriteString("name", field.Name);
        }

        json.WriteString("type", field.Type);
        json.WriteBoolean("nullable", field.IsNullable);
        if (field.Item is not null)
        {
            json.WritePropertyName("item");
            Write(json, field.Item with { Name = "" });
        }

        if (field.Fields.Count > 0)
        {
            json.WritePropertyName("fields");
            Write(json, field.Fields);
        }

        json.WriteEndObject();
    }

    private static List<ContractField> ReadFields(JsonElement fields) => [.. fields.EnumerateArray().Select(ReadField)];

    private static ContractField ReadField(JsonElement field) => new(
        field.TryGetProperty("name", out var name) ? name.GetString()! : "",
        field.GetProperty("type").GetString()!,
        field.GetProperty("nullable").GetBoolean(),
        field.TryGetProperty("item", out var item) ? ReadField(item) : null,
        field.TryGetProperty("fields", out var fields) ? ReadFields(fields) : []);
}

using System.Text.Json;

namespace IntegrationFramework.Contracts;

/// <summary>Which kinds of JSON values a field had.</summary>
[Flags]
internal enum JsonKinds
{
    None = 0,
    Null = 1,
    Text = 2,
    Number = 4,
    Boolean = 8,
    Object = 16,
    List = 32,
}

/// <summary>What was seen of one field of the data: the kinds of its values, and its own fields.</summary>
internal sealed class PayloadNode
{
    /// <summary>What its values were.</summary>
    public JsonKinds Kinds { get; set; }

    /// <summary>Whether each object that could have it had it.</summary>
    public bool IsAlways { get; set; }

    /// <summary>How often it was there.</summary>
    public long Count { get; set; }

    /// <summary>How many of its values were objects.</summary>
    public long Objects { get; set; }

    /// <summary>The fields of its objects.</summary>
    public Dictionary<string, PayloadNode> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>What the elements of its lists were.</summary>
    public PayloadNode? Item { get; set; }

    /// <summary>The kinds in words; null is none of them.</summary>
    public static string TextOf(JsonKinds kinds)
    {
        var names = new List<string>();
        foreach (var (kind, name) in new[]
        {
            (JsonKinds.Text, "text"), (JsonKinds.Number, "number"), (JsonKinds.Boolean, "boolean"),
            (JsonKinds.Object, "object"), (JsonKinds.List, "list"),
        })
        {
            if (kinds.HasFlag(kind))
            {
                names.Add(name);
            }
        }

        return names.Count == 0 ? "null" : string.Join(" or ", names);
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("kinds", (int)Kinds);
        json.WriteBoolean("always", IsAlways);
        if (Item is not null)
        {
            json.WritePropertyName("item");
            Item.Write(json);
        }

        if (Fields.Count > 0)
        {
            json.WriteStartObject("fields");
            foreach (var (name, field) in Fields.OrderBy(static field => field.Key, StringComparer.Ordinal))
            {
                json.WritePropertyName(name);
                field.Write(json);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public static PayloadNode Read(JsonElement json)
    {
        var node = new PayloadNode
        {
            Kinds = (JsonKinds)json.GetProperty("kinds").GetInt32(),
            IsAlways = json.GetProperty("always").GetBoolean(),
            Item = json.TryGetProperty("item", out var item) ? Read(item) : null,
        };
        if (json.TryGetProperty("fields", out var fields))
        {
            foreach (var field in fields.EnumerateObject())
            {
                node.Fields[field.Name] = Read(field.Value);
            }
        }

        return node;
    }
}

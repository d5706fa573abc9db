using System.Text.Json;

namespace IntegrationFramework.Contracts;

/// <summary>
/// What the data is like that an integration shows with <see cref="RunContext.Observe"/>: which fields it has, and of which kinds their
/// values are. Of the values themselves nothing is kept.
/// </summary>
internal sealed class PayloadShape
{
    /// <summary>Where the names of fields are data themselves there is no end of them.</summary>
    private const int MostFields = 1000;

    private readonly Lock _gate = new();
    private readonly PayloadNode _root = new();
    private int _fields;

    /// <summary>Whether there were more fields than are looked at.</summary>
    public bool IsTooWide { get; private set; }

    /// <summary>Looks at a piece of data.</summary>
    public void Add(JsonElement payload)
    {
        lock (_gate)
        {
            Add(_root, payload);
        }
    }

    /// <summary>Whether no data was looked at.</summary>
    public bool IsEmpty => _root.Count == 0;

    /// <summary>Adds what another one has seen, which sees nothing more.</summary>
    public void Include(PayloadShape other)
    {
        lock (_gate)
        {
            IsTooWide |= other.IsTooWide;
            Include(_root, other._root);
        }
    }

    /// <summary>What changed since it was kept, a clause for each field.</summary>
    /// <param name="before">What was kept.</param>
    /// <param name="isEnd">Whether all data was seen: only then is known what is gone.</param>
    public List<string> ChangesSince(PayloadNode before, bool isEnd)
    {
        var changes = new List<string>();
        lock (_gate)
        {
            Compare(before, _root, "", isEnd, changes);
        }

        return changes;
    }

    /// <summary>What is to be kept, as JSON: what was kept before, with what was seen since.</summary>
    public string Text(PayloadNode? before)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            lock (_gate)
            {
                Merge(before, _root, _root.Count).Write(json);
            }
        }

        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Reads what <see cref="Text"/> has given.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static PayloadNode Parse(string text)
    {
        try
        {
            return PayloadNode.Read(JsonElement.Parse(text));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException($"what telemetry.db keeps of the data's fields in its table contracts can't be read ({error.Message}). Delete the integration's row there: the next run that succeeds makes it anew", error);
        }
    }

    private void Add(PayloadNode node, JsonElement value)
    {
        node.Count++;
        node.Kinds |= value.ValueKind switch
        {
            JsonValueKind.Object => JsonKinds.Object,
            JsonValueKind.Array => JsonKinds.List,
            JsonValueKind.String => JsonKinds.Text,
            JsonValueKind.Number => JsonKinds.Number,
            JsonValueKind.True or JsonValueKind.False => JsonKinds.Boolean,
            _ => JsonKinds.Null,
        };
        if (value.ValueKind == JsonValueKind.Object)
        {
            node.Objects++;
            AddFields(node, value);
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            node.Item ??= new PayloadNode();
            foreach (var item in value.EnumerateArray())
            {
                Add(node.Item, item);
            }
        }
    }

    private void AddFields(PayloadNode node, JsonElement value)
    {
        foreach (var property in value.EnumerateObject())
        {
            if (FieldOf(node, property.Name) is { } field)
            {
                Add(field, property.Value);
            }
        }
    }

    private void Include(PayloadNode node, PayloadNode other)
    {
        node.Count += other.Count;
        node.Objects += other.Objects;
        node.Kinds |= other.Kinds;
        if (other.Item is not null)
        {
            Include(node.Item ??= new PayloadNode(), other.Item);
        }

        foreach (var (name, field) in other.Fields)
        {
            if (FieldOf(node, name) is { } known)
            {
                Include(known, field);
            }
        }
    }

    /// <summary>A field, made where it is new; <see langword="null"/> where there are too many.</summary>
    private PayloadNode? FieldOf(PayloadNode node, string name)
    {
        if (node.Fields.TryGetValue(name, out var field))
        {
            return field;
        }

        if (_fields == MostFields)
        {
            IsTooWide = true;
            return null;
        }

        _fields++;
        node.Fields.Add(name, field = new PayloadNode());
        return field;
    }

    private void Compare(PayloadNode before, PayloadNode now, string path, bool isEnd, List<string> changes)
    {
        if (before.Kinds.HasFlag(JsonKinds.Object) && now.Objects > 0)
        {
            var prefix = path.Length == 0 ? "" : path + ".";
            foreach (var (name, field) in now.Fields)
            {
                if (before.Fields.TryGetValue(name, out var old))
                {
                    CompareField(old, field, prefix + name, isEnd, changes);
                }
                else
                {
                    changes.Add($"'{prefix}{name}' is new ({PayloadNode.TextOf(field.Kinds)})");
                }
            }

            if (isEnd && !IsTooWide)
            {
                changes.AddRange(before.Fields
                    .Where(old => old.Value.IsAlways && !now.Fields.ContainsKey(old.Key))
                    .Select(old => $"'{prefix}{old.Key}' is gone (it was {PayloadNode.TextOf(old.Value.Kinds)})"));
            }
        }

        if (before.Item is not null && now.Item is not null)
        {
            CompareField(before.Item, now.Item, path + "[]", isEnd, changes);
        }
    }

    private void CompareField(PayloadNode before, PayloadNode now, string path, bool isEnd, List<string> changes)
    {
        if (IsRetyped(before, now))
        {
            changes.Add($"'{path}' was {PayloadNode.TextOf(before.Kinds)} and is {PayloadNode.TextOf(now.Kinds)} now");
        }

        Compare(before, now, path, isEnd, changes);
    }

    private static bool IsRetyped(PayloadNode before, PayloadNode now)
    {
        var known = before.Kinds & ~JsonKinds.Null;
        return known != JsonKinds.None && (now.Kinds & ~JsonKinds.Null & ~known) != JsonKinds.None;
    }

    /// <summary>A field that only some of the data has is not forgotten by a run without it; one that all had is, if none has it any more.</summary>
    private static PayloadNode Merge(PayloadNode? before, PayloadNode now, long places)
    {
        var isAlways = now.Count == places;
        var merged = new PayloadNode
        {
            Kinds = before is null || IsRetyped(before, now) ? now.Kinds : before.Kinds | now.Kinds,
            IsAlways = isAlways && (before?.IsAlways ?? true),
            Item = now.Item is null ? before?.Item : Merge(before?.Item, now.Item, now.Item.Count),
        };
        foreach (var (name, field) in now.Fields)
        {
            merged.Fields[name] = Merge(before?.Fields.GetValueOrDefault(name), field, now.Objects);
        }

        if (before is not null)
        {
            foreach (var (name, old) in before.Fields.Where(old => !now.Fields.ContainsKey(old.Key) && (now.Objects == 0 || !old.Value.IsAlways)))
            {
                merged.Fields[name] = old;
            }
        }

        return merged;
    }
}

namespace IntegrationFramework.Configuration.Rules;

/// <summary>Compares a tree with a schema.</summary>
internal sealed class SchemaChecker(CheckContext context)
{
    private readonly ScalarChecker _scalars = new(context);

    /// <summary>Compares a map with the keys that it may have and must have.</summary>
    /// <param name="map">The map.</param>
    /// <param name="schema">Its keys.</param>
    /// <param name="parent">Where to say that a key is missing; <see langword="null"/> for the start of the file.</param>
    public void CheckMap(YamlMap map, MapSchema schema, YamlNode? parent)
    {
        foreach (var entry in map.Entries)
        {
            if (!context.GoesOn())
            {
                return;
            }

            if (schema.Find(entry.Key.Value) is { } key)
            {
                CheckEntry(entry, key);
            }
            else if (context.Pass != CheckPass.Merged)
            {
                ReportUnknown(entry.Key, schema);
            }
        }

        CheckRequired(map, schema, parent);
    }

    private void CheckEntry(YamlEntry entry, KeySchema key)
    {
        if (key.Obsolete is not null && context.Pass != CheckPass.Merged)
        {
            context.Bag.Warning(RuleIds.Obsolete, entry.Key, $"'{key.Name}' is obsolete: {key.Obsolete}");
        }

        CheckValue(entry.Value, key.Value, new Label(key.Name), entry.Key, key.Required);
    }

    private void ReportUnknown(YamlScalar key, MapSchema schema)
    {
        var hint = key.Value == "<<" && key.IsPlain
            ? "; YAML 1.2 has no merge keys"
            : Suggestion.Hint(key.Value, Names(schema));

        // What a variable holds may be a secret that lacks its key.
        var mayBeSecret = context.AllowsLiteralSecrets && key.Length > 0 && TypeText.HoldsSecret(schema) && Suggestion.Closest(key.Value, Names(schema)) is null;
        var shown = mayBeSecret ? "" : $" '{Excerpt.Of(key.Value)}'";
        context.Bag.Error(context.Ids.UnknownKey, key, $"unknown key{shown}{hint}");
    }

    private void CheckRequired(YamlMap map, MapSchema schema, YamlNode? parent)
    {
        if (context.Pass == CheckPass.Layer)
        {
            return;
        }

        foreach (var key in schema.Keys)
        {
            if (key.Required && map.Find(key.Name) is null && !IsMisspelled(map, key.Name, schema))
            {
                var inside = RequiredKeys(key.Value);
                var message = $"missing key '{key.Name}'{(inside.Length > 0 ? $" with {inside}" : $": add {TypeText.Describe(key.Value)}")}";
                if (parent is null)
                {
                    context.Bag.Error(context.Ids.MissingKey, map.Source, 0, 0, message);
                }
                else
                {
                    context.Bag.Error(context.Ids.MissingKey, parent, message);
                }
            }
        }
    }

    /// <summary>Whether an unknown key of the map is reported as this one misspelled: one mistake is one error.</summary>
    private static bool IsMisspelled(YamlMap map, string name, MapSchema schema) => map.Entries.Any(entry =>
        schema.Find(entry.Key.Value) is null && Suggestion.Closest(entry.Key.Value, Names(schema)) == name);

    private static string[] Names(MapSchema schema) => [.. schema.Keys.Where(key => key.Obsolete is null).Select(key => key.Name)];

    private static string RequiredKeys(ValueSchema value) => value is { Kind: ValueKind.Map, Map: { } map }
        ? string.Join(", ", map.Keys.Where(k => k.Required).Select(k => $"'{k.Name}'"))
        : "";

    private void CheckValue(YamlNode node, ValueSchema schema, Label label, YamlNode? key, bool isRequired = false)
    {
        switch (schema.Kind)
        {
            case ValueKind.Map when IsEmpty(node, schema):
                CheckRequired(new YamlMap(node.Source, node.Offset, 0, []), schema.Map!, key ?? node);
                break;
            case var _ when node is YamlScalar scalar && ScalarChecker.IsNull(scalar, schema):
                CheckNull(scalar, schema, label, key, isRequired);
                break;
            case ValueKind.Map when node is YamlMap map:
                CheckMap(map, schema.Map!, key ?? node);
                break;
            case ValueKind.Choice when node is YamlMap map:
                CheckChoice(map, schema.Map!);
                break;
            case ValueKind.Dictionary when node is YamlMap map:
                CheckDictionary(map, schema, label);
                break;
            case ValueKind.List when node is YamlList list:
                CheckList(list, schema, label);
                break;
            case ValueKind.Map or ValueKind.Choice or ValueKind.Dictionary or ValueKind.List:
                ReportWrongType(node, schema, label);
                break;
            case var _ when node is YamlScalar scalar:
                _scalars.Check(scalar, schema, label);
                break;
            default:
                ReportWrongType(node, schema, label);
                break;
        }
    }

    /// <summary>A key with nothing behind it is an empty map, as where every line below it is commented out.</summary>
    private static bool IsEmpty(YamlNode node, ValueSchema schema) =>
        !schema.Nullable && node is YamlScalar { IsPlain: true, Value.Length: 0, Origin: ScalarOrigin.Written };

    private void CheckNull(YamlScalar scalar, ValueSchema schema, Label label, YamlNode? key, bool isRequired)
    {
        if (!schema.Nullable && (context.Pass != CheckPass.Merged || scalar.Origin != ScalarOrigin.Written))
        {
            // What another layer gives may be left out of this one.
            var other = key is null ? ", or leave it out" : isRequired && context.Pass != CheckPass.Layer ? "" : ", or leave the key out";

            // Nothing can't be pointed at; its key can.
            context.Bag.Error(context.Ids.Null, scalar.Length == 0 && key is not null ? key : scalar,
                $"{label} can't be null: give {TypeText.Describe(schema)}{other}");
        }
    }

    private void CheckChoice(YamlMap map, MapSchema schema)
    {
        if (map.Entries.Count == 1 || context.Pass == CheckPass.Merged)
        {
            CheckMap(map, schema, map);
        }
        else
        {
            context.Bag.Error(context.Ids.WrongType, map.Entries.Count > 1 ? map.Entries[1].Key : map,
                $"exactly one of {TypeText.Names(schema)} stands here; begin another item with '- '");
        }
    }

    private void CheckDictionary(YamlMap map, ValueSchema schema, Label label)
    {
        // A layer may add to a dictionary that has too few by itself.
        CheckCount(map, map.Entries.Count, context.Pass == CheckPass.Layer ? schema with { MinLength = null } : schema, label);
        foreach (var entry in map.Entries)
        {
            if (!context.GoesOn())
            {
                return;
            }

            CheckValue(entry.Value, schema.Item!, new Label($"{label.Path}.{entry.Key.Value}"), entry.Key);
        }
    }

    private void CheckList(YamlList list, ValueSchema schema, Label label)
    {
        if (context.Pass != CheckPass.Merged)
        {
            CheckCount(list, list.Items.Count, schema, label);
        }

        var path = label.Path;
        for (var i = 0; i < list.Items.Count && context.GoesOn(); i++)
        {
            CheckValue(list.Items[i], schema.Item!, new Label(path, i), null);
        }
    }

    private void CheckCount(YamlNode node, int count, ValueSchema schema, Label label)
    {
        if (ScalarRules.JudgeCount(schema, count, context.Ids) is { } problem)
        {
            context.Bag.Error(problem.Id, node, $"{label} {problem.Message}");
        }
    }

    private void ReportWrongType(YamlNode node, ValueSchema schema, Label label)
    {
        if (context.Pass != CheckPass.Merged)
        {
            var hint = node is YamlScalar { IsPlain: true } text && text.Value.IndexOf(':') is var colon and > 0 && schema.Map?.Find(text.Value.Substring(0, colon)) is not null
                ? "; a space is missing after ':'"
                : "";
            context.Bag.Error(context.Ids.WrongType, node, $"{label} takes {TypeText.Describe(schema)}, not {TypeText.Describe(node, schema)}{hint}");
        }
    }
}

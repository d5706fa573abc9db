namespace IntegrationFramework.Configuration;

/// <summary>Reads what is under <c>checks:</c> from a checked map.</summary>
internal static class ChecksConfigReader
{
    public static ChecksConfig Read(ConfigMap map) => new()
    {
        Records = List(map, "records", ReadRecordCheck),
        Run = List(map, "run", ReadRunCheck),
    };

    private static RecordCheckConfig ReadRecordCheck(string kind, ConfigValue value) => kind switch
    {
        "not_null" => new NotNullCheckConfig(value.AsList(field => field.AsString())),
        "unique" => new UniqueCheckConfig(value.AsList(field => field.AsString())),
        "range" => new RangeCheckConfig(Text(value, "field"), Get(value, "min", v => v.AsDecimal()), Get(value, "max", v => v.AsDecimal())),
        "pattern" => new PatternCheckConfig(Text(value, "field"), Text(value, "matches")),
        _ => throw new InvalidOperationException($"The check '{kind}' has a schema and no reader."),
    };

    private static RunCheckConfig ReadRunCheck(string kind, ConfigValue value) => kind switch
    {
        "volume" => new VolumeCheckConfig
        {
            Min = Get(value, "min", v => v.AsInt64()),
            Max = Get(value, "max", v => v.AsInt64()),
            AtLeast = Get(value, "at_least", v => v.AsDouble()),
            AtMost = Get(value, "at_most", v => v.AsDouble()),
            AllowEmpty = Get(value, "allow_empty", v => v.AsBoolean()),
            OfLast = Get(value, "of_last", v => v.AsInt32()) ?? new VolumeCheckConfig().OfLast,
        },
        "freshness" => new FreshnessCheckConfig(Text(value, "field"), Get(value, "within", v => v.AsDuration())!.Value),
        _ => throw new InvalidOperationException($"The check '{kind}' has a schema and no reader."),
    };

    private static List<T> List<T>(ConfigMap map, string key, Func<string, ConfigValue, T> read) =>
        !map.TryGet(key, out var list) || list.IsNull ? [] : list.AsList(item =>
        {
            var choice = item.AsMap();
            var kind = choice.Keys.First();
            choice.TryGet(kind, out var value);
            return read(kind, value);
        });

    private static string Text(ConfigValue value, string key)
    {
        value.AsMap().TryGet(key, out var text);
        return text.AsString();
    }

    private static T? Get<T>(ConfigValue value, string key, Func<ConfigValue, T> read)
        where T : struct => value.AsMap().TryGet(key, out var found) && !found.IsNull ? read(found) : null;
}

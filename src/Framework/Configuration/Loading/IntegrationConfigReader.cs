namespace IntegrationFramework.Configuration;

/// <summary>Reads the framework's own keys from a checked map; keys that aren't there keep their defaults.</summary>
internal static class IntegrationConfigReader
{
    public static IntegrationConfig Read(ConfigMap root)
    {
        var config = IntegrationConfig.Default;
        return config with
        {
            Enabled = Get(root, "enabled", config.Enabled, v => v.AsBoolean()),
            Schedule = Get(root, "schedule", null, v => v.AsSchedule()),
            Timeout = Get(root, "timeout", config.Timeout, v => v.AsDuration()),
            Grace = Get(root, "grace", config.Grace, v => v.AsDuration()),
            Retry = ReadRetry(Map(root, "retry"), config.Retry),
            Concurrency = Get(root, "concurrency", null, v => ReadConcurrency(v.AsMap())),
            Http = ReadHttp(Map(root, "http"), config.Http),
            Page = ReadPage(Map(root, "page"), config.Page),
            PostprocessWorkers = Get(Map(root, "postprocess"), "workers", config.PostprocessWorkers, v => v.AsInt32()),
            DeadLetters = ReadDeadLetters(Map(root, "dead_letters"), config.DeadLetters),
            MemoryLimit = Get(root, "memory_limit", config.MemoryLimit, v => v.AsByteSize()),
            Checks = ChecksConfigReader.Read(Map(root, "checks")),
            Contract = Get(root, "contract", config.Contract, v => v.AsEnum(ReadContract)),
            Deliver = Get(root, "deliver", config.Deliver, v => v.AsList(item => ReadSink(item.AsMap()))),
        };
    }

    private static ContractPolicy ReadContract(string name) => name switch
    {
        "fail" => ContractPolicy.Fail,
        "warn" => ContractPolicy.Warn,
        "evolve" => ContractPolicy.Evolve,
        _ => throw new FormatException(name),
    };

    private static RetryConfig ReadRetry(ConfigMap map, RetryConfig retry) => retry with
    {
        Attempts = Get(map, "attempts", retry.Attempts, v => v.AsInt32()),
        Delay = Get(map, "delay", retry.Delay, v => v.AsDuration()),
        MaxDelay = Get(map, "max_delay", retry.MaxDelay, v => v.AsDuration()),
    };

    private static ConcurrencyConfig ReadConcurrency(ConfigMap map) =>
        new(Get(map, "group", "", v => v.AsString()), Get(map, "limit", 1, v => v.AsInt32()));

    private static HttpConfig ReadHttp(ConfigMap map, HttpConfig http) => http with
    {
        Timeout = Get(map, "timeout", http.Timeout, v => v.AsDuration()),
        TotalTimeout = GetNullable(map, "total_timeout", http.TotalTimeout, v => v.AsDuration()),
        Retries = Get(map, "retries", http.Retries, v => v.AsInt32()),
        Delay = Get(map, "delay", http.Delay, v => v.AsDuration()),
        MaxDelay = Get(map, "max_delay", http.MaxDelay, v => v.AsDuration()),
        RateLimit = Get(map, "rate_limit", http.RateLimit, v => v.AsRate()),
        Concurrency = Get(map, "concurrency", http.Concurrency, v => v.AsInt32()),
        MaxResponse = Get(map, "max_response", http.MaxResponse, v => v.AsByteSize()),
        CacheTtl = Get(map, "cache_ttl", http.CacheTtl, v => v.AsDuration()),
    };

    private static PageConfig ReadPage(ConfigMap map, PageConfig page) => page with
    {
        Records = Get(map, "records", page.Records, v => v.AsInt32()),
        Bytes = Get(map, "bytes", page.Bytes, v => v.AsByteSize()),
    };

    private static DeadLetterConfig ReadDeadLetters(ConfigMap map, DeadLetterConfig letters) => letters with
    {
        Limit = Get(map, "limit", letters.Limit, v => v.AsInt32()),
        Share = Get(map, "share", letters.Share, v => v.AsDouble()),
    };

    private static SinkConfig ReadSink(ConfigMap choice)
    {
        var kind = choice.Keys.First();
        choice.TryGet(kind, out var value);
        var map = value.AsMap();
        return kind switch
        {
            "yaml" => new YamlSinkConfig(Path(map), Mode(map, WriteMode.Replace)),
            "jsonl" => new JsonLinesSinkConfig(Path(map), Mode(map, WriteMode.Replace)),
            "csv" => new CsvSinkConfig(Path(map), Mode(map, WriteMode.Replace), Formulas(map)),
            "sqlite" => ReadSqlite(map),
            "stdout" => new StdoutSinkConfig(),
            _ => new AuthorSinkConfig(kind, map),
        };
    }

    private static SqliteSinkConfig ReadSqlite(ConfigMap map)
    {
        var key = Get(map, "key", [], v => v.AsList(column => column.AsString()));
        return new SqliteSinkConfig(
            Path(map), Get(map, "table", "", v => v.AsString()), key, Mode(map, key.Count > 0 ? WriteMode.Upsert : WriteMode.Append));
    }

    private static OutputPath Path(ConfigMap map)
    {
        map.TryGet("path", out var path);
        return path.AsOutputPath();
    }

    private static WriteMode Mode(ConfigMap map, WriteMode otherwise) => Get(map, "mode", otherwise, v => v.AsEnum(name => name switch
    {
        "replace" => WriteMode.Replace,
        "append" => WriteMode.Append,
        "upsert" => WriteMode.Upsert,
        _ => throw new FormatException(name),
    }));

    private static CsvFormulas Formulas(ConfigMap map) => Get(map, "formulas", CsvFormulas.Keep, v => v.AsEnum(name => name switch
    {
        "keep" => CsvFormulas.Keep,
        "escape" => CsvFormulas.Escape,
        _ => throw new FormatException(name),
    }));

    private static ConfigMap Map(ConfigMap map, string key) => Get(map, key, ConfigMap.Empty, v => v.AsMap());

    private static T Get<T>(ConfigMap map, string key, T otherwise, Func<ConfigValue, T> read) =>
        map.TryGet(key, out var value) && !value.IsNull ? read(value) : otherwise;

    /// <summary>Reads a key whose <c>null</c> means something else than its absence.</summary>
    private static T? GetNullable<T>(ConfigMap map, string key, T? otherwise, Func<ConfigValue, T> read)
        where T : struct =>
        map.TryGet(key, out var value) ? value.IsNull ? null : read(value) : otherwise;
}

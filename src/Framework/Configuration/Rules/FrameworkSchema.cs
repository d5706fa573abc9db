namespace IntegrationFramework.Configuration.Rules;

/// <summary>The keys that the framework itself knows in config.yaml and metadata.yaml.</summary>
public static class FrameworkSchema
{
    private const string Deliver = "deliver";
    private static readonly ValueSchema Text = new(ValueKind.String);
    private static readonly ValueSchema Name = new(ValueKind.String) { MinLength = 1 };
    private static readonly ValueSchema Span = new(ValueKind.Duration) { Min = "0s" };
    private static readonly ValueSchema PositiveSpan = new(ValueKind.Duration) { Min = "0s", MinExclusive = true };

    // A timer of .NET takes no more than 49 days, and a timeout and its grace time share one; a wait between requests is Polly's, which takes a day.
    private static readonly ValueSchema Grace = Span with { Max = "20d" };
    private static readonly ValueSchema Timeout = PositiveSpan with { Max = "20d" };
    private static readonly ValueSchema Wait = Span with { Max = "1d" };
    private static readonly KeySchema[] Own = MakeOwn();

    /// <summary>The keys of metadata.yaml.</summary>
    public static MapSchema Metadata { get; } = new(
        new KeySchema("version", new ValueSchema(ValueKind.SemVer), Required: true, Description: "The integration's own version, SemVer 2."),
        new KeySchema("tags", List(new ValueSchema(ValueKind.Tag)), Required: true, Description: "Words to select by."),
        new KeySchema("description", Text with { Nullable = true }, Description: "What it does, in a sentence."),
        new KeySchema("business_contact", Text with { IsEmail = true, Nullable = true }, Description: "The e-mail address of who owns it."),
        new KeySchema("technical_contact", Text with { IsEmail = true, Nullable = true }, Description: "The e-mail address of who maintains it."),
        new KeySchema("last_updated", new ValueSchema(ValueKind.Date) { Nullable = true }, Description: "When it was last changed."));

    /// <summary>The keys of config.yaml, with the integration's own under <c>settings:</c>.</summary>
    public static MapSchema Config(MapSchema settings)
    {
        var keys = new KeySchema[Own.Length + 1];
        Own.CopyTo(keys, 0);
        keys[Own.Length] = new KeySchema("settings", Map(settings), Required: settings.Keys.Any(key => key.Required), Description: "The integration's own settings.");
        return new MapSchema(keys);
    }

    /// <summary>The keys of config.yaml, where sinks of authors' own can stand under <c>deliver:</c> too.</summary>
    /// <param name="settings">The integration's own keys.</param>
    /// <param name="sinks">The sinks, each as <see cref="Sink"/> makes it.</param>
    public static MapSchema Config(MapSchema settings, EquatableArray<KeySchema> sinks)
    {
        var config = Config(settings);
        return sinks.Count == 0
            ? config
            : new MapSchema([.. config.Keys.Select(key => key.Name == Deliver ? key with { Value = DeliverTo([.. Sinks().Keys, .. sinks]) } : key)]);
    }

    /// <summary>The key of an author's own sink under <c>deliver:</c>.</summary>
    public static KeySchema Sink(string name, MapSchema settings) => new(name, Map(settings), Description: "A sink of an author's own.");

    /// <summary>The names that no sink of an author's own can have.</summary>
    public static EquatableArray<string> SinkNames { get; } = new([.. Sinks().Keys.Select(key => key.Name)]);

    private static ValueSchema DeliverTo(params KeySchema[] sinks) => List(new ValueSchema(ValueKind.Choice) { Map = new MapSchema(sinks) });

    private static KeySchema[] MakeOwn() =>
    [
        new("name", new ValueSchema(ValueKind.String) { Pattern = "[a-z][a-z0-9]*(_[a-z0-9]+)*" }, Description: "Another name than the folder's."),
        new("enabled", new ValueSchema(ValueKind.Boolean), Description: "Whether it runs when nobody names it; true by default."),
        new("schedule", new ValueSchema(ValueKind.Cron) { Nullable = true }, Description: "When it runs, as a cron expression."),
        new("timeout", Timeout with { Nullable = true }, Description: "Of a whole run; none by default."),
        new("grace", Grace, Description: "For what is in flight when the run is told to stop; 30s by default."),
        new("retry", Map(
            new("attempts", Integer("1", "100"), Description: "How often a run is tried; 1 by default."),
            new("delay", Wait, Description: "Before the second attempt; 2s by default, doubled each time."),
            new("max_delay", Wait, Description: "The longest delay; 1m by default."))),
        new("concurrency", Map(
            new("group", Name, Required: true, Description: "Integrations of one group share the limit."),
            new("limit", Integer("1", "10000"), Required: true, Description: "How many of the group run at once.")) with { Nullable = true }),
        new("http", Map(
            new("timeout", Timeout, Description: "Of one attempt; 10s by default."),
            new("total_timeout", Timeout with { Nullable = true }, Description: "Of a request with all its retries; 5m by default."),
            new("retries", Integer("0", "100"), Description: "5 by default."),
            new("delay", Wait, Description: "Before the first retry; 200ms by default, doubled each time."),
            new("max_delay", Wait, Description: "The longest delay; 30s by default."),
            new("rate_limit", new ValueSchema(ValueKind.Rate) { Nullable = true }, Description: "Requests per time; no limit by default."),
            new("concurrency", Integer("1", "10000") with { Nullable = true }, Description: "Requests at once; no limit by default."),
            new("max_response", new ValueSchema(ValueKind.ByteSize) { Min = "1KB", Max = "1GB" }, Description: "The largest response that is held in memory, decompressed; 64MB by default."),
            new("cache_ttl", Span with { Nullable = true }, Description: "How long responses are kept; not at all by default."))),
        new("page", Map(
            new("records", Integer("1", "1000000"), Description: "The most records of a page; 1000 by default."),
            new("bytes", new ValueSchema(ValueKind.ByteSize) { Min = "1KB", Max = "1GB" }, Description: "The most bytes of a page; 4MB by default."))),
        new("postprocess", Map(
            new KeySchema("workers", Integer("1", "256"), Description: "How many pages are postprocessed at once, where Postprocess may be called by several threads; 1 by default."))),
        new("dead_letters", Map(
            new("limit", Integer("0", "2147483647"), Description: "How many dead letters a run may have; 100 by default."),
            new("share", new ValueSchema(ValueKind.Float) { Min = "0", Max = "1" }, Description: "Which share of the records may be dead letters; 0.01 by default."))),
        new("memory_limit", new ValueSchema(ValueKind.ByteSize) { Min = "16MB", Nullable = true }, Description: "Of the process, with --isolate."),
        new("checks", Map(
            new("records", List(new ValueSchema(ValueKind.Choice) { Map = RecordChecks() }), Description: "What each record has to be like to be delivered."),
            new("run", List(new ValueSchema(ValueKind.Choice) { Map = RunChecks() }), Description: "What all records of a run have to be like."))),
        new("contract", Enum("fail", "warn", "evolve"), Description: "What becomes of a run whose records or data are not what they were; warn by default."),
        new(Deliver, DeliverTo([.. Sinks().Keys]), Description: "Where the records go."),
    ];

    private static MapSchema RecordChecks()
    {
        var field = new KeySchema("field", Name, Required: true, Description: "The field of the record.");
        var fields = new ValueSchema(ValueKind.List) { Item = Name, MinLength = 1 };
        var number = new ValueSchema(ValueKind.Decimal);
        return new MapSchema(
            new KeySchema("not_null", fields, Description: "Fields that have a value."),
            new KeySchema("unique", fields, Description: "Fields whose values, together, no other record of the run has."),
            new KeySchema("range", Map(
                field,
                new KeySchema("min", number, Description: "The smallest number."),
                new KeySchema("max", number, Description: "The largest number.")), Description: "A number within limits."),
            new KeySchema("pattern", Map(
                field,
                new KeySchema("matches", Name, Required: true, Description: "A regular expression.")), Description: "Text that matches a pattern."));
    }

    private static MapSchema RunChecks()
    {
        var share = new ValueSchema(ValueKind.Float) { Min = "0" };
        return new MapSchema(
            new KeySchema("volume", Map(
                new KeySchema("min", Integer("0", "9223372036854775807"), Description: "The fewest records."),
                new KeySchema("max", Integer("0", "9223372036854775807"), Description: "The most records."),
                new KeySchema("at_least", share, Description: "The smallest share of the average of the last runs."),
                new KeySchema("at_most", share, Description: "The largest multiple of the average of the last runs."),
                new KeySchema("allow_empty", new ValueSchema(ValueKind.Boolean), Description: "Whether a run may fetch nothing at all; by default one that goes on from a cursor may."),
                new KeySchema("of_last", Integer("1", "1000"), Description: "How many runs make the average; 7 by default.")), Description: "How many records there are."),
            new KeySchema("freshness", Map(
                new KeySchema("field", Name, Required: true, Description: "A date or a point in time."),
                new KeySchema("within", PositiveSpan, Required: true, Description: "How old its newest value may be.")), Description: "How new the newest record is."));
    }

    private static MapSchema Sinks()
    {
        var path = new KeySchema("path", new ValueSchema(ValueKind.OutputPath), Required: true, Description: "Relative to output/.");
        var fileMode = new KeySchema("mode", Enum("replace", "append"), Description: "replace by default.");
        var file = Map(path, fileMode);
        return new MapSchema(
            new KeySchema("yaml", file, Description: "A YAML file."),
            new KeySchema("jsonl", file, Description: "A JSON Lines file."),
            new KeySchema("csv", Map(
                path,
                fileMode,
                new KeySchema("formulas", Enum("keep", "escape"), Description: "What becomes of text that a spreadsheet would run; keep by default.")), Description: "A CSV file."),
            new KeySchema("sqlite", Map(
                path,
                new KeySchema("table", Name, Required: true, Description: "The table's name."),
                new KeySchema("key", List(Name), Description: "The columns that tell one record from another."),
                new KeySchema("mode", Enum("upsert", "append", "replace"), Description: "upsert where there is a key, else append.")), Description: "A table in a SQLite database."),
            new KeySchema("stdout", Map(), Description: "JSON Lines on standard output."));
    }

    private static ValueSchema Map(params KeySchema[] keys) => Map(new MapSchema(keys));

    private static ValueSchema Map(MapSchema map) => new(ValueKind.Map) { Map = map };

    private static ValueSchema List(ValueSchema item) => new(ValueKind.List) { Item = item };

    private static ValueSchema Enum(params string[] names) => new(ValueKind.Enum) { Names = new EquatableArray<string>(names) };

    private static ValueSchema Integer(string min, string max) => new(ValueKind.Integer) { Min = min, Max = max };
}

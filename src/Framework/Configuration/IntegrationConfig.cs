namespace IntegrationFramework.Configuration;

/// <summary>The framework's own keys of a config.yaml, all layers merged.</summary>
public sealed record IntegrationConfig
{
    /// <summary>Everything as it is where nothing is configured.</summary>
    public static IntegrationConfig Default { get; } = new();

    /// <summary>Whether it runs when nobody names it.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool Enabled { get; init; } = true;

    /// <summary>When it is meant to run. Kept for a scheduler; nothing here starts runs by it.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>How long a whole run may take.</summary>
    /// <value><see langword="null"/> by default: as long as it likes.</value>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long what is in flight may take when the run is told to stop.</summary>
    /// <value>30 seconds by default.</value>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How a run is tried again.</summary>
    public RetryConfig Retry { get; init; } = new();

    /// <summary>The group whose limit it shares.</summary>
    public ConcurrencyConfig? Concurrency { get; init; }

    /// <summary>How HTTP requests are made.</summary>
    public HttpConfig Http { get; init; } = new();

    /// <summary>How large a page is.</summary>
    public PageConfig Page { get; init; } = new();

    /// <summary>How many pages are postprocessed at once, each by a thread of its own; they are delivered in order all the same.</summary>
    /// <value>1 by default: an integration's methods need not bear several threads.</value>
    public int PostprocessWorkers { get; init; } = 1;

    /// <summary>How many dead letters a run may have.</summary>
    public DeadLetterConfig DeadLetters { get; init; } = new();

    /// <summary>How much memory the process may take, with <c>--isolate</c>.</summary>
    public ByteSize? MemoryLimit { get; init; }

    /// <summary>What records, and all of them together, have to be like.</summary>
    public ChecksConfig Checks { get; init; } = new();

    /// <summary>What becomes of a run whose records, or whose data, are not what they were.</summary>
    /// <value><see cref="ContractPolicy.Warn"/> by default.</value>
    public ContractPolicy Contract { get; init; } = ContractPolicy.Warn;

    /// <summary>Where the records go.</summary>
    public IReadOnlyList<SinkConfig> Deliver { get; init; } = [];
}

/// <summary>How a run is tried again.</summary>
public sealed record RetryConfig
{
    /// <summary>How often a run is tried.</summary>
    /// <value>1 by default: not again.</value>
    public int Attempts { get; init; } = 1;

    /// <summary>How long to wait before the second attempt; doubled each time.</summary>
    /// <value>2 seconds by default.</value>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait.</summary>
    /// <value>1 minute by default.</value>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>A group of integrations of which only so many run at once, across processes.</summary>
/// <param name="Group">The group's name.</param>
/// <param name="Limit">How many at once.</param>
public sealed record ConcurrencyConfig(string Group, int Limit);

/// <summary>How HTTP requests are made.</summary>
public sealed record HttpConfig
{
    /// <summary>How long one attempt may take.</summary>
    /// <value>10 seconds by default.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a request may take with all its retries, its waits and, unless it is streamed, its response's body. The time in which its own body moves isn't counted.</summary>
    /// <value>5 minutes by default; <see langword="null"/>: as long as it likes.</value>
    public TimeSpan? TotalTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a request is tried again.</summary>
    /// <value>5 by default.</value>
    public int Retries { get; init; } = 5;

    /// <summary>How long to wait before the first retry; doubled each time.</summary>
    /// <value>200 milliseconds by default.</value>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait.</summary>
    /// <value>30 seconds by default.</value>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many requests in which time, per host and account, over all integrations and processes.</summary>
    /// <value><see langword="null"/> by default: any number.</value>
    public Rate? RateLimit { get; init; }

    /// <summary>How many requests at once, per host and account, over all integrations and processes.</summary>
    /// <value><see langword="null"/> by default: any number.</value>
    public int? Concurrency { get; init; }

    /// <summary>How large a response may be that is held in memory, after it is decompressed.</summary>
    /// <value>64 MB by default.</value>
    public ByteSize MaxResponse { get; init; } = new(64 * 1024 * 1024);

    /// <summary>How long responses are kept.</summary>
    /// <value><see langword="null"/> by default: not at all.</value>
    public TimeSpan? CacheTtl { get; init; }
}

/// <summary>How large a page is: the unit of transfer and of checkpointing.</summary>
public sealed record PageConfig
{
    /// <summary>The most records.</summary>
    /// <value>1000 by default.</value>
    public int Records { get; init; } = 1000;

    /// <summary>The most bytes.</summary>
    /// <value>4 MB by default.</value>
    public ByteSize Bytes { get; init; } = new(4 * 1024 * 1024);
}

/// <summary>How many dead letters a run may have before it fails.</summary>
public sealed record DeadLetterConfig
{
    /// <summary>The number.</summary>
    /// <value>100 by default.</value>
    public int Limit { get; init; } = 100;

    /// <summary>The share of all records, from 0 to 1.</summary>
    /// <value>0.01 by default.</value>
    public double Share { get; init; } = 0.01;
}

/// <summary>How a sink treats what is there.</summary>
public enum WriteMode
{
    /// <summary>Puts the new whole in the place of the old.</summary>
    Replace,

    /// <summary>Adds to it.</summary>
    Append,

    /// <summary>Updates the rows whose key is there and adds the others.</summary>
    Upsert,
}

/// <summary>A sink under <c>deliver:</c>.</summary>
/// <param name="Kind">Its key: <c>yaml</c>, <c>jsonl</c>, <c>csv</c>, <c>sqlite</c>, <c>stdout</c>, or that of an author's own.</param>
public abstract record SinkConfig(string Kind);

/// <summary>A YAML file.</summary>
/// <param name="Path">Where.</param>
/// <param name="Mode">Replace or append.</param>
public sealed record YamlSinkConfig(OutputPath Path, WriteMode Mode = WriteMode.Replace) : SinkConfig("yaml");

/// <summary>A JSON Lines file.</summary>
/// <param name="Path">Where.</param>
/// <param name="Mode">Replace or append.</param>
public sealed record JsonLinesSinkConfig(OutputPath Path, WriteMode Mode = WriteMode.Replace) : SinkConfig("jsonl");

/// <summary>A CSV file.</summary>
/// <param name="Path">Where.</param>
/// <param name="Mode">Replace or append.</param>
/// <param name="Formulas">What becomes of text that a spreadsheet would run.</param>
public sealed record CsvSinkConfig(OutputPath Path, WriteMode Mode = WriteMode.Replace, CsvFormulas Formulas = CsvFormulas.Keep) : SinkConfig("csv");

/// <summary>What becomes of text in a CSV file that a spreadsheet would take for a formula, such as <c>=1+1</c>.</summary>
public enum CsvFormulas
{
    /// <summary>It is delivered as it is, for programs that read the file.</summary>
    Keep,

    /// <summary>It gets an apostrophe before it, for people who open the file in a spreadsheet. Numbers and telephone numbers stay as they are.</summary>
    Escape,
}

/// <summary>A table of a SQLite database.</summary>
/// <param name="Path">The database's file.</param>
/// <param name="Table">The table's name.</param>
/// <param name="Key">The columns that tell one record from another; none for append and replace.</param>
/// <param name="Mode">Upsert where there is a key, else append, by default.</param>
public sealed record SqliteSinkConfig(OutputPath Path, string Table, IReadOnlyList<string> Key, WriteMode Mode) : SinkConfig("sqlite");

/// <summary>A sink of an author's own.</summary>
/// <param name="Kind">Its key: the name in its <see cref="SinkAttribute"/>.</param>
/// <param name="Settings">What stands behind its key, for its settings record.</param>
public sealed record AuthorSinkConfig(string Kind, ConfigMap Settings) : SinkConfig(Kind);

/// <summary>JSON Lines on standard output.</summary>
public sealed record StdoutSinkConfig() : SinkConfig("stdout");

using IntegrationFramework.Configuration;
using IntegrationFramework.Records;

namespace IntegrationFramework.Sinks;

/// <summary>All sinks of one attempt, which deliver together or not at all.</summary>
internal sealed class SinkSet : IAsyncDisposable
{
    private readonly List<ISink> _sinks = [];
    private readonly List<StagedDatabase> _databases = [];

    private SinkSet()
    {
    }

    /// <summary>Whether there is no sink at all.</summary>
    public bool IsEmpty => _sinks.Count == 0;

    public long BytesWritten
    {
        get
        {
            var bytes = 0L;
            foreach (var sink in _sinks)
            {
                bytes += sink.BytesWritten;
            }

            return bytes;
        }
    }

    /// <summary>Makes the sinks that the configuration names.</summary>
    public static SinkSet Create(IReadOnlyList<SinkConfig> configuration, RecordSchema schema, SinkEnvironment environment)
    {
        var set = new SinkSet();
        foreach (var config in configuration)
        {
            set._sinks.Add(set.CreateSink(config, schema, environment));
        }

        return set;
    }

    public async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        foreach (var sink in _sinks)
        {
            await sink.BeginAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask WritePageAsync(SinkPage page, CancellationToken cancellationToken)
    {
        foreach (var sink in _sinks)
        {
            await sink.WritePageAsync(page, cancellationToken).ConfigureAwait(false);
            page.Compact();
        }
    }

    /// <summary>Does what can fail. In one order for all runs, so that two of them never wait for each other's databases.</summary>
    public async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (var sink in _sinks.OrderBy(sink => sink.Description, StringComparer.Ordinal))
        {
            await sink.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask CommitAsync()
    {
        foreach (var sink in _sinks.OrderBy(sink => sink.CommitOrder))
        {
            await sink.CommitAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Sinks before databases: a connection with open statements isn't closed.
        foreach (var disposable in _sinks.Concat<IAsyncDisposable>(_databases))
        {
            await disposable.DisposeAsync().ConfigureAwait(false);
        }
    }

    private ISink CreateSink(SinkConfig config, RecordSchema schema, SinkEnvironment environment) => config switch
    {
        YamlSinkConfig yaml => new FileSink(yaml.Kind, new YamlEncoder(schema, new RecordBuffer()), File(yaml.Path, yaml.Mode)),
        JsonLinesSinkConfig jsonl => new FileSink(jsonl.Kind, new JsonLinesEncoder(schema, new RecordBuffer()), File(jsonl.Path, jsonl.Mode)),
        CsvSinkConfig csv => new FileSink(csv.Kind, new CsvEncoder(schema, new RecordBuffer()), File(csv.Path, csv.Mode)),
        StdoutSinkConfig stdout => new FileSink(
            stdout.Kind,
            new JsonLinesEncoder(schema, new RecordBuffer()),
            new StandardOutput(environment.StandardOutput, environment.SpoolFolder, environment.MayRetry)),
        SqliteSinkConfig sqlite => new SqliteSink(
            Database(sqlite.Path.FullPath, environment.Time), sqlite.Table, schema, sqlite.Key, sqlite.Mode == WriteMode.Replace),
        _ => throw new NotSupportedException($"Nothing delivers to '{config.Kind}'."),
    };

    private static OutputTarget File(OutputPath path, WriteMode mode) =>
        mode == WriteMode.Append ? new AppendedFile(path.FullPath) : new ReplacedFile(path.FullPath);

    private StagedDatabase Database(string path, TimeProvider time)
    {
        var database = _databases.Find(other => other.Path == path);
        if (database is null)
        {
            _databases.Add(database = new StagedDatabase(path, time));
        }

        return database;
    }
}

/// <summary>What sinks need of the host.</summary>
/// <param name="Time">The clock.</param>
/// <param name="StandardOutput">Where the sink <c>stdout</c> writes.</param>
/// <param name="SpoolFolder">A folder for temporary files.</param>
/// <param name="MayRetry">Whether another attempt may follow.</param>
internal sealed record SinkEnvironment(TimeProvider Time, Stream StandardOutput, string SpoolFolder, bool MayRetry);

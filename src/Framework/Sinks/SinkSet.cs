using System.Globalization;
using IntegrationFramework.Configuration;
using IntegrationFramework.Records;

namespace IntegrationFramework.Sinks;

/// <summary>All sinks of one attempt, which deliver together or not at all.</summary>
internal sealed class SinkSet : IAsyncDisposable
{
    private readonly List<ISink> _sinks = [];
    private readonly List<StagedDatabase> _databases = [];
    private readonly SinkEnvironment _environment;
    private readonly bool _isPaged;
    private Dictionary<string, int>? _kinds;
    private string[]? _names;

    private SinkSet(SinkEnvironment environment, bool isPaged) => (_environment, _isPaged) = (environment, isPaged);

    /// <summary>Whether there is no sink at all.</summary>
    public bool IsEmpty => _sinks.Count == 0;

    /// <summary>Whether one of them needs a receipt in telemetry to know what an unfinished run has added.</summary>
    public bool KeepsReceipts => _sinks.Any(sink => sink.KeepsReceipts);

    /// <summary>Whether a target takes columns that it lacks.</summary>
    public bool HasNewColumns => _sinks.Exists(static sink => sink.NewColumns.Count > 0);

    /// <summary>The sinks whose targets take columns, and these.</summary>
    public IEnumerable<(string Sink, IReadOnlyList<string> Columns)> NewColumns =>
        _sinks.Where(static sink => sink.NewColumns.Count > 0).Select(static sink => (sink.Description, sink.NewColumns));

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

    /// <summary>Where each sink is, once it was prepared; sinks that have no place to come back to are left out.</summary>
    public IReadOnlyList<DeliveryReceipt> Receipts =>
        [.. _sinks.Where(sink => sink.Position is not null).Select(sink => new DeliveryReceipt(NameOf(sink), sink.Position!, IsOpen: true))];

    /// <summary>Makes the sinks that the configuration names.</summary>
    /// <param name="configuration">The sinks.</param>
    /// <param name="schema">The records' schema.</param>
    /// <param name="environment">What sinks need of the host.</param>
    /// <param name="isPaged">Whether pages are committed one by one.</param>
    public static SinkSet Create(IReadOnlyList<SinkConfig> configuration, RecordSchema schema, SinkEnvironment environment, bool isPaged = false)
    {
        var set = new SinkSet(environment, isPaged);
        foreach (var config in configuration)
        {
            set._sinks.Add(config is AuthorSinkConfig own ? set.AuthorSink(own, schema, environment) : set.CreateSink(config, schema, environment));
        }

        return set;
    }

    /// <summary>Gets all sinks ready.</summary>
    /// <param name="receipts">Where they got to, as far as that is on record.</param>
    /// <param name="cancellationToken">Ends the waiting for others.</param>
    public async ValueTask BeginAsync(IReadOnlyList<DeliveryReceipt> receipts, CancellationToken cancellationToken)
    {
        foreach (var sink in _sinks)
        {
            var last = receipts.FirstOrDefault(receipt => receipt.Sink == NameOf(sink));
            await sink.BeginAsync(last, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Lets files take the columns that they lack.</summary>
    public async ValueTask EvolveAsync(CancellationToken cancellationToken)
    {
        foreach (var sink in _sinks)
        {
            await sink.EvolveAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes a page to all sinks.</summary>
    /// <param name="page">The page.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="takenBy">The sinks that have its records from before, a line for each: they are left out.</param>
    public async ValueTask WritePageAsync(SinkPage page, CancellationToken cancellationToken, string? takenBy = null)
    {
        page.TakenBy = takenBy;
        var taken = takenBy?.Split('\n');
        for (var i = 0; i < _sinks.Count; i++)
        {
            if (taken is null || !taken.Contains(Names[i], StringComparer.Ordinal))
            {
                page.Sink = Names[i];
                await _sinks[i].WritePageAsync(page, cancellationToken).ConfigureAwait(false);
                page.Compact();
                if (i < _sinks.Count - 1)
                {
                    page.TakenBy = page.TakenBy is null ? Names[i] : $"{page.TakenBy}\n{Names[i]}";
                }
            }
        }
    }

    /// <summary>The sinks' names in receipts; made once, since they are asked for with every page.</summary>
    public IReadOnlyList<string> Names => _names ??= [.. _sinks.Select(NameOf)];

    /// <summary>All records up to the next commit are there; from here on the receipts say where they will be.</summary>
    public void EndRecords()
    {
        foreach (var sink in _sinks)
        {
            sink.EndRecords();
        }
    }

    /// <summary>
    /// Does what can fail. In one order for all runs, so that two of them never wait for each other's databases; those first that deliver over a
    /// network, before a database is locked.
    /// </summary>
    public async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (var sink in _sinks.OrderBy(sink => sink.CommitOrder != CommitOrder.Output).ThenBy(sink => sink.Description, StringComparer.Ordinal))
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

    /// <summary>Telemetry knows of the commit too: what comes next is another page.</summary>
    public void EndPage()
    {
        _sinks.ForEach(static sink => sink.EndPage());
        _environment.AuthorSinks?.EndPage();
    }

    public async ValueTask DisposeAsync()
    {
        var failures = new List<Exception>();

        // Sinks before databases: a connection with open statements isn't closed.
        foreach (var disposable in _sinks.Concat<IAsyncDisposable>(_databases))
        {
            try
            {
                await disposable.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                // The others have something to undo all the same, and databases to unlock.
                failures.Add(error);
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException(failures);
        }
    }

    /// <summary>A sink's name in its receipts, the same where the root was moved.</summary>
    private string NameOf(ISink sink) => sink.Description.Replace(_environment.Root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    private ISink CreateSink(SinkConfig config, RecordSchema schema, SinkEnvironment environment) => config switch
    {
        YamlSinkConfig yaml => FileSink(yaml, new YamlEncoder(schema, new RecordBuffer()), File(yaml.Path, yaml.Mode)),
        JsonLinesSinkConfig jsonl => FileSink(jsonl, new JsonLinesEncoder(schema, new RecordBuffer()), File(jsonl.Path, jsonl.Mode)),
        CsvSinkConfig csv => FileSink(csv, new CsvEncoder(schema, new RecordBuffer(), csv.Formulas, environment.Evolution.IsAllowed), File(csv.Path, csv.Mode)),
        StdoutSinkConfig stdout => FileSink(
            stdout,
            new JsonLinesEncoder(schema, new RecordBuffer()),
            new StandardOutput(environment.StandardOutput, environment.SpoolFolder, environment.MayRetry || _isPaged)),
        SqliteSinkConfig sqlite => new SqliteSink(
            Database(sqlite.Path.FullPath, environment.Time), sqlite.Table, schema, sqlite.Key, sqlite.Mode == WriteMode.Replace, _isPaged, environment.Evolution),
        _ => throw new NotSupportedException($"Nothing delivers to '{config.Kind}'."),
    };

    private FileSink FileSink(SinkConfig config, RecordEncoder encoder, OutputTarget target) => new(config.Kind, encoder, target, _isPaged);

    /// <summary>A sink of an author's own. Several of one kind are told apart by their order.</summary>
    private ISink AuthorSink(AuthorSinkConfig config, RecordSchema schema, SinkEnvironment environment)
    {
        _kinds ??= new Dictionary<string, int>(StringComparer.Ordinal);
        var before = _kinds.GetValueOrDefault(config.Kind);
        _kinds[config.Kind] = before + 1;
        var name = before == 0 ? config.Kind : string.Create(CultureInfo.InvariantCulture, $"{config.Kind} {before + 1}");
        var authors = environment.AuthorSinks!;
        return authors.FileInstead(name) is { } file
            ? FileSink(config, new JsonLinesEncoder(schema, new RecordBuffer()), File(new OutputPath(file, file), _isPaged ? WriteMode.Append : WriteMode.Replace))
            : authors.Create(config, name, schema, environment.SpoolFolder, _isPaged, RefusalOf);
    }

    /// <summary>A sink of an author's own refuses a record that all the others have been given.</summary>
    private SinkRefusal RefusalOf(ISink sink)
    {
        var others = _sinks.Where(other => other != sink).Select(NameOf).ToList();
        return new SinkRefusal(NameOf(sink), others.Count == 0 ? null : string.Join('\n', others));
    }

    private OutputTarget File(OutputPath path, WriteMode mode) => mode switch
    {
        WriteMode.Append when _isPaged => new GrowingFile(path.FullPath),
        WriteMode.Append => new AppendedFile(path.FullPath),
        _ when _isPaged => throw new NotSupportedException("The pages of an incremental source are never delivered with `mode: replace`."),
        _ => new ReplacedFile(path.FullPath),
    };

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
/// <param name="Root">The folder that the host works in.</param>
/// <param name="MayRetry">Whether another attempt may follow, or a check or the contract may fail the run at its end: what can't be taken back waits for that.</param>
internal sealed record SinkEnvironment(TimeProvider Time, Stream StandardOutput, string Root, bool MayRetry)
{
    /// <summary>Whether, and how, tables and files change with the records.</summary>
    /// <value><see cref="Evolution.None"/> by default: one that lacks a column is refused.</value>
    public Evolution Evolution { get; init; } = Evolution.None;

    /// <summary>Makes the sinks of authors' own.</summary>
    /// <value><see langword="null"/> by default: there are none.</value>
    public AuthorSinks? AuthorSinks { get; init; }

    /// <summary>A folder for temporary files.</summary>
    public string SpoolFolder => Path.Combine(Root, "cache");
}

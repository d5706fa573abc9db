using IntegrationFramework.Configuration;
using IntegrationFramework.Records;

namespace IntegrationFramework.Sinks;

/// <summary>All sinks of one attempt, which deliver together or not at all.</summary>
internal sealed class SinkSet : IAsyncDisposable
{
    private readonly List<ISink> _sinks = [];
    private readonly SinkEnvironment _environment;
    private readonly SinkFactory _factory;
    private readonly RefusedRecords _refused = new();
    private string[]? _names;

    private SinkSet(RecordSchema schema, SinkEnvironment environment, bool isPaged)
    {
        _environment = environment;
        _factory = new SinkFactory(schema, environment, isPaged, Refuse);
    }

    /// <summary>Whether there is no sink at all.</summary>
    public bool IsEmpty => _sinks.Count == 0;

    /// <summary>Whether what is written to them all is out at once, and stays so whatever becomes of the attempt.</summary>
    public bool IsImmediate => _sinks.Count > 0 && _sinks.TrueForAll(static sink => sink.IsImmediate);

    /// <summary>Whether one of them lets out at once what the others take back where the attempt fails.</summary>
    public bool HasImmediate => _sinks.Exists(static sink => sink.IsImmediate);

    /// <summary>Whether one of them needs a receipt in telemetry to know what an unfinished run has added.</summary>
    public bool KeepsReceipts => _sinks.Any(sink => sink.KeepsReceipts);

    /// <summary>What the operator should know of what was found at the targets, a sentence each.</summary>
    public IEnumerable<string> Warnings => _sinks.Select(static sink => sink.Warning).OfType<string>();

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
        var set = new SinkSet(schema, environment, isPaged);
        foreach (var config in configuration)
        {
            set._sinks.Add(set._factory.Create(config));
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
        _refused.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        List<Exception>? failures = null;

        // Sinks before databases: a connection with open statements isn't closed.
        foreach (var disposable in _sinks.Concat<IAsyncDisposable>(_factory.Databases))
        {
            try
            {
                await disposable.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                // The others have something to undo all the same, and databases to unlock.
                (failures ??= []).Add(error);
            }
        }

        if (failures is not null)
        {
            throw new AggregateException(failures);
        }
    }

    /// <summary>A sink's name in its receipts, the same where the root was moved.</summary>
    private string NameOf(ISink sink) => sink.Description.Replace(_environment.Root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    /// <summary>A sink refuses a record that all the others have been given.</summary>
    private void Refuse(ISink sink, KeptRecord record, Exception error)
    {
        var others = _sinks.Where(other => other != sink).Select(NameOf).ToList();
        _environment.Refused(
            record, error, new SinkRefusal(NameOf(sink), others.Count == 0 ? null : string.Join('\n', others), IsFirst: _refused.Add(sink, record)));
    }
}

using IntegrationFramework.Configuration;
using IntegrationFramework.Records;

namespace IntegrationFramework.Checks;

/// <summary>
/// What the checks have seen of a run, over all of its attempts: what one has committed counts in the next, and what it hasn't is forgotten,
/// since it comes again.
/// </summary>
internal sealed class CheckedRun : IDisposable
{
    private long _committed;
    private bool _hasCommitted;

    /// <summary>Looks at the records; <see langword="null"/> where none has to be looked at.</summary>
    public RecordChecks? Records { get; private set; }

    /// <summary>How many records have passed.</summary>
    public long Count { get; private set; }

    /// <summary>Begins an attempt.</summary>
    /// <param name="config">The checks.</param>
    /// <param name="schema">The records' schema.</param>
    /// <exception cref="UniqueFileException">What an earlier attempt has seen is lost.</exception>
    public void Begin(ChecksConfig config, RecordSchema schema)
    {
        Count = _committed;
        if (_hasCommitted)
        {
            Records?.Return();
            return;
        }

        // Anew: a full disk may have broken what there was.
        Records?.Dispose();
        Records = null;
        Records = RecordChecks.Create(config, schema);
    }

    /// <summary>Counts records that have passed.</summary>
    public void Add(long records) => Count += records;

    /// <summary>All that was seen so far is delivered for good.</summary>
    public void Commit()
    {
        _committed = Count;
        _hasCommitted = true;
        Records?.Commit();
    }

    public void Dispose() => Records?.Dispose();
}

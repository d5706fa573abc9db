using System.Globalization;
using IntegrationFramework.Configuration;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Running;

/// <summary>Gathers the dead letters of one attempt, and judges whether there are too many.</summary>
internal sealed class DeadLetterBox(DeadLetterConfig config, RunMeter meter, TelemetryStore store)
{
    /// <summary>How many wait at most before they are written in the middle of a run; the rest is written with its end.</summary>
    private const int MostWaiting = 256;

    /// <summary>From how many records on a share says something, before all of them were seen.</summary>
    private const int EnoughForShare = 1000;

    private readonly Lock _lock = new();
    private List<DeadLetter> _waiting = [];

    /// <summary>
    /// While a dead letter is replayed: where those go that its records become. They aren't counted, since what they came from is a dead
    /// letter already.
    /// </summary>
    public List<DeadLetter>? Diverted { get; set; }

    /// <summary>Those that were not written yet.</summary>
    public IReadOnlyList<DeadLetter> Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count == 0 ? [] : [.. _waiting];
            }
        }
    }

    /// <summary>The first of those that waited are written.</summary>
    public void Forget(int count)
    {
        lock (_lock)
        {
            _waiting.RemoveRange(0, count);
        }
    }

    /// <summary>Keeps a dead letter.</summary>
    /// <param name="letter">It.</param>
    /// <param name="error">What was wrong.</param>
    /// <param name="isCounted">Whether its record counts: not where another letter stands for it already.</param>
    /// <exception cref="DeadLetterLimitException">It was one too many.</exception>
    public void Add(DeadLetter letter, Exception error, bool isCounted = true)
    {
        if (meter.Lane.Ahead is { } ahead && ahead.TryAdd(letter, error))
        {
            return;
        }

        if (letter.Phase == Phase.Fetch.Name())
        {
            // It was fetched, though it never became a record: what is fetched is delivered, dropped or dead.
            meter.Count(Phase.Fetch, 1);
        }

        lock (_lock)
        {
            (Diverted ?? _waiting).Add(letter);
            if (Diverted is not null || !isCounted)
            {
                return;
            }
        }

        var dead = meter.CountDead();
        if (dead > config.Limit)
        {
            throw new DeadLetterLimitException(
                string.Create(CultureInfo.InvariantCulture, $"More than {config.Limit} records could not be processed (dead_letters.limit); the last one: {error.Message}"), error);
        }

        if (meter.Fetched >= EnoughForShare)
        {
            JudgeShare(dead, meter.Fetched, error);
        }
    }

    /// <summary>Keeps dead letters that a replayed one has left behind. There is no limit to them: each stands for one that was there before.</summary>
    public void Keep(IEnumerable<DeadLetter> letters)
    {
        lock (_lock)
        {
            _waiting.AddRange(letters);
        }
    }

    /// <summary>Judges the share once all records were seen.</summary>
    /// <exception cref="DeadLetterLimitException">It is too large.</exception>
    public void JudgeShare() => JudgeShare(meter.Dead, meter.Fetched, null);

    /// <summary>
    /// Judges the share before a page is committed, while more may follow: it is too large where it still would be if all further records, up to
    /// as many as say something, were good.
    /// </summary>
    /// <exception cref="DeadLetterLimitException">It is too large.</exception>
    public void JudgePage()
    {
        if (meter.Dead > config.Share * EnoughForShare)
        {
            JudgeShare();
        }
    }

    /// <summary>Writes what waits, where it is a good many; where that fails it goes on waiting.</summary>
    public async ValueTask SaveAsync()
    {
        List<DeadLetter> letters;
        lock (_lock)
        {
            if (_waiting.Count < MostWaiting)
            {
                return;
            }

            letters = _waiting;
            _waiting = [];
        }

        try
        {
            await store.DeadLettersAsync(letters).ConfigureAwait(false);
        }
        catch
        {
            lock (_lock)
            {
                _waiting.InsertRange(0, letters);
            }

            throw;
        }
    }

    private void JudgeShare(long dead, long fetched, Exception? last)
    {
        // One bad record never fails a run, however few there are.
        if (dead > 1 && dead > config.Share * fetched)
        {
            throw new DeadLetterLimitException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{dead} of {fetched} records could not be processed, more than the share of {config.Share} that is allowed (dead_letters.share)"),
                last);
        }
    }
}

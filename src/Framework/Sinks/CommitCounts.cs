using System.Globalization;

namespace IntegrationFramework.Sinks;

/// <summary>
/// Counts the commits of an author's sink, for the tokens of what is delivered up to each. It is kept in the sink's receipt, which is on the
/// disk before anything is delivered.
/// </summary>
internal sealed class CommitCounts
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly DeliveryLine _line;
    private readonly string _epoch;

    /// <param name="position">What the last receipt says; <see langword="null"/> where there is none.</param>
    /// <param name="runId">The run, since which commits are counted where there is no receipt.</param>
    /// <param name="line">The line that the run goes on with.</param>
    public CommitCounts(string? position, string runId, DeliveryLine line)
    {
        _line = line;
        var parts = (position ?? $"{runId} 0").Split(' ');
        _epoch = parts[0];
        _counts[""] = Number(parts[1]);
        foreach (var part in parts.AsSpan(2))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            _counts[part[..equals]] = Number(part[(equals + 1)..]);
        }

        if (line.Window is { } window && !_counts.ContainsKey(window))
        {
            // The window keeps it until it is committed, whatever other windows come between.
            _counts[window] = _counts[line.Name] = Last + 1;
        }
    }

    /// <summary>The commit that what is delivered now is for: since which run commits are counted, the line, and its number.</summary>
    public string Next
    {
        get
        {
            var number = _line.Window is { } window ? _counts[window] : Last + 1;
            return string.Create(CultureInfo.InvariantCulture, $"{_epoch}.{(_line.Name.Length == 0 ? "" : $"{_line.Name}-")}{number}");
        }
    }

    private long Last => _counts.GetValueOrDefault(_line.Name);

    /// <summary>All up to a commit is delivered.</summary>
    /// <param name="isEmpty">Whether that was nothing.</param>
    public void Commit(bool isEmpty)
    {
        if (_line.Window is { } window)
        {
            _counts.Remove(window);
        }
        else if (!isEmpty)
        {
            _counts[_line.Name] = Last + 1;
        }
    }

    /// <summary>What goes into the receipt: the run, how many commits of regular runs there were, and what there is of others.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{_epoch} {_counts[""]}{string.Concat(_counts.Where(static count => count.Key.Length > 0).Select(Text))}");

    private static string Text(KeyValuePair<string, long> count) => string.Create(CultureInfo.InvariantCulture, $" {count.Key}={count.Value}");

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

using System.IO.Hashing;
using System.Text;

namespace IntegrationFramework.Sinks;

/// <summary>
/// Knows which records of a commit sinks have refused after they were given them, so that one that several of them refuse counts once. Records that are the same
/// can't be told apart, and needn't be: as many of them count as the sink has refused that refused the most.
/// </summary>
internal sealed class RefusedRecords
{
    private readonly Dictionary<(ISink Sink, UInt128 Record), int> _bySink = [];
    private readonly Dictionary<UInt128, int> _counted = [];

    /// <summary>Notes that a sink has refused a record.</summary>
    /// <returns>Whether no other sink has refused it yet.</returns>
    public bool Add(ISink sink, KeptRecord record)
    {
        var hash = XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(record.Json));
        var refused = _bySink[(sink, hash)] = _bySink.GetValueOrDefault((sink, hash)) + 1;
        if (refused <= _counted.GetValueOrDefault(hash))
        {
            return false;
        }

        _counted[hash] = refused;
        return true;
    }

    /// <summary>What comes next belongs to another commit.</summary>
    public void Clear()
    {
        _bySink.Clear();
        _counted.Clear();
    }
}

using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace Vendors.Salesforce;

/// <summary>
/// Finds rows by their content: Salesforce gives back what it made of them in an order of its own. 24 bytes a row, since a job of 100 MB may have
/// millions of them.
/// </summary>
internal sealed class RowIndex
{
    private readonly List<Entry> _entries = [];

    // Of several equal rows: how many were taken, by the first of them.
    private readonly Dictionary<int, int> _taken = [];
    private bool _isSorted;

    public void Add(string[] values, long index)
    {
        var key = Key(values);
        _entries.Add(new Entry((ulong)(key >> 64), (ulong)key, index));
        _isSorted = false;
    }

    /// <summary>Finds which row this one is, and forgets it: of equal ones each is found once, the first one first.</summary>
    public long? Take(string[] values)
    {
        var entries = CollectionsMarshal.AsSpan(_entries);
        if (!_isSorted)
        {
            entries.Sort();
            _isSorted = true;
        }

        // No row has this index, so that what is found is the first that has the key.
        var key = Key(values);
        var first = ~entries.BinarySearch(new Entry((ulong)(key >> 64), (ulong)key, long.MinValue));
        var taken = _taken.GetValueOrDefault(first);
        var at = first + taken;
        if (at >= entries.Length || !entries[at].HasKeyOf(key) || entries[at].Index < 0)
        {
            return null;
        }

        var index = entries[at].Index;
        entries[at] = entries[at] with { Index = ~index };
        if (at + 1 < entries.Length && entries[at + 1].HasKeyOf(key))
        {
            _taken[first] = taken + 1;
        }

        return index;
    }

    private static UInt128 Key(string[] values) => XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(string.Join('\u001F', values)));

    /// <summary>A row, or one that was taken: the complement of its index. The key is in halves, since a whole UInt128 would be padded.</summary>
    private readonly record struct Entry(ulong High, ulong Low, long Index) : IComparable<Entry>
    {
        public bool HasKeyOf(UInt128 key) => High == (ulong)(key >> 64) && Low == (ulong)key;

        public int CompareTo(Entry other) =>
            High != other.High ? High.CompareTo(other.High) : Low != other.Low ? Low.CompareTo(other.Low) : Index.CompareTo(other.Index);
    }
}

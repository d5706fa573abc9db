using System.IO.Hashing;
using System.Text;
using IntegrationFramework.Records;

namespace IntegrationFramework;

/// <summary>Some records on their way to a sink of an author's own, as JSON: of the size that <c>page:</c> in config.yaml gives, or smaller.</summary>
public sealed class DeliveryPage
{
    private readonly int[] _starts;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, Exception> _refused = [];
    private bool _isDelivered;

    internal DeliveryPage(DeliveryToken token, RecordSchema schema, ReadOnlyMemory<byte> lines, int count)
    {
        Token = token;
        Schema = schema;
        JsonLines = lines;
        _starts = new int[count + 1];
        for (int i = 1, at = 0; i <= count; i++)
        {
            _starts[i] = at += lines.Span[at..].IndexOf((byte)'\n') + 1;
        }
    }

    /// <summary>What the receiver can know the page again by, should it be delivered again.</summary>
    public DeliveryToken Token { get; }

    /// <summary>
    /// The token together with a fingerprint of the records, for a receiver that ignores a key that it knows, as those do that take
    /// an <c>Idempotency-Key</c>: the same page is taken once, and one that came out differently the second time isn't lost.
    /// </summary>
    public string IdempotencyKey => field ??= $"{Token}.{Convert.ToHexStringLower(XxHash128.Hash(JsonLines.Span))}";

    /// <summary>The fields of the records.</summary>
    public RecordSchema Schema { get; }

    /// <summary>How many records; at least one.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>All records as JSON Lines in UTF-8, as the sink <c>jsonl</c> writes them. Valid until the page is delivered.</summary>
    public ReadOnlyMemory<byte> JsonLines { get; }

    /// <summary>One record as a JSON object in UTF-8. Valid until the page is delivered.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such record.</exception>
    public ReadOnlyMemory<byte> Json(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return JsonLines[_starts[index]..(_starts[index + 1] - 1)];
    }

    /// <summary>All records as one JSON array in UTF-8: a request's body.</summary>
    public byte[] ToJsonArray()
    {
        var array = new byte[JsonLines.Length + 1];
        JsonLines.Span.CopyTo(array.AsSpan(1));
        array[0] = (byte)'[';
        for (var i = 1; i < Count; i++)
        {
            array[_starts[i]] = (byte)',';
        }

        array[^1] = (byte)']';
        return array;
    }

    /// <summary>One record as its type, for a sink that is made for one type of record.</summary>
    /// <typeparam name="T">The record's type.</typeparam>
    /// <param name="index">Which, from 0.</param>
    /// <exception cref="InvalidOperationException">The integration delivers another type.</exception>
    /// <exception cref="NotSupportedException">None can be made of its fields; <see cref="RecordSchema.Unreadable"/> says why.</exception>
    public T Read<T>(int index)
        where T : class =>
        Schema is RecordSchema<T> schema
            ? schema.Read(RecordValue.Parse(Encoding.UTF8.GetString(Json(index).Span)))
            : throw new InvalidOperationException($"The sink takes {typeof(T).Name}, and the integration delivers {Schema.Name}.");

    /// <summary>Sets a record aside that the receiver doesn't take: it becomes a dead letter, and the others are delivered. Several threads may call it.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <param name="error">Why.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such record.</exception>
    /// <exception cref="InvalidOperationException">The sink's DeliverAsync has returned already: the record counts as delivered.</exception>
    public void Refuse(int index, Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        lock (_lock)
        {
            if (_isDelivered)
            {
                throw new InvalidOperationException("The page is delivered already: refuse a record before DeliverAsync returns.");
            }

            _refused.TryAdd(index, error);
        }
    }

    /// <summary>Ends the delivery; gives what was refused.</summary>
    internal IReadOnlyDictionary<int, Exception> End()
    {
        lock (_lock)
        {
            _isDelivered = true;
            return _refused;
        }
    }
}

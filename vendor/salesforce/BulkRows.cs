using CsvHelper;

namespace Vendors.Salesforce;

/// <summary>The rows of a result of Bulk API 2.0, one after the other.</summary>
internal sealed class BulkRows(CsvReader csv, string type) : IAsyncDisposable
{
    private string[]? _columns;

    /// <summary>How many rows were read.</summary>
    public long Number { get; private set; }

    /// <summary>The columns, after the first row was read.</summary>
    public IReadOnlyList<string> Columns => _columns ?? [];

    /// <exception cref="IOException">The response broke off.</exception>
    public async ValueTask<BulkRecord?> NextAsync(CancellationToken cancellationToken)
    {
        if (_columns is null)
        {
            await csv.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
            _columns = [.. csv.Headers];
        }

        if (!await csv.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        if (csv.FieldCount != _columns.Length)
        {
            throw new EndOfStreamException($"A row of Salesforce's CSV has {csv.FieldCount} fields of {_columns.Length}.");
        }

        Number++;
        var values = new string?[_columns.Length];
        for (var i = 0; i < values.Length; i++)
        {
            // Salesforce knows no empty text: what is empty is null.
            values[i] = csv.GetString(i) is { Length: > 0 } value ? value : null;
        }

        return new BulkRecord(type, _columns, values);
    }

    public ValueTask DisposeAsync() => csv.DisposeAsync();
}

using System.Buffers;
using CsvHelper;
using IntegrationFramework.IO;
using Microsoft.Win32.SafeHandles;

namespace Vendors.Salesforce;

/// <summary>
/// The rows of one job: their CSV in a temporary file, which nothing is left of even where the process is killed, and by their content which
/// of the given rows they are.
/// </summary>
internal sealed class BulkBatch : IAsyncDisposable
{
    /// <summary>Salesforce takes 150 MB after its own encoding, which is 100 MB of CSV.</summary>
    public const long LargestCsv = 100_000_000;

    private const int BufferSize = 65_536;

    private readonly long _limit;
    private readonly FileStream _file;
    private readonly BufferedStream _written;
    private readonly MemoryStream _row = new();
    private readonly CsvWriter _csv;
    private readonly RowIndex _rows = new();
    private string[]? _columns;
    private long _length;

    public BulkBatch(string folder, long limit = LargestCsv)
    {
        _limit = limit;
        Directory.CreateDirectory(folder);
        _file = AnonymousFile.Create(folder);
        _written = new BufferedStream(_file, BufferSize);
        _csv = CsvWriter.Create(_row, BulkCsv.Writing, leaveOpen: true);
    }

    public int Count { get; private set; }

    public IReadOnlyList<string> Columns => _columns ?? [];

    /// <summary>Adds a row, unless the job would become too large.</summary>
    /// <exception cref="ArgumentException">The row has a field that the first one doesn't have, or is too large for any job.</exception>
    public bool TryAdd(long index, SalesforceObject record)
    {
        List<KeyValuePair<string, string?>> cells = record.Id is { } id ? [new("Id", id), .. record.Columns()] : [.. record.Columns()];
        var isFirst = _columns is null;
        _columns ??= cells.Count > 0 ? [.. cells.Select(cell => cell.Key)] : throw new ArgumentException($"Row {index} has no fields.", nameof(record));
        var values = new string[_columns.Length];
        Array.Fill(values, "");
        foreach (var (name, value) in cells)
        {
            var column = Array.FindIndex(_columns, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
            values[column >= 0 ? column : throw new ArgumentException(
                $"Row {index} has the field '{name}', which the first row of the job doesn't have. Give every row the same fields; one that isn't set stays as it is.",
                nameof(record))] = value ?? BulkCsv.Null;
        }

        return TryAdd(index, values, isFirst);
    }

    /// <summary>Adds a row of an earlier job with the same columns.</summary>
    public bool TryAdd(long index, IReadOnlyList<string> columns, string[] values)
    {
        var isFirst = _columns is null;
        _columns ??= [.. columns];
        return TryAdd(index, values, isFirst);
    }

    /// <summary>Finds which of the given rows this one is, and forgets it: of equal ones each is found once.</summary>
    public long? Take(string[] values) => _rows.Take(values);

    public HttpContent ToContent() => new FileContent(_file.SafeFileHandle, _length);

    public Task FlushAsync(CancellationToken cancellationToken) => _written.FlushAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _csv.DisposeAsync().ConfigureAwait(false);
        await _row.DisposeAsync().ConfigureAwait(false);
        await _written.DisposeAsync().ConfigureAwait(false);
    }

    private bool TryAdd(long index, string[] values, bool isFirst)
    {
        _row.SetLength(0);
        if (isFirst)
        {
            _csv.WriteRecord(_columns!);
        }

        _csv.WriteRecord(values);
        _csv.Flush();
        if (_length + _row.Length > _limit)
        {
            return Count > 0 ? false : throw new ArgumentException($"Row {index} is {_row.Length:N0} bytes long, more than a Bulk job takes.", nameof(values));
        }

        _written.Write(_row.GetBuffer(), 0, (int)_row.Length);
        _length += _row.Length;
        Count++;
        _rows.Add(values, index);
        return true;
    }

    /// <summary>A body that can be sent again, from the beginning of the file each time.</summary>
    private sealed class FileContent : HttpContent
    {
        private readonly SafeFileHandle _file;
        private readonly long _length;

        public FileContent(SafeFileHandle file, long length)
        {
            (_file, _length) = (file, length);
            Headers.ContentType = new("text/csv") { CharSet = "utf-8" };
        }

        // Where each piece begins is said: a try that was given up may still be reading.
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
            try
            {
                for (var sent = 0L; sent < _length;)
                {
                    var count = await RandomAccess.ReadAsync(_file, buffer, sent).ConfigureAwait(false);
                    if (count == 0)
                    {
                        throw new EndOfStreamException("The temporary file of the rows has become shorter.");
                    }

                    await stream.WriteAsync(buffer.AsMemory(0, count)).ConfigureAwait(false);
                    sent += count;
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _length;
            return true;
        }
    }
}

using System.Globalization;
using System.Text;

namespace IntegrationFramework.Sinks;

/// <summary>Gives a CSV file more columns, at the end of each row: with their names in the header, and empty in the rows that are there.</summary>
/// <param name="columns">The names that the header has.</param>
/// <param name="added">The names that it gets.</param>
/// <param name="addedHeader">These as CSV, each after a comma.</param>
internal sealed class CsvWidening(IReadOnlyList<string> columns, IReadOnlyList<string> added, byte[] addedHeader)
{
    private const int BufferSize = 128 * 1024;

    private readonly byte[] _commas = Enumerable.Repeat((byte)',', columns.Count + added.Count).ToArray();

    /// <summary>The names of the new columns.</summary>
    public IReadOnlyList<string> Added => added;

    /// <summary>Writes the wider file. Memory stays flat whatever its length.</summary>
    /// <exception cref="InvalidDataException">The file isn't CSV of that header, so that its rows can't be told from each other.</exception>
    public void Rewrite(Stream from, Stream to)
    {
        var scanner = new CsvScanner();
        var buffer = new byte[BufferSize];
        var row = 0L;
        var hasReturn = false;
        CopyPreamble(from, to);
        int count;
        while ((count = from.Read(buffer)) > 0)
        {
            var written = 0;
            for (var i = 0; i < count; i++)
            {
                if (hasReturn && i == 0 && buffer[0] != (byte)'\n')
                {
                    to.WriteByte((byte)'\r');
                    hasReturn = false;
                }

                if (!scanner.Read(buffer[i]))
                {
                    continue;
                }

                var end = i > written && buffer[i - 1] == (byte)'\r' ? i - 1 : i;
                to.Write(buffer, written, end - written);
                to.Write(Suffix(row++, scanner));
                if (hasReturn)
                {
                    to.WriteByte((byte)'\r');
                    hasReturn = false;
                }

                written = end;
                scanner.NextRow();
            }

            // A carriage return at the buffer's end may belong to a line feed at the beginning of the next one.
            hasReturn = !scanner.IsQuoted && count > written && buffer[count - 1] == (byte)'\r';
            to.Write(buffer, written, count - written - (hasReturn ? 1 : 0));
        }

        if (scanner.IsQuoted)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"a cell of its row {row + 1} begins with a quote and never ends"));
        }

        if (!scanner.IsBlank)
        {
            to.Write(Suffix(row, scanner));
        }

        if (hasReturn)
        {
            to.WriteByte((byte)'\r');
        }
    }

    private static void CopyPreamble(Stream from, Stream to)
    {
        Span<byte> preamble = stackalloc byte[3];
        var count = from.ReadAtLeast(preamble, preamble.Length, throwOnEndOfStream: false);
        if (preamble[..count].SequenceEqual(Encoding.UTF8.Preamble))
        {
            to.Write(preamble);
        }
        else
        {
            from.Position = 0;
        }
    }

    private ReadOnlySpan<byte> Suffix(long row, CsvScanner scanner)
    {
        if (row == 0)
        {
            return scanner.Cells == columns.Count ? addedHeader : throw new InvalidDataException("its header is another one than when the run began");
        }

        if (scanner.IsBlank)
        {
            return default;
        }

        return scanner.Cells <= columns.Count
            ? _commas.AsSpan(0, columns.Count + added.Count - scanner.Cells)
            : throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"its row {row + 1} has {scanner.Cells} cells, and its header {columns.Count}"));
    }
}

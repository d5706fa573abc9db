using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using IntegrationFramework;
using Microsoft.Extensions.Logging;

namespace Integrations.SalesImport;

/// <summary>Reads one export, row by row. Rows whose fields can't be told apart become dead letters here; the rest is left as text.</summary>
internal sealed partial class CsvExport(string path, SalesImportSettings settings, RunContext run)
{
    private const int LongestQuote = 200;

    private readonly string _name = Path.GetFileName(path);
    private CsvMalformedRecord? _malformed;
    private long _surplus;

    public async IAsyncEnumerable<SalesRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var reader = CsvReader.FromFile(path, Options());
        await reader.ReadHeaderAsync(cancellationToken);
        var mapper = CsvRecordMapper.Create<SalesRow>(reader);
        RequireAHeader(reader);
        TellOfHeadersThatStandTwice(reader);
        var comma = settings.DecimalMark is DecimalMark.Comma || (settings.DecimalMark is DecimalMark.Auto && reader.Separator == ';');

        while (await NextAsync(reader, cancellationToken))
        {
            // A quote that is opened and not closed takes in the lines after it, up to the next quote or the end of the file.
            // They are read again, each by itself, so that only the line with the quote is lost.
            if (_malformed is { Reason: CsvMalformedReason.UnterminatedQuote or CsvMalformedReason.TextAfterClosingQuote }
                && reader.RawRecord.IndexOfAny((byte)'\n', (byte)'\r') >= 0)
            {
                foreach (var row in ReadLineByLine(reader, mapper, comma))
                {
                    yield return row;
                }
            }
            else if (Accepts(reader, reader.LineNumber, reader.Headers.Count))
            {
                yield return Row(reader, mapper, reader.LineNumber, comma);
            }
        }

        if (_surplus > 0)
        {
            LogSurplusFields(run.Logger, _name, _surplus);
        }
    }

    // Every column may be missing, so of a file without any, all rows would be empty, and be passed over.
    private void RequireAHeader(CsvReader reader)
    {
        CsvRecordMapper.TryGetMembers<SalesRow>(out var members);
        var needed = members.Where(member => SalesRow.NeededColumns.Contains(member.Name)).SelectMany(member => member.ColumnNames);
        if (reader.Headers.Count > 0 && !needed.Any(name => reader.TryGetFieldIndex(name, out _)))
        {
            var found = string.Join(", ", reader.Headers);
            throw new InvalidDataException(
                $"{_name}: its first line has none of the headers that a sale needs, but '{(found.Length > LongestQuote ? found[..LongestQuote] + "…" : found)}'. "
                + "Needed are order_id, ordered_on, sku, and amount or unit_price: put a line with them first, or say under 'headers' what they are called there.");
        }
    }

    private void TellOfHeadersThatStandTwice(CsvReader reader)
    {
        var twice = reader.Headers.GroupBy(HeaderName.Normalize).Where(header => header.Key.Length > 0 && header.Count() > 1);
        foreach (var header in twice)
        {
            LogHeaderTwice(run.Logger, _name, header.First());
        }
    }

    private async ValueTask<bool> NextAsync(CsvReader reader, CancellationToken cancellationToken)
    {
        _malformed = null;
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (CsvFormatException error)
        {
            throw new InvalidDataException(
                $"{_name}: a row is longer than {settings.MaxRow.Bytes:N0} bytes (record {error.RecordNumber}); most often a quote was opened "
                + "and never closed. Mend the file, or raise 'max_row'.",
                error);
        }
    }

    private IEnumerable<SalesRow> ReadLineByLine(CsvReader outer, CsvRecordMapper<SalesRow> mapper, bool comma)
    {
        var firstLine = outer.LineNumber;
        var options = Options() with { Separator = outer.Separator, HasHeader = false, AllowLineBreaksInQuotes = false };
        using var lines = CsvReader.Create(outer.RawRecord.ToArray(), options);
        for (_malformed = null; lines.Read(); _malformed = null)
        {
            var line = firstLine + lines.LineNumber - 1;
            if (Accepts(lines, line, outer.Headers.Count))
            {
                yield return Row(lines, mapper, line, comma);
            }
        }
    }

    private bool Accepts(CsvReader reader, long line, int columns)
    {
        var problem = _malformed?.Reason switch
        {
            CsvMalformedReason.UnterminatedQuote or CsvMalformedReason.LineBreakInQuotes => "a quote is opened and never closed",
            CsvMalformedReason.TextAfterClosingQuote => "there is text after a closing quote; a quote inside a quoted field has to be doubled",
            _ => Utf8.IsValid(reader.RawRecord) ? null : "the text isn't valid UTF-8; where the export is from an older Windows program, set 'encoding: windows1252'",
        };

        if (problem is not null)
        {
            var text = Encoding.UTF8.GetString(reader.RawRecord);
            run.DeadLetter(new Dictionary<string, string> { ["file"] = _name, ["line"] = $"{line}", ["text"] = text },
                new FormatException($"{_name} line {line}: {problem}."));
            return false;
        }

        for (var i = columns; i < reader.FieldCount; i++)
        {
            if (!reader.GetSpan(i).IsEmpty)
            {
                _surplus++;
                break;
            }
        }

        return true;
    }

    private SalesRow Row(CsvReader reader, CsvRecordMapper<SalesRow> mapper, long line, bool comma)
    {
        var row = reader.GetRecord(mapper);
        row.File = _name;
        row.Line = line;
        row.DecimalComma = comma;
        return row;
    }

    private CsvReaderOptions Options() => new()
    {
        Separator = settings.Delimiter?[0],
        Encoding = settings.Encoding is ExportEncoding.Windows1252 ? Windows1252 : null,
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MaxRecordSize = (int)Math.Min(settings.MaxRow.Bytes, int.MaxValue / 4),
        NormalizeHeaderName = name => HeaderName.Normalize(settings.Headers.GetValueOrDefault(name.Trim(), name)),
        OnMalformedRecord = record => _malformed = record,
    };

    private static Encoding Windows1252 => CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File}: the header '{Header}' stands more than once; the first of these columns is read, and what is in the others was left out.")]
    private static partial void LogHeaderTwice(ILogger logger, string file, string header);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File}: rows with more fields than the header has: {Rows}. What is too much was left out.")]
    private static partial void LogSurplusFields(ILogger logger, string file, long rows);
}

using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using IntegrationFramework;
using Microsoft.Extensions.Logging;

namespace Integrations.SalesImport;

/// <summary>
/// Brings the CSV exports of several shops into one table. Every shop exports differently, so headers go by many names, and separators,
/// number and date formats are recognised file by file. What can't be read without guessing becomes a dead letter with its file and line.
/// </summary>
[Integration]
public sealed partial class SalesImport(SalesImportSettings settings) : Integration<SalesRow, Sale>
{
    // Some shops' systems write SALES.CSV.
    private static readonly EnumerationOptions AnyCase = new() { MatchCasing = MatchCasing.CaseInsensitive, AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly SaleParser _parser = new(settings);

    protected override async IAsyncEnumerable<SalesRow> FetchAsync(RunContext run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // By name, so that where two files know the same sale, the later month's wins.
        var files = Directory.EnumerateFiles(settings.Folder.FullPath, settings.Pattern, AnyCase).Order(StringComparer.Ordinal).ToList();
        if (files.Count == 0)
        {
            LogNothingToRead(run.Logger, settings.Pattern, settings.Folder.Configured);
        }

        foreach (var file in files)
        {
            // An order may name an article twice. Counted file by file, so that the same lines have the same numbers in every export.
            var occurrences = new Dictionary<UInt128, int>();
            await foreach (var row in new CsvExport(file, settings, run).ReadAsync(cancellationToken))
            {
                row.Occurrence = ++CollectionsMarshal.GetValueRefOrAddDefault(occurrences, IdentityOf(row), out _);
                yield return row;
            }
        }
    }

    // A hash in place of the texts: of a file with millions of lines they would fill the memory.
    private UInt128 IdentityOf(SalesRow row)
    {
        var (shop, orderId, sku, day) = _parser.Identify(row);
        return XxHash128.HashToUInt128(MemoryMarshal.AsBytes($"{shop}\n{orderId}\n{sku}\n{day:O}".AsSpan()));
    }

    protected override Sale? Postprocess(SalesRow raw, RunContext run) =>
        raw.IsEmpty || settings.IgnoreRows.Contains(raw.OrderId, StringComparer.OrdinalIgnoreCase) ? null : _parser.Parse(raw);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No file matches '{Pattern}' in '{Folder}': nothing was imported.")]
    private static partial void LogNothingToRead(ILogger logger, string pattern, string folder);
}

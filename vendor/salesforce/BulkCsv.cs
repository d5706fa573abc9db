using CsvHelper;

namespace Vendors.Salesforce;

/// <summary>The form of CSV that Bulk API 2.0 reads and writes.</summary>
internal static class BulkCsv
{
    /// <summary>What empties a field; an empty cell leaves it as it is.</summary>
    public const string Null = "#N/A";

    public static readonly CsvReaderOptions Reading = new() { Separator = ',' };

    public static readonly CsvWriterOptions Writing = new() { Separator = ',', NewLine = "\n" };
}

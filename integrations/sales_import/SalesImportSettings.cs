using System.ComponentModel.DataAnnotations;
using IntegrationFramework;

namespace Integrations.SalesImport;

/// <summary>Where the exports lie, and how to read them.</summary>
public sealed record SalesImportSettings
{
    /// <summary>The folder of the exports.</summary>
    public required InputPath Folder { get; init; }

    /// <summary>Which of its files to read.</summary>
    /// <value><c>*.csv</c> by default.</value>
    public string Pattern { get; init; } = "*.csv";

    /// <summary>What separates the fields.</summary>
    /// <value>By default what the first lines of each file say: comma, semicolon, tab or vertical bar.</value>
    [AllowedValues(",", ";", "\t", "|")]
    public string? Delimiter { get; init; }

    /// <summary>The encoding of files that don't begin with a byte order mark.</summary>
    /// <value>UTF-8 by default.</value>
    public ExportEncoding Encoding { get; init; } = ExportEncoding.Utf8;

    /// <summary>What the decimals of a number are set off with.</summary>
    /// <value>By default a comma in files separated by semicolons, as spreadsheets write them, and a point in all others.</value>
    public DecimalMark DecimalMark { get; init; } = DecimalMark.Auto;

    /// <summary>The formats that a date may have, tried in order; times of day are left out.</summary>
    [Length(1, 20)]
    public List<string> DateFormats { get; init; } =
        ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK", "dd.MM.yyyy", "dd.MM.yyyy HH:mm"];

    /// <summary>The currency of files that don't name one, ISO 4217.</summary>
    [RegularExpression("[A-Z]{3}")]
    public string Currency { get; init; } = "EUR";

    /// <summary>More names of columns: what a header says, and which column that is.</summary>
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>What stands in the place of the order's number in rows that are no sales, such as totals.</summary>
    public List<string> IgnoreRows { get; init; } = [];

    /// <summary>The longest row to accept, in bytes of UTF-8. A quote that is never closed makes one row of all that follows.</summary>
    /// <value>1 MB by default.</value>
    public ByteSize MaxRow { get; init; } = new(1024 * 1024);
}

/// <summary>The encoding of a text file.</summary>
public enum ExportEncoding
{
    /// <summary>UTF-8.</summary>
    Utf8,

    /// <summary>Western European, as older Windows programs write it.</summary>
    Windows1252,
}

/// <summary>What the decimals of a number are set off with.</summary>
public enum DecimalMark
{
    /// <summary>A comma in files separated by semicolons, a point in all others.</summary>
    Auto,

    /// <summary>1,234.50</summary>
    Point,

    /// <summary>1.234,50</summary>
    Comma,
}

using System.Globalization;

namespace IntegrationFramework.Cli.Output;

/// <summary>Writes rows under named columns: as a table for people, or as JSON or CSV for programs.</summary>
internal abstract class RowWriter
{
    /// <summary>The formats, the first being the default.</summary>
    public static readonly string[] Formats = ["table", "json", "csv"];

    // What is smaller keeps its exponent: a decimal has no room for all of its digits.
    private const double Smallest = 1e-9;

    /// <summary>Begins to write.</summary>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="output">Where to.</param>
    /// <param name="columns">The columns' names.</param>
    public static RowWriter Create(string format, TextWriter output, IReadOnlyList<string> columns) => format switch
    {
        "json" => new JsonRowWriter(output, columns),
        "csv" => new CsvRowWriter(output, columns),
        _ => new TableRowWriter(output, columns),
    };

    /// <summary>Writes a row: a value for each column, of which a list of texts may be one; values beyond the columns are left out.</summary>
    public abstract void Write(IReadOnlyList<object?> row);

    /// <summary>Writes what is left.</summary>
    /// <param name="after">What closes the text around the rows, on their last line.</param>
    public abstract void End(string? after = null);

    /// <summary>A value as text, the same in every culture.</summary>
    protected static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        byte[] bytes => Convert.ToHexStringLower(bytes),
        double number and (> -1 and < -Smallest or > Smallest and < 1) => WithoutExponent(number),
        IReadOnlyList<string> list => string.Join(", ", list),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>A part of a second, say, as 0.00012 and not as 1.2E-04.</summary>
    private static string WithoutExponent(double number) =>
        decimal.Parse(number.ToString(CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
}

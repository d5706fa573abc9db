using System.Buffers;
using System.Globalization;

namespace Integrations.SalesImport;

/// <summary>Reads the fields of one row and gathers what is wrong with them.</summary>
internal struct RowFields(SalesRow row)
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.,");

    private List<string>? _problems;
    private string? _currency;

    /// <summary>The text that a spreadsheet was kept from changing, <c>="00123"</c>, without what kept it; white space around it is taken off.</summary>
    public static string Unwrap(string text) => text is ['=', '"', .. var inner, '"'] ? inner.Trim() : text.Trim();

    public readonly void ThrowIfAnyIsWrong()
    {
        if (_problems is not null)
        {
            throw new FormatException($"{row.File} line {row.Line}: {string.Join("; ", _problems)}.");
        }
    }

    public void Missing(string name) => Problem($"there is no {name}");

    public string Identifier(string text, string name)
    {
        var value = Unwrap(text);
        if (value.Length == 0)
        {
            Missing(name);
        }
        else if (IsScientific(value))
        {
            Problem($"{name} '{value}' was a number to a spreadsheet, and its last digits are lost");
        }

        return value;
    }

    public DateOnly Date(string text, string name, string[] formats)
    {
        var value = Unwrap(text);
        if (value.Length == 0)
        {
            Missing(name);
        }
        else if (DateTimeOffset.TryParseExact(
            value, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite, out var date))
        {
            return DateOnly.FromDateTime(date.DateTime);
        }
        else
        {
            Problem($"{name} '{value}' is no date in any of the formats under 'date_formats'");
        }

        return default;
    }

    public int? WholeNumber(string text, string name)
    {
        var number = Number(text, name);
        if (number is { } value && (value != decimal.Truncate(value) || value is < int.MinValue or > int.MaxValue))
        {
            Problem($"{name} '{text}' is no whole number");
            return null;
        }

        return (int?)number;
    }

    public decimal? Number(string text, string name)
    {
        var value = Unwrap(text);
        if (value.Length == 0)
        {
            return null;
        }

        if (NumberText.TryRead(value, row.DecimalComma, out var number, out var currency))
        {
            _currency ??= currency;
            return number;
        }

        Problem($"{name} '{value}' is no number with a decimal {(row.DecimalComma ? "comma" : "point")}");
        return null;
    }

    /// <summary>The currency: what the column says, else the symbol beside a price, else <see langword="null"/>.</summary>
    public string? Currency(string text)
    {
        var value = Unwrap(text).ToUpperInvariant();
        if (value.Length == 0)
        {
            return _currency;
        }

        if (value is [>= 'A' and <= 'Z', >= 'A' and <= 'Z', >= 'A' and <= 'Z'])
        {
            return value;
        }

        var symbol = value switch { "€" => "EUR", "$" => "USD", "£" => "GBP", _ => null };
        if (symbol is null)
        {
            Problem($"currency '{value}' is no ISO 4217 code");
        }

        return symbol;
    }

    // 4,00612E+12
    private static bool IsScientific(string value)
    {
        var exponent = value.IndexOf("E+", StringComparison.OrdinalIgnoreCase);
        return exponent > 0
            && value.AsSpan(exponent + 2) is { IsEmpty: false } power && !power.ContainsAnyExceptInRange('0', '9')
            && !value.AsSpan(0, exponent).ContainsAnyExcept(NumberCharacters);
    }

    private void Problem(string problem) => (_problems ??= []).Add(problem);
}

using System.Globalization;

namespace Integrations.SalesImport;

/// <summary>Numbers as people and spreadsheets write them: <c>1.234,50 €</c>, <c>$1,234.50</c>, <c>(12.50)</c>, <c>12,50-</c>.</summary>
internal static class NumberText
{
    private const int LongestNumber = 64;

    /// <summary>Reads a number. Never guesses: a mark that is neither the decimal mark nor between groups of three digits is an error.</summary>
    /// <param name="text">The text, without white space around it.</param>
    /// <param name="decimalComma">Whether decimals are set off with a comma; points then group digits, else the other way round.</param>
    /// <param name="value">The number.</param>
    /// <param name="currency">The currency that a symbol beside the number stands for, else <see langword="null"/>.</param>
    public static bool TryRead(ReadOnlySpan<char> text, bool decimalComma, out decimal value, out string? currency)
    {
        value = 0;
        text = TakeCurrency(text, out currency);
        text = TakeSign(text, out var negative);
        if (currency is null)
        {
            text = TakeCurrency(text, out currency);
        }

        if (text.Length is 0 or > LongestNumber)
        {
            return false;
        }

        Span<char> plain = stackalloc char[LongestNumber];
        if (!TryStrip(text, decimalComma ? ',' : '.', plain, out var length)
            || !decimal.TryParse(plain[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value))
        {
            return false;
        }

        value = negative ? -value : value;
        return true;
    }

    // Leaves digits and a decimal point. The marks between groups must all be the same one, with three digits between them.
    private static bool TryStrip(ReadOnlySpan<char> text, char decimalMark, Span<char> plain, out int length)
    {
        length = 0;
        var groupMark = '\0';
        var digits = 0;
        var decimals = false;
        foreach (var character in text)
        {
            if (char.IsAsciiDigit(character))
            {
                plain[length++] = character;
                digits++;
                continue;
            }

            if (decimals || (groupMark != '\0' && digits != 3))
            {
                return false;
            }

            if (character == decimalMark)
            {
                decimals = true;
                plain[length++] = '.';
            }
            else if (IsGroupMark(character) && digits is >= 1 and <= 3 && (groupMark == '\0' || groupMark == character))
            {
                groupMark = character;
            }
            else
            {
                return false;
            }

            digits = 0;
        }

        return digits > 0 && (decimals || groupMark == '\0' || digits == 3);
    }

    private static bool IsGroupMark(char character) => character is '.' or ',' or '\'' or '’' or ' ' or '\u00A0' or '\u202F';

    private static ReadOnlySpan<char> TakeSign(ReadOnlySpan<char> text, out bool negative)
    {
        negative = true;
        return text switch
        {
            ['-' or '\u2212', .. var rest] => rest.Trim(),
            [.. var rest, '-' or '\u2212'] => rest.Trim(),
            ['(', .. var rest, ')'] => rest.Trim(),
            _ => Positive(text, out negative),
        };

        static ReadOnlySpan<char> Positive(ReadOnlySpan<char> text, out bool negative)
        {
            negative = false;
            return text is ['+', .. var rest] ? rest.Trim() : text;
        }
    }

    private static ReadOnlySpan<char> TakeCurrency(ReadOnlySpan<char> text, out string? currency)
    {
        currency = text switch
        {
            ['€', ..] or [.., '€'] => "EUR",
            ['$', ..] or [.., '$'] => "USD",
            ['£', ..] or [.., '£'] => "GBP",
            _ => null,
        };
        return currency is null ? text : text.Trim("€$£").Trim();
    }
}

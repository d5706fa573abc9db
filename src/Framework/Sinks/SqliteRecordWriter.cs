using System.Globalization;
using IntegrationFramework.Records;
using SQLitePCL;

namespace IntegrationFramework.Sinks;

/// <summary>
/// Binds the fields of a record to the parameters of a prepared statement, straight through the C API: no object per value. Points
/// in time are stored in UTC, so that they sort as text.
/// </summary>
/// <param name="statement">What the fields are bound to.</param>
/// <param name="isRounded">Whether the table's own column of a field keeps no more than 15 digits of a number.</param>
internal sealed class SqliteRecordWriter(sqlite3_stmt statement, Func<RecordField, bool> isRounded) : FlatRecordWriter
{
    /// <summary>How many digits of a number are always kept, also where it is written out as text.</summary>
    private const int DigitsOfText = 15;

    private readonly RecordBuffer _text = new();

    /// <summary>How many bytes of data were bound so far.</summary>
    public long BytesBound { get; private set; }

    /// <summary>Forgets a record that broke off.</summary>
    public void Abandon()
    {
        AbandonNested();
        _text.Clear();
    }

    protected override void Null(RecordField field) => raw.sqlite3_bind_null(statement, field.Index + 1);

    protected override void String(RecordField field, string value)
    {
        _text.Write(value);
        if (_text.WrittenSpan.Contains(UnpairedSurrogate.Replacement[0]) && _text.WrittenSpan.IndexOf(UnpairedSurrogate.Replacement) >= 0)
        {
            UnpairedSurrogate.Refuse(field.Name, value);
        }

        BindText(field);
    }

    protected override void Boolean(RecordField field, bool value) => Integer(field, value ? 1 : 0);

    protected override void Integer(RecordField field, long value)
    {
        raw.sqlite3_bind_int64(statement, field.Index + 1, value);
        BytesBound += sizeof(long);
    }

    protected override void Float(RecordField field, double value)
    {
        // SQLite makes NaN a null, which a column that takes none would refuse without saying why.
        if (double.IsNaN(value) && !field.IsNullable)
        {
            throw new InvalidOperationException($"'{field.Name}' is NaN, which SQLite stores as null, and '{field.Name}' can't be null.");
        }

        raw.sqlite3_bind_double(statement, field.Index + 1, value);
        BytesBound += sizeof(double);
    }

    /// <summary>
    /// As a number, to sum and to compare. SQLite makes one of the text, and of that keeps 15 digits; where there are more, it is given the
    /// whole number or the double that is the same value.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    protected override void Decimal(RecordField field, decimal value)
    {
        if (HasFewDigits(value))
        {
            _text.Format(value);
            BindText(field);
        }
        else if (SignificantDigits(value) is var digits && digits > DigitsOfText && isRounded(field))
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{field.Name}' has {digits} digits, and its column in the table keeps {DigitsOfText} of a number. Round it in Postprocess, or let the column be DECIMAL."));
        }
        else if (decimal.IsInteger(value) && value is >= long.MinValue and <= long.MaxValue)
        {
            Integer(field, (long)value);
        }
        else if (double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) is var number
            && decimal.TryParse(number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var kept) && kept == value)
        {
            Float(field, number);
        }
        else
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{field.Name}' has {digits} digits, and a number in SQLite keeps {DigitsOfText} to 17, or a whole one up to {long.MaxValue}. Round it in Postprocess, or deliver it as text."));
        }
    }

    protected override void Date(RecordField field, DateOnly value)
    {
        _text.Format(value, "O");
        BindText(field);
    }

    protected override void Timestamp(RecordField field, DateTimeOffset value)
    {
        _text.Format(value.UtcDateTime, IsoText.SortableFormat);
        BindText(field);
    }

    protected override void Duration(RecordField field, TimeSpan value)
    {
        _text.Format(value, "c");
        BindText(field);
    }

    protected override void Json(RecordField field, ReadOnlySpan<byte> utf8)
    {
        _text.Write(utf8);
        BindText(field);
    }

    protected override void Dispose(bool disposing)
    {
        _text.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>How many digits say something: none of the zeros that a division or a rounding leaves at the end.</summary>
    private static int SignificantDigits(decimal value) =>
        value.ToString(CultureInfo.InvariantCulture).Replace(".", "", StringComparison.Ordinal).TrimStart('-').Trim('0').Length;

    private static bool HasFewDigits(decimal value)
    {
        const ulong most = 1_000_000_000_000_000;
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        return bits[2] == 0 && (((ulong)(uint)bits[1] << 32) | (uint)bits[0]) < most;
    }

    private void BindText(RecordField field)
    {
        var text = _text.WrittenSpan;
        var code = text.IsEmpty
            ? raw.sqlite3_bind_text(statement, field.Index + 1, "") // an empty span would be bound as null
            : raw.sqlite3_bind_text(statement, field.Index + 1, text);
        BytesBound += text.Length;
        _text.Clear();
        if (code != raw.SQLITE_OK)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"'{field.Name}' can't be stored: {raw.sqlite3_errstr(code).utf8_to_string()}."));
        }
    }
}

using System.Runtime.InteropServices;
using System.Text;
using IntegrationFramework.Records;

namespace IntegrationFramework.Checks;

/// <summary>The fields of a record, as its schema hands them over one by one.</summary>
internal sealed partial class RecordChecks
{
    private byte[] _utf8 = new byte[256];
    private int _depth;

    public override void WriteNull(RecordField field)
    {
        if (Checked(field) is not { } check)
        {
            return;
        }

        _problem ??= check.JudgeNull();
        if (check.IsKey)
        {
            foreach (var unique in _uniques)
            {
                unique.AddNull(field.Index);
            }
        }
    }

    public override void WriteString(RecordField field, string? value)
    {
        if (value is null)
        {
            WriteNull(field);
        }
        else if (Checked(field) is { } check)
        {
            _problem ??= check.Judge(value);
            if (check.IsKey)
            {
                AddText(field, value);
            }
        }
    }

    public override void WriteBoolean(RecordField field, bool value)
    {
        if (Checked(field) is { IsKey: true })
        {
            AddKey(field, value);
        }
    }

    public override void WriteInteger(RecordField field, long value)
    {
        if (Checked(field) is { } check)
        {
            _problem ??= check.Judge(value);
            AddKey(check, field, value);
        }
    }

    public override void WriteFloat(RecordField field, double value)
    {
        if (Checked(field) is { } check)
        {
            _problem ??= check.Judge(value);
            AddKey(check, field, value);
        }
    }

    public override void WriteDecimal(RecordField field, decimal value)
    {
        if (Checked(field) is { } check)
        {
            _problem ??= check.Judge(value);

            // 1.0 and 1.00 are one number.
            AddKey(check, field, value / 1.0000000000000000000000000000m);
        }
    }

    public override void WriteDate(RecordField field, DateOnly value)
    {
        if (Checked(field) is { } check)
        {
            check.See(new DateTimeOffset(value.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));
            AddKey(check, field, value.DayNumber);
        }
    }

    public override void WriteTimestamp(RecordField field, DateTimeOffset value)
    {
        if (Checked(field) is { } check)
        {
            check.See(value);
            AddKey(check, field, value.UtcTicks);
        }
    }

    public override void WriteDuration(RecordField field, TimeSpan value)
    {
        if (Checked(field) is { } check)
        {
            AddKey(check, field, value.Ticks);
        }
    }

    public override void BeginRecord(RecordField field) => _depth++;

    public override void EndRecord() => _depth--;

    public override void BeginList(RecordField field) => _depth++;

    public override void EndList() => _depth--;

    public override void BeginMap(RecordField field) => _depth++;

    public override void WriteKey(string key)
    {
    }

    public override void EndMap() => _depth--;

    /// <summary>The check of a field of the record itself, not of what is nested in it.</summary>
    private FieldCheck? Checked(RecordField field) => _depth == 0 && field.Index >= 0 ? _fields[field.Index] : null;

    private void AddKey<T>(FieldCheck check, RecordField field, T value)
        where T : unmanaged
    {
        if (check.IsKey)
        {
            AddKey(field, value);
        }
    }

    private void AddKey<T>(RecordField field, T value)
        where T : unmanaged => AddKey(field, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    private void AddKey(RecordField field, ReadOnlySpan<byte> value)
    {
        foreach (var unique in _uniques)
        {
            unique.Add(field.Index, value);
        }
    }

    private void AddText(RecordField field, string value)
    {
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (_utf8.Length < most)
        {
            _utf8 = new byte[most];
        }

        AddKey(field, _utf8.AsSpan(0, Encoding.UTF8.GetBytes(value, _utf8)));
    }
}

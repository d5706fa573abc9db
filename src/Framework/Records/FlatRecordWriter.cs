namespace IntegrationFramework.Records;

/// <summary>
/// The base of writers whose fields hold single values, such as the columns of a table: nested records, lists and maps reach them
/// as JSON text.
/// </summary>
internal abstract class FlatRecordWriter : RecordWriter, IDisposable
{
    private readonly RecordBuffer _nested = new();
    private readonly JsonRecordWriter _json;
    private readonly RecordField _root = new("", FieldKind.Record);
    private RecordField _column;
    private int _depth;

    protected FlatRecordWriter()
    {
        _json = new JsonRecordWriter(_nested) { RefusesHalves = true };
        _column = _root;
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    public sealed override void WriteNull(RecordField field)
    {
        if (_depth > 0)
        {
            _json.WriteNull(field);
        }
        else
        {
            Null(field);
        }
    }

    public sealed override void WriteString(RecordField field, string? value)
    {
        if (_depth > 0)
        {
            _json.WriteString(field, value);
        }
        else if (value is null)
        {
            Null(field);
        }
        else
        {
            String(field, value);
        }
    }

    public sealed override void WriteBoolean(RecordField field, bool value)
    {
        if (_depth > 0)
        {
            _json.WriteBoolean(field, value);
        }
        else
        {
            Boolean(field, value);
        }
    }

    public sealed override void WriteInteger(RecordField field, long value)
    {
        if (_depth > 0)
        {
            _json.WriteInteger(field, value);
        }
        else
        {
            Integer(field, value);
        }
    }

    public sealed override void WriteFloat(RecordField field, double value)
    {
        if (_depth > 0)
        {
            _json.WriteFloat(field, value);
        }
        else
        {
            Float(field, value);
        }
    }

    public sealed override void WriteDecimal(RecordField field, decimal value)
    {
        if (_depth > 0)
        {
            _json.WriteDecimal(field, value);
        }
        else
        {
            Decimal(field, value);
        }
    }

    public sealed override void WriteDate(RecordField field, DateOnly value)
    {
        if (_depth > 0)
        {
            _json.WriteDate(field, value);
        }
        else
        {
            Date(field, value);
        }
    }

    public sealed override void WriteTimestamp(RecordField field, DateTimeOffset value)
    {
        if (_depth > 0)
        {
            _json.WriteTimestamp(field, value);
        }
        else
        {
            Timestamp(field, value);
        }
    }

    public sealed override void WriteDuration(RecordField field, TimeSpan value)
    {
        if (_depth > 0)
        {
            _json.WriteDuration(field, value);
        }
        else
        {
            Duration(field, value);
        }
    }

    public sealed override void BeginRecord(RecordField field) => _json.BeginRecord(Begin(field));

    public sealed override void EndRecord()
    {
        _json.EndRecord();
        End();
    }

    public sealed override void BeginList(RecordField field) => _json.BeginList(Begin(field));

    public sealed override void EndList()
    {
        _json.EndList();
        End();
    }

    public sealed override void BeginMap(RecordField field) => _json.BeginMap(Begin(field));

    public sealed override void WriteKey(string key) => _json.WriteKey(key);

    public sealed override void EndMap()
    {
        _json.EndMap();
        End();
    }

    protected abstract void Null(RecordField field);

    protected abstract void String(RecordField field, string value);

    protected abstract void Boolean(RecordField field, bool value);

    protected abstract void Integer(RecordField field, long value);

    protected abstract void Float(RecordField field, double value);

    protected abstract void Decimal(RecordField field, decimal value);

    protected abstract void Date(RecordField field, DateOnly value);

    protected abstract void Timestamp(RecordField field, DateTimeOffset value);

    protected abstract void Duration(RecordField field, TimeSpan value);

    /// <summary>Receives a nested record, list or map.</summary>
    protected abstract void Json(RecordField field, ReadOnlySpan<byte> utf8);

    /// <summary>Forgets the nested value of a record that broke off in its middle.</summary>
    protected void AbandonNested()
    {
        _depth = 0;
        _json.Abandon();
        _nested.Clear();
    }

    protected virtual void Dispose(bool disposing)
    {
        _json.Dispose();
        _nested.Dispose();
    }

    /// <summary>The outermost value is written without a name: the column is its name.</summary>
    private RecordField Begin(RecordField field)
    {
        if (_depth++ > 0)
        {
            return field;
        }

        _column = field;
        _json.Within(field);
        return _root;
    }

    private void End()
    {
        if (--_depth == 0)
        {
            _json.Complete();
            Json(_column, _nested.WrittenSpan);
            _nested.Clear();
        }
    }
}

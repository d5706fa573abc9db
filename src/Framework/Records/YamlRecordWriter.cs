namespace IntegrationFramework.Records;

/// <summary>Writes records as the entries of one YAML list, in block style.</summary>
internal sealed class YamlRecordWriter(RecordBuffer output) : RecordWriter
{
    /// <summary>Longer keys than this have to be announced by a question mark.</summary>
    private const int LongestImplicitKey = 1000;

    private readonly Stack<Frame> _frames = new();
    private Frame _frame;
    private string? _key;

    private enum Container
    {
        Record,
        List,
        Map,
    }

    /// <summary>Writes one record as an entry of the top-level list.</summary>
    public void WriteEntry(RecordSchema schema, object record)
    {
        _frames.Clear();
        _frame = new Frame(Container.Record, indent: 2) { FollowsDash = true };
        output.Write((byte)'-');
        schema.WriteObject(record, this);
        CloseEmpty("{}"u8);
        output.Write((byte)'\n');
    }

    public override void WriteNull(RecordField field)
    {
        Introduce(field);
        output.Write(" null"u8);
    }

    public override void WriteString(RecordField field, string? value)
    {
        Introduce(field);
        output.Write((byte)' ');
        if (value is null)
        {
            output.Write("null"u8);
        }
        else if (YamlScalars.IsPlain(value))
        {
            output.Write(value);
        }
        else if (YamlScalars.IsLiteral(value))
        {
            WriteLiteral(value);
        }
        else
        {
            WriteQuoted(NameOf(field), value);
        }
    }

    public override void WriteBoolean(RecordField field, bool value)
    {
        Introduce(field);
        output.Write(value ? " true"u8 : " false"u8);
    }

    public override void WriteInteger(RecordField field, long value) => WriteFormatted(field, value);

    public override void WriteFloat(RecordField field, double value)
    {
        Introduce(field);
        output.Write((byte)' ');
        YamlScalars.WriteFloat(output, value);
    }

    public override void WriteDecimal(RecordField field, decimal value) => WriteFormatted(field, value);

    public override void WriteDate(RecordField field, DateOnly value) => WriteFormatted(field, value, "O");

    public override void WriteTimestamp(RecordField field, DateTimeOffset value) => WriteFormatted(field, value, "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz");

    public override void WriteDuration(RecordField field, TimeSpan value)
    {
        // Quoted, since 01:30:00 is a number in base 60 to YAML 1.1.
        Introduce(field);
        output.Write(" \""u8);
        output.Format(value, "c");
        output.Write((byte)'"');
    }

    public override void BeginRecord(RecordField field) => Open(field, Container.Record);

    public override void EndRecord() => Close("{}"u8);

    public override void BeginList(RecordField field) => Open(field, Container.List);

    public override void EndList() => Close("[]"u8);

    public override void BeginMap(RecordField field) => Open(field, Container.Map);

    public override void WriteKey(string key) => _key = key;

    public override void EndMap() => Close("{}"u8);

    private void WriteFormatted<T>(RecordField field, T value, ReadOnlySpan<char> format = default)
        where T : IUtf8SpanFormattable
    {
        Introduce(field);
        output.Write((byte)' ');
        output.Format(value, format);
    }

    private void Open(RecordField field, Container container)
    {
        Introduce(field);
        _frames.Push(_frame);
        _frame = new Frame(container, _frame.Indent + 2) { Name = NameOf(field), FollowsDash = _frame.Container == Container.List };
    }

    private void Close(ReadOnlySpan<byte> empty)
    {
        CloseEmpty(empty);
        _frame = _frames.Pop();
    }

    private void CloseEmpty(ReadOnlySpan<byte> empty)
    {
        if (!_frame.HasEntries)
        {
            output.Write((byte)' ');
            output.Write(empty);
        }
    }

    /// <summary>Begins an entry: its line, its indentation, and its dash or key. What follows begins with a space or a new line.</summary>
    private void Introduce(RecordField field)
    {
        if (_frame is { FollowsDash: true, HasEntries: false })
        {
            output.Write((byte)' ');
        }
        else
        {
            output.Write((byte)'\n');
            Indent(_frame.Indent);
        }

        _frame.HasEntries = true;
        switch (_frame.Container)
        {
            case Container.List:
                output.Write((byte)'-');
                break;
            case Container.Map:
                WriteName(_key ?? throw new InvalidOperationException("A map's value was written without its key."));
                _key = null;
                break;
            default:
                WriteName(field.Name);
                break;
        }
    }

    private void WriteName(string name)
    {
        var isLong = name.Length > LongestImplicitKey;
        if (isLong)
        {
            output.Write("? "u8);
        }

        if (YamlScalars.IsPlain(name))
        {
            output.Write(name);
        }
        else
        {
            WriteQuoted(_frame.Name, name);
        }

        if (isLong)
        {
            output.Write((byte)'\n');
            Indent(_frame.Indent);
        }

        output.Write((byte)':');
    }

    /// <summary>The name of a field, or of the one that an element is a part of.</summary>
    private string NameOf(RecordField field) => field.Index >= 0 ? field.Name : _frame.Name;

    /// <summary>Half of a surrogate pair can't be printed, so that a text that has one is always quoted.</summary>
    private void WriteQuoted(string field, string text)
    {
        UnpairedSurrogate.Refuse(field, text);
        YamlScalars.WriteQuoted(output, text);
    }

    private void WriteLiteral(string text)
    {
        // "-" drops the last line break, "+" keeps them all, and neither keeps exactly one.
        output.Write((byte)'|');
        if (text[^1] != '\n')
        {
            output.Write((byte)'-');
        }
        else if (text[^2] == '\n')
        {
            output.Write((byte)'+');
        }

        var rest = text.AsSpan();
        if (rest[^1] == '\n')
        {
            rest = rest[..^1];
        }

        foreach (var line in rest.Split('\n'))
        {
            output.Write((byte)'\n');
            if (!rest[line].IsEmpty)
            {
                Indent(_frame.Indent + 2);
                output.Write(rest[line]);
            }
        }
    }

    private void Indent(int count)
    {
        output.GetSpan(count)[..count].Fill((byte)' ');
        output.Advance(count);
    }

    private struct Frame(Container container, int indent)
    {
        /// <summary>The field that it is, or is a part of.</summary>
        public string Name = "";

        public readonly Container Container = container;

        /// <summary>How far this container's own entries are indented.</summary>
        public readonly int Indent = indent;

        /// <summary>Whether the first entry stands on the line of the dash that this container is an item of.</summary>
        public bool FollowsDash;

        public bool HasEntries;
    }
}

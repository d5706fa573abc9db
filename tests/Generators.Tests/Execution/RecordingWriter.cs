using System.Globalization;
using System.Text;
using IntegrationFramework.Records;

namespace Generators.Tests.Execution;

/// <summary>Writes down what a schema hands to a writer.</summary>
internal sealed class RecordingWriter : RecordWriter
{
    private readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    public override void WriteNull(RecordField field) => Put(field, "null");

    public override void WriteString(RecordField field, string? value) => Put(field, value is null ? "null" : $"\"{value}\"");

    public override void WriteBoolean(RecordField field, bool value) => Put(field, value ? "true" : "false");

    public override void WriteInteger(RecordField field, long value) => Put(field, value.ToString(CultureInfo.InvariantCulture));

    public override void WriteFloat(RecordField field, double value) => Put(field, value.ToString("R", CultureInfo.InvariantCulture) + "f");

    public override void WriteDecimal(RecordField field, decimal value) => Put(field, value.ToString(CultureInfo.InvariantCulture) + "m");

    public override void WriteDate(RecordField field, DateOnly value) => Put(field, value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public override void WriteTimestamp(RecordField field, DateTimeOffset value) => Put(field, value.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture));

    public override void WriteDuration(RecordField field, TimeSpan value) => Put(field, value.ToString("c", CultureInfo.InvariantCulture));

    public override void BeginRecord(RecordField field) => Put(field, "{");

    public override void EndRecord() => _text.Append("}\n");

    public override void BeginList(RecordField field) => Put(field, "[");

    public override void EndList() => _text.Append("]\n");

    public override void BeginMap(RecordField field) => Put(field, "<");

    public override void WriteKey(string key) => _text.Append(key).Append(" -> ");

    public override void EndMap() => _text.Append(">\n");

    private void Put(RecordField field, string value) => _text.Append(field.Name).Append('=').Append(value).Append('\n');
}

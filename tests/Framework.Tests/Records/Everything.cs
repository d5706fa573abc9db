using System.Globalization;
using IntegrationFramework.Records;

namespace Framework.Tests.Records;

/// <summary>A record with a field of every kind.</summary>
public sealed record Everything
{
    public string? Text { get; init; } = "text";

    public bool Flag { get; init; } = true;

    public long Whole { get; init; } = -42;

    public double Real { get; init; } = 1.5;

    public decimal Money { get; init; } = 12.30m;

    public DateOnly Day { get; init; } = new(2026, 1, 31);

    public DateTimeOffset Moment { get; init; } = DateTimeOffset.Parse("2026-01-31T12:30:00.25+02:00", CultureInfo.InvariantCulture);

    public TimeSpan Span { get; init; } = new(1, 2, 3);

    public Everything? Nested { get; init; }

    public List<string> Tags { get; init; } = ["a", "no"];

    public Dictionary<string, double> Rates { get; init; } = new() { ["EUR"] = 1, ["x y"] = 0.25 };

    public List<List<long>> Matrix { get; init; } = [[1, 2], []];

    public List<Everything> Children { get; init; } = [];

    public static RecordSchema<Everything> Schema { get; } = new EverythingSchema();

    private sealed class EverythingSchema() : RecordSchema<Everything>(
        "Everything",
        new("text", FieldKind.String, nullable: true),
        new("flag", FieldKind.Boolean),
        new("whole", FieldKind.Integer),
        new("real", FieldKind.Float),
        new("money", FieldKind.Decimal),
        new("day", FieldKind.Date),
        new("moment", FieldKind.Timestamp),
        new("span", FieldKind.Duration),
        new("nested", FieldKind.Record, nullable: true),
        new("tags", FieldKind.List, item: Text),
        new("rates", FieldKind.Map, item: Real),
        new("matrix", FieldKind.List, item: Row),
        new("children", FieldKind.List, item: Child))
    {
        private static readonly RecordField Text = new("item", FieldKind.String);
        private static readonly RecordField Real = new("item", FieldKind.Float);
        private static readonly RecordField Whole = new("item", FieldKind.Integer);
        private static readonly RecordField Row = new("item", FieldKind.List, item: Whole);
        private static readonly RecordField Child = new("item", FieldKind.Record);

        public override void Write(Everything record, RecordWriter writer)
        {
            writer.WriteString(Fields[0], record.Text);
            writer.WriteBoolean(Fields[1], record.Flag);
            writer.WriteInteger(Fields[2], record.Whole);
            writer.WriteFloat(Fields[3], record.Real);
            writer.WriteDecimal(Fields[4], record.Money);
            writer.WriteDate(Fields[5], record.Day);
            writer.WriteTimestamp(Fields[6], record.Moment);
            writer.WriteDuration(Fields[7], record.Span);
            WriteNested(Fields[8], record.Nested, writer);
            writer.BeginList(Fields[9]);
            foreach (var tag in record.Tags)
            {
                writer.WriteString(Text, tag);
            }

            writer.EndList();
            writer.BeginMap(Fields[10]);
            foreach (var (key, rate) in record.Rates)
            {
                writer.WriteKey(key);
                writer.WriteFloat(Real, rate);
            }

            writer.EndMap();
            writer.BeginList(Fields[11]);
            foreach (var row in record.Matrix)
            {
                writer.BeginList(Row);
                foreach (var value in row)
                {
                    writer.WriteInteger(Whole, value);
                }

                writer.EndList();
            }

            writer.EndList();
            writer.BeginList(Fields[12]);
            foreach (var child in record.Children)
            {
                WriteNested(Child, child, writer);
            }

            writer.EndList();
        }

        private void WriteNested(RecordField field, Everything? record, RecordWriter writer)
        {
            if (record is null)
            {
                writer.WriteNull(field);
                return;
            }

            writer.BeginRecord(field);
            Write(record, writer);
            writer.EndRecord();
        }
    }
}

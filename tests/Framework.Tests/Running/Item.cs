using IntegrationFramework.Records;

namespace Framework.Tests.Running;

/// <summary>A record with a field or two, and its schema as the generator would emit it.</summary>
public record Item(long Id, string? Name)
{
    public static RecordSchema<Item> Schema { get; } = new ItemSchema();

    private sealed class ItemSchema() : RecordSchema<Item>(
        "Item", new RecordField("id", FieldKind.Integer), new RecordField("name", FieldKind.String, nullable: true))
    {
        public override void Write(Item record, RecordWriter writer)
        {
            writer.WriteInteger(Fields[0], record.Id);
            writer.WriteString(Fields[1], record.Name);
        }

        public override string? Unreadable => null;

        public override Item Read(RecordValue record) =>
            new(record.Field(Fields[0]).AsInteger<long>(), record.Field(Fields[1]).AsStringOrNull());
    }
}

using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Records;
using IntegrationFramework.Registration;

namespace Framework.Tests.Configuration;

/// <summary>Descriptors as generated code makes them, without the code: configuration needs no more.</summary>
internal static class TestIntegration
{
    public static MapSchema Settings { get; } = new(
        new KeySchema("city", new ValueSchema(ValueKind.String), Required: true),
        new KeySchema("count", new ValueSchema(ValueKind.Integer) { Min = "1", Max = "100" }),
        new KeySchema("note", new ValueSchema(ValueKind.String) { Nullable = true }),
        new KeySchema("tags", new ValueSchema(ValueKind.List) { Item = new ValueSchema(ValueKind.String) }),
        new KeySchema("labels", new ValueSchema(ValueKind.Dictionary) { Item = new ValueSchema(ValueKind.String), MinLength = 2, MaxLength = 3 }),
        new KeySchema("input", new ValueSchema(ValueKind.InputPath)),
        new KeySchema("target", new ValueSchema(ValueKind.OutputPath)),
        new KeySchema("url", new ValueSchema(ValueKind.Uri)),
        new KeySchema("api_key", new ValueSchema(ValueKind.Secret)),
        new KeySchema("vendor", new ValueSchema(ValueKind.Map)
        {
            Map = new MapSchema(new KeySchema("token", new ValueSchema(ValueKind.Secret), Required: true), new KeySchema("size", new ValueSchema(ValueKind.ByteSize))),
        }));

    public static IntegrationDescriptor Make(string name, string? config = null, MapSchema? settings = null, params (string Name, string Text)[] overlays) =>
        new IntegrationDescriptor<Row, Row>(name, (_, _) => throw new NotSupportedException(), new RowSchema(), new RowSchema())
        {
            SettingsFactory = () => settings ?? MapSchema.Empty,
            Metadata = new IntegrationMetadata { Version = "1.0.0", Tags = ["compiled"] },
            Files =
            [
                .. config is null ? [] : new[] { new CompiledFile(CompiledFileKind.Config, $"integrations/{name}/config.yaml", config) },
                .. overlays.Select(o => new CompiledFile(CompiledFileKind.Overlay, $"integrations/{name}/{o.Name}", o.Text)),
            ],
        };

    private sealed record Row(string City);

    private sealed class RowSchema() : RecordSchema<Row>("Row", new RecordField("city", FieldKind.String))
    {
        public override void Write(Row record, RecordWriter writer) => throw new NotSupportedException();
    }
}

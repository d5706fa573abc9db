using IntegrationFramework;
using IntegrationFramework.Records;
using IntegrationFramework.Registration;

namespace Framework.Tests.Checks;

/// <summary>A record with a field of each kind that a check is for.</summary>
internal sealed record Sale(long Id, string? Name = "name", decimal Amount = 1, double? Weight = 1, DateTimeOffset? At = null, string Inner = "in")
{
    public static RecordSchema<Sale> Schema { get; } = new SaleSchema();

    private sealed class InnerSchema() : RecordSchema<string>("Inner", new RecordField("id", FieldKind.String, nullable: true))
    {
        public override void Write(string record, RecordWriter writer) => writer.WriteNull(Fields[0]);
    }

    private sealed class SaleSchema() : RecordSchema<Sale>(
        "Sale",
        new RecordField("id", FieldKind.Integer),
        new RecordField("name", FieldKind.String, nullable: true),
        new RecordField("amount", FieldKind.Decimal),
        new RecordField("weight", FieldKind.Float, nullable: true),
        new RecordField("at", FieldKind.Timestamp, nullable: true),
        new RecordField("inner", FieldKind.Record, record: new InnerSchema()))
    {
        public override string? Unreadable => null;

        public override void Write(Sale record, RecordWriter writer)
        {
            writer.WriteInteger(Fields[0], record.Id);
            writer.WriteString(Fields[1], record.Name);
            writer.WriteDecimal(Fields[2], record.Amount);
            if (record.Weight is { } weight)
            {
                writer.WriteFloat(Fields[3], weight);
            }
            else
            {
                writer.WriteNull(Fields[3]);
            }

            if (record.At is { } at)
            {
                writer.WriteTimestamp(Fields[4], at);
            }
            else
            {
                writer.WriteNull(Fields[4]);
            }

            writer.BeginRecord(Fields[5]);
            ((RecordSchema<string>)Fields[5].Record!).Write(record.Inner, writer);
            writer.EndRecord();
        }

        public override Sale Read(RecordValue record) => new(
            record.Field(Fields[0]).AsInteger<long>(),
            record.Field(Fields[1]).AsStringOrNull(),
            record.Field(Fields[2]).AsDecimal(),
            record.Field(Fields[3]).ValueOrNull(static value => value.AsFloat()),
            record.Field(Fields[4]).ValueOrNull(static value => value.AsTimestamp()));
    }
}

/// <summary>Delivers given sales.</summary>
internal sealed class Sales(IEnumerable<Sale> sales) : Integration<Sale>
{
    public static IntegrationDescriptor Descriptor(string config, IEnumerable<Sale> sales) =>
        new IntegrationDescriptor<Sale, Sale>("sales", (_, _) => new Sales(sales), Sale.Schema, Sale.Schema)
        {
            Files = [new CompiledFile(CompiledFileKind.Config, "integrations/sales/config.yaml", config)],
        };

    protected internal override IAsyncEnumerable<Sale> FetchAsync(RunContext run, CancellationToken cancellationToken) => sales.ToAsyncEnumerable();
}

/// <summary>Delivers given sales page by page, from where it has got to.</summary>
internal sealed class PagedSales(Func<string?, RunContext, IAsyncEnumerable<SourcePage<Sale>>> pages) : IncrementalIntegration<Sale>, IWindowedSource<Sale>
{
    public static IntegrationDescriptor Descriptor(string config, IReadOnlyList<Sale> sales) => Descriptor(config, (cursor, _) => TwoByTwo(cursor, sales));

    public static IntegrationDescriptor Descriptor(string config, Func<string?, RunContext, IAsyncEnumerable<SourcePage<Sale>>> pages) =>
        new IntegrationDescriptor<Sale, Sale>("sales", (_, _) => new PagedSales(pages), Sale.Schema, Sale.Schema)
        {
            IsIncremental = true,
            HasWindows = true,
            Files = [new CompiledFile(CompiledFileKind.Config, "integrations/sales/config.yaml", config)],
        };

    public Task<IReadOnlyList<Sale>> FetchWindowAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Sale>>([new Sale(1, At: from)]);

    protected internal override IAsyncEnumerable<SourcePage<Sale>> FetchPagesAsync(string? cursor, RunContext run, CancellationToken cancellationToken) => pages(cursor, run);

    private static async IAsyncEnumerable<SourcePage<Sale>> TwoByTwo(string? cursor, IReadOnlyList<Sale> sales)
    {
        await Task.Yield();
        for (var i = int.Parse(cursor ?? "0", System.Globalization.CultureInfo.InvariantCulture); i < sales.Count; i += 2)
        {
            yield return new SourcePage<Sale>([.. sales.Skip(i).Take(2)], (i + 2).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}

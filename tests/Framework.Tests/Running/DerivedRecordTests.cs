using IntegrationFramework;
using IntegrationFramework.Records;
using IntegrationFramework.Registration;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Running;

/// <summary>A schema writes what the declared type has: where a record is of a derived one, that is told.</summary>
public class DerivedRecordTests
{
    private const string ToJsonLines = "deliver:\n  - jsonl: { path: out.jsonl }\n";

    [Test]
    public async Task Run_RecordsOfADerivedType_AreWarnedOfOnce()
    {
        using var log = new LogList();
        await using var host = new Host { Loggers = log };
        await host.RunAsync(ToJsonLines, new Script { Each = static (raw, _) => raw.Id == 1 ? raw : new SpecialItem(raw.Id, raw.Name, "more") });

        await Assert.That(log.Lines).IsEquivalentTo(
            ["script: a record is a SpecialItem, and is written as the Item that it is declared as: what SpecialItem adds is left out. Declare a type that has all of it."]);
    }

    [Test]
    public async Task Run_NestedRecordOfADerivedType_IsWarnedOfOnce()
    {
        using var log = new LogList();
        await using var host = new Host { Loggers = log };
        await RunAsync(host, [new Order([new Line("A"), new GiftLine("B", "wrapped")]), new Order([new GiftLine("C", "plain")])]);

        await Assert.That(log.Lines).IsEquivalentTo(
            ["orders: a record is a GiftLine, and is written as the Line that it is declared as: what GiftLine adds is left out. Declare a type that has all of it."]);
        await Assert.That(await host.ReadAsync("out.jsonl")).IsEqualTo(
            """
            {"lines":[{"article":"A"},{"article":"B"}]}
            {"lines":[{"article":"C"}]}

            """);
    }

    [Test]
    public async Task Run_NestedRecordsAsDeclared_WarnOfNothing()
    {
        using var log = new LogList();
        await using var host = new Host { Loggers = log };
        await RunAsync(host, [new Order([new Line("A")]), new Order([])]);

        await Assert.That(log.Lines).IsEmpty();
    }

    private static async Task RunAsync(Host host, Order[] orders)
    {
        var integration = new IntegrationDescriptor<Order, Order>("orders", (_, _) => new Orders(orders), OrderSchema.Instance, OrderSchema.Instance)
        {
            Metadata = new IntegrationMetadata { Version = "1.0.0" },
            Files = [new CompiledFile(CompiledFileKind.Config, "integrations/orders/config.yaml", ToJsonLines)],
        };
        var result = await host.RunAsync(new BatchOptions { Integrations = [integration] });
        await Assert.That(result.Runs[0].Status).IsEqualTo(RunStatus.Succeeded);
    }

    private sealed record SpecialItem(long Id, string? Name, string More) : Item(Id, Name);

    private sealed record Order(IReadOnlyList<Line> Lines);

    private record Line(string Article);

    private sealed record GiftLine(string Article, string Wrapping) : Line(Article);

    private sealed class Orders(Order[] orders) : Integration<Order>
    {
        protected internal override IAsyncEnumerable<Order> FetchAsync(RunContext run, CancellationToken cancellationToken) => orders.ToAsyncEnumerable();
    }

    private sealed class OrderSchema() : RecordSchema<Order>(
        "Order", new RecordField("lines", FieldKind.List, item: new RecordField("lines", FieldKind.Record, record: LineSchema.Instance)))
    {
        public static OrderSchema Instance { get; } = new();

        public override void Write(Order record, RecordWriter writer)
        {
            writer.BeginList(Fields[0]);
            foreach (var line in record.Lines)
            {
                writer.WriteRecord(Fields[0].Item!, LineSchema.Instance, line);
            }

            writer.EndList();
        }
    }

    private sealed class LineSchema() : RecordSchema<Line>("Line", new RecordField("article", FieldKind.String))
    {
        public static LineSchema Instance { get; } = new();

        public override void Write(Line record, RecordWriter writer) => writer.WriteString(Fields[0], record.Article);
    }
}

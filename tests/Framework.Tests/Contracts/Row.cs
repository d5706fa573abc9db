using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Framework.Tests.Running;
using IntegrationFramework;
using IntegrationFramework.Records;
using IntegrationFramework.Registration;
using IntegrationFramework.Running;

namespace Framework.Tests.Contracts;

/// <summary>A record whose fields are another's with every test: texts, numbers and nulls by the order of its schema.</summary>
internal sealed record Row(params object?[] Values);

/// <summary>The schema of rows, as the generator would emit it for a record with these fields.</summary>
internal sealed class RowSchema(params RecordField[] fields) : RecordSchema<Row>("Row", fields)
{
    public override void Write(Row record, RecordWriter writer)
    {
        for (var i = 0; i < Fields.Count; i++)
        {
            switch (record.Values[i])
            {
                case string text:
                    writer.WriteString(Fields[i], text);
                    break;
                case int number:
                    writer.WriteInteger(Fields[i], number);
                    break;
                case decimal number:
                    writer.WriteDecimal(Fields[i], number);
                    break;
                case null:
                    writer.WriteNull(Fields[i]);
                    break;
                case Exception error:
                    throw error;
                case var value:
                    throw new NotSupportedException(value.GetType().Name);
            }
        }
    }
}

/// <summary>An integration whose record, and what it yields, is changed between two runs, as by a new version of a program.</summary>
internal sealed class Rows
{
    public static RecordField Id => new("id", FieldKind.Integer);

    public static RecordField Name => new("name", FieldKind.String, nullable: true);

    public static RecordField Note => new("note", FieldKind.String, nullable: true);

    public required string Config { get; init; }

    public required RecordField[] Fields { get; init; }

    public IReadOnlyList<Row> Records { get; init; } = [];

    /// <summary>The data that it shows, as JSON.</summary>
    public IReadOnlyList<string> Payloads { get; init; } = [];

    /// <summary>Whether it goes on from a cursor, two records a page.</summary>
    public bool IsPaged { get; init; }

    /// <summary>What happens when it begins to fetch.</summary>
    public Action Fetching { get; init; } = static () => { };

    public Task<RunResult> RunAsync(Host host) => RunAsync(host, new BatchOptions { Integrations = [] });

    public async Task<RunResult> RunAsync(Host host, BatchOptions options)
    {
        var schema = new RowSchema(Fields);
        Func<IntegrationServices, IntegrationFramework.Configuration.ConfigMap, Integration<Row, Row>> create = IsPaged ? (_, _) => new Paged(this) : (_, _) => new Whole(this);
        var descriptor = new IntegrationDescriptor<Row, Row>("rows", create, schema, schema)
        {
            IsIncremental = IsPaged,
            Metadata = new IntegrationMetadata { Version = "1.0.0" },
            Files = [new CompiledFile(CompiledFileKind.Config, "integrations/rows/config.yaml", Config)],
        };
        return (await host.RunAsync(options with { Integrations = [descriptor] })).Runs[0];
    }

    private void Show(RunContext run, int index)
    {
        using var payload = JsonDocument.Parse(Payloads[index]);
        run.Observe(payload.RootElement);
    }

    private sealed class Whole(Rows rows) : Integration<Row>
    {
        protected internal override async IAsyncEnumerable<Row> FetchAsync(RunContext run, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            rows.Fetching();
            for (var i = 0; i < rows.Payloads.Count; i++)
            {
                rows.Show(run, i);
            }

            foreach (var record in rows.Records)
            {
                yield return record;
            }
        }
    }

    private sealed class Paged(Rows rows) : IncrementalIntegration<Row>
    {
        protected internal override async IAsyncEnumerable<SourcePage<Row>> FetchPagesAsync(
            string? cursor, RunContext run, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            rows.Fetching();
            for (var from = int.Parse(cursor ?? "0", CultureInfo.InvariantCulture); from < rows.Records.Count; from += 2)
            {
                for (var i = from; i < Math.Min(from + 2, rows.Payloads.Count); i++)
                {
                    rows.Show(run, i);
                }

                yield return new SourcePage<Row>([.. rows.Records.Skip(from).Take(2)], (from + 2).ToString(CultureInfo.InvariantCulture));
            }
        }
    }
}

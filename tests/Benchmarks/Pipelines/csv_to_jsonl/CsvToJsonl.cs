using System.Runtime.CompilerServices;
using CsvHelper;
using IntegrationFramework;

namespace Pipelines;

/// <summary>Reads a CSV file and delivers its rows as they are.</summary>
[Integration]
public sealed partial class CsvToJsonl(CsvToJsonlSettings settings) : Integration<Order>
{
    protected override async IAsyncEnumerable<Order> FetchAsync(RunContext run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var reader = CsvReader.FromFile(settings.File.FullPath, new CsvReaderOptions());
        await reader.ReadHeaderAsync(cancellationToken);
        var mapper = CsvRecordMapper.Create<Order>(reader);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return reader.GetRecord(mapper);
        }
    }
}

public sealed record CsvToJsonlSettings
{
    /// <summary>The file.</summary>
    public required InputPath File { get; init; }
}

using IntegrationFramework;
using Vendors.Salesforce;

namespace Pipelines;

/// <summary>Writes made-up accounts to Salesforce by Bulk API 2.0.</summary>
[Integration]
public sealed partial class BulkUpload(BulkUploadSettings settings, SalesforceClient salesforce) : Integration<MadeUpAccount>
{
    protected override IAsyncEnumerable<MadeUpAccount> FetchAsync(RunContext run, CancellationToken cancellationToken) => Enumerable.Range(1, settings.Rows)
        .Select(number => new MadeUpAccount($"Account {number}", new string((char)('a' + (number % 26)), settings.BytesPerRow)))
        .ToAsyncEnumerable();

    protected override async Task DeliverAsync(IAsyncEnumerable<MadeUpAccount> records, RunContext run, CancellationToken cancellationToken)
    {
        var rows = records.Select(record => new SalesforceObject("Account") { ["Name"] = record.Name, ["Description"] = record.Description });
        await foreach (var result in salesforce.IngestAsync(BulkOperation.Insert, rows, cancellationToken: cancellationToken))
        {
            run.DeadLetter(result);
        }
    }
}

public sealed record BulkUploadSettings
{
    /// <summary>The org.</summary>
    public required SalesforceOptions Salesforce { get; init; }

    /// <summary>How many accounts.</summary>
    public int Rows { get; init; } = 100_000;

    /// <summary>How long the description of each is.</summary>
    public int BytesPerRow { get; init; } = 980;
}

public sealed record MadeUpAccount(string Name, string Description);

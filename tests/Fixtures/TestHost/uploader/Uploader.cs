using IntegrationFramework;
using Vendors.Salesforce;

namespace TestHost;

/// <summary>Writes accounts to Salesforce in bulk.</summary>
[Integration]
public sealed partial class Uploader(UploaderSettings settings, SalesforceClient salesforce) : Integration<UploadedAccount>
{
    protected override IAsyncEnumerable<UploadedAccount> FetchAsync(RunContext run, CancellationToken cancellationToken) =>
        Enumerable.Range(1, settings.Count).Select(number => new UploadedAccount($"Account {number}", new string('x', settings.Size))).ToAsyncEnumerable();

    protected override async Task DeliverAsync(IAsyncEnumerable<UploadedAccount> records, RunContext run, CancellationToken cancellationToken)
    {
        var rows = records.Select(record => new SalesforceObject("Account") { ["Name"] = record.Name, ["Description"] = record.Description });
        await foreach (var result in salesforce.IngestAsync(BulkOperation.Insert, rows, cancellationToken: cancellationToken))
        {
            run.DeadLetter(result);
        }
    }
}

public sealed record UploaderSettings
{
    public required SalesforceOptions Salesforce { get; init; }

    public int Count { get; init; } = 12_000;

    public int Size { get; init; } = 1000;
}

public sealed record UploadedAccount(string Name, string Description);

using IntegrationFramework;
using Vendors.Salesforce;

namespace Integrations.CompanyASalesforce;

/// <summary>Keeps a table of company A's accounts in Salesforce up to date: each run fetches those that were changed or deleted since the last.</summary>
[Integration]
public sealed partial class CompanyASalesforce(CompanyASalesforceSettings settings, SalesforceClient salesforce) : IncrementalIntegration<Account>
{
    protected override IAsyncEnumerable<SourcePage<Account>> FetchPagesAsync(string? cursor, RunContext run, CancellationToken cancellationToken) =>
        salesforce.ChangesAsync("Account", AccountFields.All, cursor, settings.LookBack, AccountFields.Read, account => account.SystemModstamp, cancellationToken);
}

/// <summary>Which org to read, and how far to look back.</summary>
public sealed record CompanyASalesforceSettings
{
    /// <summary>How to reach and sign in to the org.</summary>
    public required SalesforceOptions Salesforce { get; init; }

    /// <summary>
    /// How far before the last change each run begins: Salesforce stamps a change when it is made and shows it when its transaction ends,
    /// so that one may turn up behind the cursor.
    /// </summary>
    /// <value>Ten minutes by default, as long as a transaction may last.</value>
    public TimeSpan LookBack { get; init; } = TimeSpan.FromMinutes(10);
}

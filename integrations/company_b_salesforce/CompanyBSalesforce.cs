using IntegrationFramework;
using Vendors.Salesforce;

namespace Integrations.CompanyBSalesforce;

/// <summary>Keeps a table of company B's contacts in Salesforce up to date: each run fetches those that were changed or deleted since the last.</summary>
[Integration]
public sealed partial class CompanyBSalesforce(CompanyBSalesforceSettings settings, SalesforceClient salesforce) : IncrementalIntegration<Contact>
{
    protected override IAsyncEnumerable<SourcePage<Contact>> FetchPagesAsync(string? cursor, RunContext run, CancellationToken cancellationToken) =>
        salesforce.ChangesAsync("Contact", ContactFields.All, cursor, settings.LookBack, ContactFields.Read, contact => contact.SystemModstamp, cancellationToken);
}

/// <summary>Which org to read, and how far to look back.</summary>
public sealed record CompanyBSalesforceSettings
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

using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using IntegrationFramework;
using Microsoft.Extensions.Logging;

namespace Integrations.CustomerDirectory;

/// <summary>Lists the customers of the CRM, each with the address that counts and what they have ordered.</summary>
[Integration]
public sealed partial class CustomerDirectory(CustomerDirectorySettings settings, SqlQueryManager sql) : Integration<CrmCustomer, DirectoryEntry>
{
    protected override async IAsyncEnumerable<CrmCustomer> FetchAsync(
        RunContext run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var crm = await OpenAsync(cancellationToken);
        var customers = crm.QueryAsync(CrmQuery.Customers(settings.IncludeInactive, settings.OrderedSince), CrmQuery.Read, cancellationToken);
        await foreach (var customer in customers)
        {
            yield return customer;
        }
    }

    protected override DirectoryEntry? Postprocess(CrmCustomer raw, RunContext run)
    {
        var name = ContactDetails.Name(raw);
        if (name is null)
        {
            LogNameless(run.Logger, raw.CustomerId);
            return null;
        }

        return new DirectoryEntry
        {
            CustomerId = raw.CustomerId,
            Name = name,
            Company = ContactDetails.Text(raw.Company),
            Email = ContactDetails.Email(raw.Email),
            Phone = ContactDetails.Text(raw.Phone),
            Street = ContactDetails.Text(raw.Street),
            PostalCode = ContactDetails.Text(raw.PostalCode),
            City = ContactDetails.Text(raw.City),
            Country = ContactDetails.Country(raw.Country),
            Segment = SegmentOf(raw),
            Orders = raw.Orders,
            TotalSpent = raw.SpentCents * 0.01m,
            LastOrderOn = raw.LastOrderOn,
        };
    }

    // A dump is loaded into memory; a database is opened where it lies, and never written to.
    private async Task<SqlDatabase> OpenAsync(CancellationToken cancellationToken)
    {
        var path = settings.Database.FullPath;
        if (!path.EndsWith(".sql", StringComparison.OrdinalIgnoreCase))
        {
            return sql.OpenReadOnly(path);
        }

        var database = SqlQueryManager.OpenInMemory();
        try
        {
            await database.ExecuteAsync(await File.ReadAllTextAsync(path, cancellationToken), cancellationToken);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    private CustomerSegment SegmentOf(CrmCustomer customer) => customer switch
    {
        { Orders: 0 } => CustomerSegment.Prospect,
        _ when customer.SpentCents >= settings.KeyAccountFrom * 100 => CustomerSegment.KeyAccount,
        _ => CustomerSegment.Regular,
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Customer {CustomerId} has neither a name nor a company and is left out.")]
    private static partial void LogNameless(ILogger logger, long customerId);
}

/// <summary>Which customers to list.</summary>
public sealed record CustomerDirectorySettings
{
    /// <summary>The CRM's SQLite database, or a dump of it as <c>.sql</c>.</summary>
    public required InputPath Database { get; init; }

    /// <summary>Whether customers that were set inactive are listed too.</summary>
    public bool IncludeInactive { get; init; }

    /// <summary>Lists only who has ordered since this day.</summary>
    /// <value>By default everybody.</value>
    public DateOnly? OrderedSince { get; init; }

    /// <summary>How much a customer must have spent to be a key account.</summary>
    /// <value>1,000 by default.</value>
    [Range(0, 1_000_000_000)]
    public decimal KeyAccountFrom { get; init; } = 1_000;
}

namespace Integrations.CompanyASalesforce;

/// <summary>An account as the sync of the CRM needs it.</summary>
public sealed record Account
{
    /// <summary>Its id in Salesforce, 18 characters.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of customer it is, such as Prospect.</summary>
    public string? Type { get; init; }

    /// <summary>Its industry.</summary>
    public string? Industry { get; init; }

    /// <summary>The account that it belongs to.</summary>
    public string? ParentId { get; init; }

    /// <summary>Who looks after it.</summary>
    public string? OwnerId { get; init; }

    /// <summary>The telephone number.</summary>
    public string? Phone { get; init; }

    /// <summary>The web site.</summary>
    public string? Website { get; init; }

    /// <summary>Street and number of the billing address.</summary>
    public string? BillingStreet { get; init; }

    /// <summary>Postal code of the billing address.</summary>
    public string? BillingPostalCode { get; init; }

    /// <summary>Town of the billing address.</summary>
    public string? BillingCity { get; init; }

    /// <summary>State of the billing address.</summary>
    public string? BillingState { get; init; }

    /// <summary>Country of the billing address.</summary>
    public string? BillingCountry { get; init; }

    /// <summary>Revenue a year, in the currency of the org.</summary>
    public decimal? AnnualRevenue { get; init; }

    /// <summary>How many people work there.</summary>
    public long? NumberOfEmployees { get; init; }

    /// <summary>Whether it was deleted or merged into another; it stays in the table.</summary>
    public required bool IsDeleted { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedDate { get; init; }

    /// <summary>When somebody last changed it.</summary>
    public required DateTimeOffset LastModifiedDate { get; init; }

    /// <summary>When it last changed at all; where the next run goes on from.</summary>
    public required DateTimeOffset SystemModstamp { get; init; }
}

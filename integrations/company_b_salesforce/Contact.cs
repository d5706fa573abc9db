namespace Integrations.CompanyBSalesforce;

/// <summary>A contact as the sync of the CRM needs it.</summary>
public sealed record Contact
{
    /// <summary>Its id in Salesforce, 18 characters.</summary>
    public required string Id { get; init; }

    /// <summary>The account that the person belongs to; private contacts have none.</summary>
    public string? AccountId { get; init; }

    /// <summary>That account's name.</summary>
    public string? AccountName { get; init; }

    /// <summary>The first name.</summary>
    public string? FirstName { get; init; }

    /// <summary>The last name.</summary>
    public required string LastName { get; init; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>The telephone number.</summary>
    public string? Phone { get; init; }

    /// <summary>The position.</summary>
    public string? Title { get; init; }

    /// <summary>The department.</summary>
    public string? Department { get; init; }

    /// <summary>Street and number of the postal address.</summary>
    public string? MailingStreet { get; init; }

    /// <summary>Postal code of the postal address.</summary>
    public string? MailingPostalCode { get; init; }

    /// <summary>Town of the postal address.</summary>
    public string? MailingCity { get; init; }

    /// <summary>State of the postal address.</summary>
    public string? MailingState { get; init; }

    /// <summary>Country of the postal address.</summary>
    public string? MailingCountry { get; init; }

    /// <summary>Whether the person wants no e-mail.</summary>
    public required bool HasOptedOutOfEmail { get; init; }

    /// <summary>Who looks after it.</summary>
    public string? OwnerId { get; init; }

    /// <summary>Whether it was deleted or merged into another; it stays in the table.</summary>
    public required bool IsDeleted { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedDate { get; init; }

    /// <summary>When somebody last changed it.</summary>
    public required DateTimeOffset LastModifiedDate { get; init; }

    /// <summary>When it last changed at all; where the next run goes on from.</summary>
    public required DateTimeOffset SystemModstamp { get; init; }
}

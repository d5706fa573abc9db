namespace Integrations.CustomerDirectory;

/// <summary>A customer as the directory lists it.</summary>
public sealed record DirectoryEntry
{
    /// <summary>The customer's number in the CRM.</summary>
    public required long CustomerId { get; init; }

    /// <summary>First and last name, else the company's.</summary>
    public required string Name { get; init; }

    /// <summary>The company.</summary>
    public string? Company { get; init; }

    /// <summary>The e-mail address, in lower case; none where the CRM holds something else in its place.</summary>
    public string? Email { get; init; }

    /// <summary>The telephone number, as the CRM has it.</summary>
    public string? Phone { get; init; }

    /// <summary>Street and number; further lines are kept.</summary>
    public string? Street { get; init; }

    /// <summary>The postal code, which may begin with zeros.</summary>
    public string? PostalCode { get; init; }

    /// <summary>The town.</summary>
    public string? City { get; init; }

    /// <summary>The country, ISO 3166 where the CRM's word for it is known.</summary>
    public string? Country { get; init; }

    /// <summary>What kind of customer this is.</summary>
    public required CustomerSegment Segment { get; init; }

    /// <summary>How many orders count: neither cancelled ones nor tests.</summary>
    public required int Orders { get; init; }

    /// <summary>The sum of those orders, in the currency of the CRM.</summary>
    public required decimal TotalSpent { get; init; }

    /// <summary>The day of the last one.</summary>
    public DateOnly? LastOrderOn { get; init; }
}

/// <summary>What kind of customer somebody is.</summary>
public enum CustomerSegment
{
    /// <summary>Has ordered nothing yet.</summary>
    Prospect,

    /// <summary>Has ordered.</summary>
    Regular,

    /// <summary>Has spent at least what the settings say.</summary>
    KeyAccount,
}

namespace Integrations.CustomerDirectory;

/// <summary>A customer as the CRM has it: joined, and otherwise untouched.</summary>
public sealed record CrmCustomer
{
    public required long CustomerId { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? Company { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public string? Street { get; init; }

    public string? PostalCode { get; init; }

    public string? City { get; init; }

    public string? Country { get; init; }

    public required int Orders { get; init; }

    public required long SpentCents { get; init; }

    public DateOnly? LastOrderOn { get; init; }
}

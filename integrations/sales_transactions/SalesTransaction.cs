namespace Integrations.SalesTransactions;

/// <summary>One item sold.</summary>
public sealed record SalesTransaction
{
    /// <summary>Unique, and rising with time.</summary>
    public required string TransactionId { get; init; }

    /// <summary>When it was sold, in UTC, to the second.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>How it was sold.</summary>
    public required SalesChannel Channel { get; init; }

    /// <summary>The store, where it was sold in one.</summary>
    public string? Store { get; init; }

    /// <summary>Who bought it.</summary>
    public required string CustomerId { get; init; }

    /// <summary>The customer's first and last name.</summary>
    public required string CustomerName { get; init; }

    /// <summary>The customer's e-mail address, in a domain reserved for examples.</summary>
    public required string CustomerEmail { get; init; }

    /// <summary>Where the customer lives, ISO 3166.</summary>
    public required string Country { get; init; }

    /// <summary>The number of the article.</summary>
    public required string Sku { get; init; }

    /// <summary>The article.</summary>
    public required string Product { get; init; }

    /// <summary>What kind of article it is.</summary>
    public required string Category { get; init; }

    /// <summary>How many pieces.</summary>
    public required int Quantity { get; init; }

    /// <summary>The list price of one piece.</summary>
    public required decimal UnitPrice { get; init; }

    /// <summary>What was taken off the list price, in percent.</summary>
    public required int DiscountPercent { get; init; }

    /// <summary>What was paid: the list price of all pieces less the discount.</summary>
    public required decimal Amount { get; init; }

    /// <summary>The currency of the prices, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>How it was paid.</summary>
    public required PaymentMethod PaymentMethod { get; init; }
}

/// <summary>How something is sold.</summary>
public enum SalesChannel
{
    /// <summary>In the web shop, around the clock.</summary>
    Online,

    /// <summary>Over the counter, while the stores are open.</summary>
    Store,
}

/// <summary>How something is paid.</summary>
public enum PaymentMethod
{
    /// <summary>By credit or debit card.</summary>
    Card,

    /// <summary>In cash, in a store.</summary>
    Cash,

    /// <summary>Through an online wallet.</summary>
    Wallet,

    /// <summary>By invoice, in the web shop.</summary>
    Invoice,
}

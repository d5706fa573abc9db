namespace Integrations.SalesImport;

/// <summary>
/// One line of an order, as it is delivered. Shop, order, article, day and occurrence make it unique: what comes back later is a row of its
/// own, and so is an article that an order names twice. An export that has a line of an order has to have all that the order has of the day.
/// </summary>
public sealed record Sale
{
    /// <summary>The shop: what the row says, else the file's name without its period.</summary>
    public required string Shop { get; init; }

    /// <summary>The order's number in the shop, which may begin with zeros.</summary>
    public required string OrderId { get; init; }

    /// <summary>The number of the article.</summary>
    public required string Sku { get; init; }

    /// <summary>The day of the order, where the shop is.</summary>
    public required DateOnly OrderedOn { get; init; }

    /// <summary>Which of the order's lines with this article and day it is, counted from 1 in its file.</summary>
    public required int Occurrence { get; init; }

    /// <summary>The article.</summary>
    public string? Product { get; init; }

    /// <summary>How many pieces; below zero where they came back.</summary>
    public required int Quantity { get; init; }

    /// <summary>The price of one piece before discount.</summary>
    public required decimal UnitPrice { get; init; }

    /// <summary>What was taken off the price of all pieces.</summary>
    public required decimal Discount { get; init; }

    /// <summary>What was paid for all pieces; below zero where it was paid back.</summary>
    public required decimal Amount { get; init; }

    /// <summary>The currency of the prices, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>The customer's e-mail address, in lower case.</summary>
    public string? CustomerEmail { get; init; }

    /// <summary>What was remarked.</summary>
    public string? Note { get; init; }

    /// <summary>The file that it came from.</summary>
    public required string SourceFile { get; init; }

    /// <summary>The line of the file.</summary>
    public required long SourceLine { get; init; }
}

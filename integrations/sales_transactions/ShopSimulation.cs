namespace Integrations.SalesTransactions;

/// <summary>Draws one sale after the other. Holds no record that it has made.</summary>
internal sealed class ShopSimulation(SalesTransactionsSettings settings)
{
    private static readonly string[] Stores = ["Berlin Mitte", "Köln Süd", "Lyon Part-Dieu", "London Camden"];

    private readonly SeededRandom _random = new(settings.Seed);
    private readonly ShopHours _hours = new(settings.StartDate, settings.SalesPerDay);

    public SalesTransaction Next(long number)
    {
        var time = _hours.Next(_random);
        var customer = Customer.Of(settings.Seed, CustomerIndex());
        var product = ProductCatalogue.Pick(_random);
        var inStore = ShopHours.AreStoresOpen(time) && _random.Chance(0.6);
        var quantity = Quantity(product);
        var discount = Discount(time);

        return new SalesTransaction
        {
            TransactionId = $"T{number:D9}",
            OccurredAt = time,
            Channel = inStore ? SalesChannel.Store : SalesChannel.Online,
            Store = inStore ? Stores[_random.Below(Stores.Length)] : null,
            CustomerId = customer.Id,
            CustomerName = customer.Name,
            CustomerEmail = customer.Email,
            Country = customer.Country,
            Sku = product.Sku,
            Product = product.Name,
            Category = product.Category,
            Quantity = quantity,
            UnitPrice = product.Price,
            DiscountPercent = discount,
            Amount = decimal.Round(product.Price * quantity * (100 - discount) / 100, 2, MidpointRounding.AwayFromZero),
            Currency = settings.Currency,
            PaymentMethod = Payment(inStore),
        };
    }

    // A fifth of the customers does about half of the buying.
    private int CustomerIndex() => (int)(settings.Customers * Math.Pow(_random.Fraction(), 2.3));

    // Cheap things are bought by the handful.
    private int Quantity(Product product) => product.Price switch
    {
        < 10m => 1 + _random.Below(6),
        < 50m => 1 + (_random.Chance(0.3) ? 1 + _random.Below(2) : 0),
        _ => 1,
    };

    private int Discount(DateTimeOffset time)
    {
        var saleSeason = time is { Month: 11, Day: >= 23 } or { Month: 1 or 7, Day: <= 14 };
        return _random.Below(100) switch
        {
            < 4 => 20,
            < 12 => 10,
            < 25 => 5,
            < 60 when saleSeason => 15,
            _ => 0,
        };
    }

    private PaymentMethod Payment(bool inStore) => (inStore, _random.Below(100)) switch
    {
        (true, < 35) => PaymentMethod.Cash,
        (true, _) => PaymentMethod.Card,
        (false, < 50) => PaymentMethod.Card,
        (false, < 80) => PaymentMethod.Wallet,
        (false, _) => PaymentMethod.Invoice,
    };
}

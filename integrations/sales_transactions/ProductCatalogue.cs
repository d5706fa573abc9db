namespace Integrations.SalesTransactions;

/// <summary>An article of the list.</summary>
internal sealed record Product(string Sku, string Name, string Category, decimal Price, int Popularity);

/// <summary>What the shops sell, and how well.</summary>
internal static class ProductCatalogue
{
    private static readonly Product[] Products =
    [
        new("KIT-1001", "Chef's knife 20 cm", "Kitchen", 49.90m, 8),
        new("KIT-1002", "Cutting board, oak", "Kitchen", 24.95m, 9),
        new("KIT-1003", "Espresso cups, set of 4", "Kitchen", 19.99m, 10),
        new("KIT-1004", "Cast-iron pan 28 cm", "Kitchen", 64.00m, 6),
        new("KIT-1005", "Tea towel", "Kitchen", 6.50m, 18),
        new("KIT-1006", "Stand mixer 5 l", "Kitchen", 349.00m, 1),
        new("KIT-1007", "Wooden spoon", "Kitchen", 3.95m, 16),
        new("HOM-2001", "Scented candle \"Fig\"", "Home", 14.90m, 15),
        new("HOM-2002", "Wool blanket 140 × 200", "Home", 89.00m, 4),
        new("HOM-2003", "Picture frame A4", "Home", 12.99m, 11),
        new("HOM-2004", "Table lamp, brass", "Home", 129.00m, 3),
        new("HOM-2005", "Linen cushion cover", "Home", 22.50m, 9),
        new("HOM-2006", "Vase, hand-blown", "Home", 39.00m, 5),
        new("OFF-3001", "Notebook, dotted, A5", "Office", 11.90m, 20),
        new("OFF-3002", "Fountain pen", "Office", 34.50m, 5),
        new("OFF-3003", "Ink, 30 ml", "Office", 8.90m, 9),
        new("OFF-3004", "Desk organiser", "Office", 27.95m, 6),
        new("OFF-3005", "Pencil 2B", "Office", 1.20m, 22),
        new("OFF-3006", "Monitor stand 27\"", "Office", 79.00m, 3),
        new("GAR-4001", "Secateurs", "Garden", 32.00m, 5),
        new("GAR-4002", "Seeds, wild flowers", "Garden", 3.49m, 14),
        new("GAR-4003", "Watering can 9 l", "Garden", 44.90m, 4),
        new("GAR-4004", "Terracotta pot 24 cm", "Garden", 9.95m, 12),
        new("GAR-4005", "Garden bench, teak", "Garden", 419.00m, 1),
        new("KID-5001", "Building blocks, 100 pieces", "Children", 29.90m, 8),
        new("KID-5002", "Picture book", "Children", 13.00m, 14),
        new("KID-5003", "Balance bike", "Children", 99.00m, 2),
        new("KID-5004", "Crayons, 12 colours", "Children", 7.90m, 13),
        new("FOO-6001", "Coffee beans 1 kg", "Food", 18.90m, 25),
        new("FOO-6002", "Olive oil 500 ml", "Food", 12.50m, 17),
        new("FOO-6003", "Dark chocolate 70 %", "Food", 3.20m, 28),
        new("FOO-6004", "Honey, lime blossom", "Food", 8.50m, 12),
    ];

    private static readonly int TotalPopularity = Products.Sum(product => product.Popularity);

    /// <summary>Draws an article; one that is twice as popular is drawn twice as often.</summary>
    public static Product Pick(SeededRandom random)
    {
        var at = random.Below(TotalPopularity);
        foreach (var product in Products)
        {
            if ((at -= product.Popularity) < 0)
            {
                return product;
            }
        }

        throw new InvalidOperationException("A number below the sum of all popularities was larger than it.");
    }
}

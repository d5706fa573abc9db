namespace Integrations.SalesImport;

/// <summary>Makes a sale of a row of text. All that is wrong with a row is said at once.</summary>
internal sealed class SaleParser(SalesImportSettings settings)
{
    private readonly string[] _dateFormats = [.. settings.DateFormats];

    /// <summary>What rows of the same article, order and day have in common. What can't be read of it is said when the row is parsed.</summary>
    public (string Shop, string OrderId, string Sku, DateOnly OrderedOn) Identify(SalesRow row)
    {
        var fields = new RowFields(row);
        return (ShopOf(row), fields.Identifier(row.OrderId, "order_id"), fields.Identifier(row.Sku, "sku"), fields.Date(row.OrderedOn, "ordered_on", _dateFormats));
    }

    /// <exception cref="FormatException">The row can't be read; the message names its file and line, and every field that is wrong.</exception>
    public Sale Parse(SalesRow row)
    {
        var fields = new RowFields(row);
        var orderId = fields.Identifier(row.OrderId, "order_id");
        var sku = fields.Identifier(row.Sku, "sku");
        var orderedOn = fields.Date(row.OrderedOn, "ordered_on", _dateFormats);
        var quantity = fields.WholeNumber(row.Quantity, "quantity") ?? 1;
        var unitPrice = fields.Number(row.UnitPrice, "unit_price");
        var discount = fields.Number(row.Discount, "discount");
        var amount = fields.Number(row.Amount, "amount");
        if (RowFields.Unwrap(row.Amount).Length + RowFields.Unwrap(row.UnitPrice).Length == 0)
        {
            fields.Missing("amount");
        }

        var currency = fields.Currency(row.Currency) ?? settings.Currency;
        fields.ThrowIfAnyIsWrong();

        // Where the file gives a sum it is the one that was paid; else it follows from the rest, as does the price of one piece.
        var paid = amount ?? Cents((quantity * unitPrice!.Value) - (discount ?? 0));
        return new Sale
        {
            Shop = ShopOf(row),
            OrderId = orderId,
            Sku = sku,
            OrderedOn = orderedOn,
            Occurrence = row.Occurrence ?? 1,
            Product = TextOrNull(row.Product),
            Quantity = quantity,
            UnitPrice = unitPrice ?? (quantity == 0 ? 0 : Cents((paid + (discount ?? 0)) / quantity)),
            Discount = discount ?? 0,
            Amount = paid,
            Currency = currency,
            CustomerEmail = TextOrNull(row.CustomerEmail)?.ToLowerInvariant(),
            Note = TextOrNull(row.Note),
            SourceFile = row.File,
            SourceLine = row.Line,
        };
    }

    private static decimal Cents(decimal value) => decimal.Round(value, 2, MidpointRounding.AwayFromZero);

    private static string? TextOrNull(string text) => RowFields.Unwrap(text) is { Length: > 0 } value ? value : null;

    // koeln_2026-10.csv is from koeln.
    private static string ShopOf(SalesRow row)
    {
        if (row.Shop.Length > 0)
        {
            return row.Shop;
        }

        var name = Path.GetFileNameWithoutExtension(row.File);
        var shop = name.TrimEnd("0123456789-_. ".ToCharArray());
        return shop.Length > 0 ? shop : name;
    }
}

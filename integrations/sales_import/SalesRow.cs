using CsvHelper;

// What the file's header is compared with: the columns' names as they are written below.
[assembly: CsvRecordProjections]

namespace Integrations.SalesImport;

/// <summary>A row of an export, as text. Columns that the file doesn't have, and fields that the row doesn't have, are empty.</summary>
[CsvRecord]
public sealed partial record SalesRow
{
    // Of these a sale is made; the price of one piece or of all is enough.
    internal static readonly string[] NeededColumns = [nameof(OrderId), nameof(OrderedOn), nameof(Sku), nameof(UnitPrice), nameof(Amount)];

    /// <summary>The file's name.</summary>
    [CsvIgnore]
    public string File { get; set; } = "";

    /// <summary>The line where the row begins, the header's being 1.</summary>
    [CsvIgnore]
    public long Line { get; set; }

    /// <summary>Which of the file's rows with this shop, order, article and day it is, counted from 1; a dead letter of before 2.0.0 doesn't have it.</summary>
    [CsvIgnore]
    public int? Occurrence { get; set; }

    /// <summary>Whether the file's numbers have decimal commas.</summary>
    [CsvIgnore]
    public bool DecimalComma { get; set; }

    [CsvColumn("order_id", "order", "order no", "order number", "receipt", "bestellnummer", "bestellnr", "belegnr", Optional = true)]
    public string OrderId { get; set; } = "";

    [CsvColumn("ordered_on", "order date", "date", "created at", "purchase date", "bestelldatum", "datum", Optional = true)]
    public string OrderedOn { get; set; } = "";

    [CsvColumn("shop", "store", "branch", "filiale", Optional = true)]
    public string Shop { get; set; } = "";

    [CsvColumn("sku", "item no", "item number", "lineitem sku", "artikelnummer", "artikelnr", Optional = true)]
    public string Sku { get; set; } = "";

    [CsvColumn("product", "item", "item name", "lineitem name", "title", "artikel", "bezeichnung", Optional = true)]
    public string Product { get; set; } = "";

    [CsvColumn("quantity", "qty", "lineitem quantity", "menge", "anzahl", Optional = true)]
    public string Quantity { get; set; } = "";

    [CsvColumn("unit_price", "price", "lineitem price", "einzelpreis", "preis", Optional = true)]
    public string UnitPrice { get; set; } = "";

    [CsvColumn("discount", "lineitem discount", "rabatt", Optional = true)]
    public string Discount { get; set; } = "";

    [CsvColumn("amount", "total", "line total", "summe", "betrag", "gesamt", Optional = true)]
    public string Amount { get; set; } = "";

    [CsvColumn("currency", "währung", "waehrung", Optional = true)]
    public string Currency { get; set; } = "";

    [CsvColumn("customer_email", "email", "buyer email", "kunde email", Optional = true)]
    public string CustomerEmail { get; set; } = "";

    [CsvColumn("note", "notes", "comment", "bemerkung", "hinweis", Optional = true)]
    public string Note { get; set; } = "";

    internal bool IsEmpty =>
        OrderId.Length + OrderedOn.Length + Shop.Length + Sku.Length + Product.Length + Quantity.Length
        + UnitPrice.Length + Discount.Length + Amount.Length + Currency.Length + CustomerEmail.Length + Note.Length == 0;
}

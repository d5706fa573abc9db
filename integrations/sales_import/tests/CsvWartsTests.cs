using IntegrationFramework.TestKit;
using Integrations.Generated;

namespace Integrations.Tests.SalesImport;

/// <summary>What CSV files contain in practice, one oddity each: what of it is imported, and what becomes of the rest.</summary>
public class CsvWartsTests
{
    private const string Header = "order_id,ordered_on,sku,product,quantity,amount\n";

    /// <summary>The oddity, the file, the sales expected of it (order, article, product, quantity, amount), and the dead letters.</summary>
    public sealed record Wart(string Name, string Csv, string[] Sales, params string[] Errors)
    {
        public override string ToString() => Name;
    }

    public static IEnumerable<Func<Wart>> Warts()
    {
        yield return () => new("plain", Header + "1,2026-10-01,A,Tea,2,9.90\n", ["1|A|Tea|2|9.9"]);
        yield return () => new("no line break at the end", Header + "1,2026-10-01,A,Tea,2,9.90", ["1|A|Tea|2|9.9"]);
        yield return () => new("CRLF", (Header + "1,2026-10-01,A,Tea,2,9.90\n").ReplaceLineEndings("\r\n"), ["1|A|Tea|2|9.9"]);
        yield return () => new("CR alone", (Header + "1,2026-10-01,A,Tea,2,9.90\n").Replace('\n', '\r'), ["1|A|Tea|2|9.9"]);
        yield return () => new("byte order mark", "\uFEFF" + Header + "1,2026-10-01,A,Tea,2,9.90\n", ["1|A|Tea|2|9.9"]);
        yield return () => new("empty file", "", []);
        yield return () => new("byte order mark alone", "\uFEFF", []);
        yield return () => new("header alone", Header, []);
        yield return () => new("empty lines", "\n" + Header + "\n\n1,2026-10-01,A,Tea,2,9.90\n\n", ["1|A|Tea|2|9.9"]);
        yield return () => new("rows of separators", Header + ",,,,,\n1,2026-10-01,A,Tea,2,9.90\n,,,,,\n", ["1|A|Tea|2|9.9"]);
        yield return () => new("blanks around values", Header + " 1 , 2026-10-01,A ,\" Tea \", 2, 9.90 \n", ["1|A|Tea|2|9.9"]);

        yield return () => new("separator in quotes", Header + "1,2026-10-01,A,\"Tea, green\",2,9.90\n", ["1|A|Tea, green|2|9.9"]);
        yield return () => new("doubled quotes", Header + "1,2026-10-01,A,\"Tea \"\"Earl\"\"\",2,9.90\n", ["1|A|Tea \"Earl\"|2|9.9"]);
        yield return () => new("inches", Header + "1,2026-10-01,A,27\" screen,2,9.90\n", ["1|A|27\" screen|2|9.9"]);
        yield return () => new("line break in quotes", Header + "1,2026-10-01,A,\"Tea\ngreen\",2,9.90\n2,2026-10-01,A,x,x,1\n",
            ["1|A|Tea\ngreen|2|9.9"], "t.csv line 4: quantity 'x' is no number with a decimal point.");
        yield return () => new("quotes that aren't doubled", Header + "1,2026-10-01,A,\"Tea \"Earl\" Grey\",2,9.90\n2,2026-10-01,A,Tea,1,1\n",
            ["2|A|Tea|1|1"], "t.csv line 2: there is text after a closing quote; a quote inside a quoted field has to be doubled.");
        yield return () => new("quote never closed", Header + "1,2026-10-01,A,\"Tea,2,9.90\n2,2026-10-01,A,Tea,1,1\n3,2026-10-01,A,Tea,1,1\n",
            ["2|A|Tea|1|1", "3|A|Tea|1|1"], "t.csv line 2: a quote is opened and never closed.");
        yield return () => new("quote closed by another row's", Header + "1,2026-10-01,A,\"Tea,2,9.90\n2,2026-10-01,A,\"Tea, green\",1,1\n",
            ["2|A|Tea, green|1|1"], "t.csv line 2: a quote is opened and never closed.");

        yield return () => new("semicolons and decimal commas", "order_id;ordered_on;sku;quantity;amount\n1;01.10.2026;A;2;1.009,90\n", ["1|A||2|1009.9"]);
        yield return () => new("tabs", Header.Replace(',', '\t') + "1\t2026-10-01\tA\tTea, green\t2\t9.90\n", ["1|A|Tea, green|2|9.9"]);
        yield return () => new("vertical bars", Header.Replace(',', '|') + "1|2026-10-01|A|Tea|2|9.90\n", ["1|A|Tea|2|9.9"]);
        yield return () => new("Excel's separator line", "sep=;\n" + Header.Replace(',', ';') + "1;2026-10-01;A;Tea;2;9,90\n", ["1|A|Tea|2|9.9"]);

        yield return () => new("headers by other names", "Order No.,Order Date,Item Number,Item Name,QTY,Line Total\n1,2026-10-01,A,Tea,2,9.90\n", ["1|A|Tea|2|9.9"]);
        yield return () => new("columns in another order", "amount,sku,quantity,order_id,ordered_on\n9.90,A,2,1,2026-10-01\n", ["1|A||2|9.9"]);
        yield return () => new("surplus columns", "order_id,ordered_on,colour,sku,amount,\n1,2026-10-01,red,A,9.90,\n", ["1|A||1|9.9"]);
        yield return () => new("surplus fields", Header + "1,2026-10-01,A,Tea,2,9.90,,more\n", ["1|A|Tea|2|9.9"]);
        yield return () => new("missing fields at the end", "order_id,ordered_on,sku,amount,note\n1,2026-10-01,A,9.90\n", ["1|A||1|9.9"]);
        yield return () => new("missing column that is needed", "order_id,sku,amount\n1,A,9.90\n", [], "t.csv line 2: there is no ordered_on.");
        yield return () => new("missing field that is needed", Header + "1,2026-10-01\n", [], "t.csv line 2: there is no sku; there is no amount.");
        yield return () => new("a header twice", "order_id,ordered_on,sku,amount,amount\n1,2026-10-01,A,9.90,1\n", ["1|A||1|9.9"]);

        yield return () => new("grouped digits", Header + "1,2026-10-01,A,Tea,2,\"1,234,567.80\"\n", ["1|A|Tea|2|1234567.8"]);
        yield return () => new("wrongly grouped digits", Header + "1,2026-10-01,A,Tea,2,\"12,34\"\n", [],
            "t.csv line 2: amount '12,34' is no number with a decimal point.");
        yield return () => new("currency signs", Header + "1,2026-10-01,A,Tea,2,$9.90\n", ["1|A|Tea|2|9.9"]);
        yield return () => new("money paid back", Header + "1,2026-10-01,A,Tea,-2,(9.90)\n2,2026-10-01,A,Tea,-2,9.90-\n", ["1|A|Tea|-2|-9.9", "2|A|Tea|-2|-9.9"]);
        yield return () => new("half a piece", Header + "1,2026-10-01,A,Tea,1.5,9.90\n", [], "t.csv line 2: quantity '1.5' is no whole number.");
        yield return () => new("pieces with decimals", Header + "1,2026-10-01,A,Tea,2.00,9.90\n", ["1|A|Tea|2|9.9"]);
        yield return () => new("a number too large", Header + "1,2026-10-01,A,Tea,99999999999,9.90\n", [], "t.csv line 2: quantity '99999999999' is no whole number.");
        yield return () => new("several things wrong", Header + "1,yesterday,A,Tea,two,free\n", [],
            "t.csv line 2: ordered_on 'yesterday' is no date in any of the formats under 'date_formats'; quantity 'two' is no number with a "
            + "decimal point; amount 'free' is no number with a decimal point.");
        yield return () => new("a day that never was", Header + "1,2026-02-30,A,Tea,2,9.90\n", [],
            "t.csv line 2: ordered_on '2026-02-30' is no date in any of the formats under 'date_formats'.");
        yield return () => new("times of day", Header + "1,2026-10-01 23:59,A,Tea,2,9.90\n2,2026-10-01T23:59:59-05:00,A,Tea,2,9.90\n", ["1|A|Tea|2|9.9", "2|A|Tea|2|9.9"]);
        yield return () => new("zeros kept by a formula", Header + "\"=\"\"007\"\"\",2026-10-01,A,Tea,2,9.90\n=\"008\",2026-10-01,A,Tea,2,9.90\n",
            ["007|A|Tea|2|9.9", "008|A|Tea|2|9.9"]);
        yield return () => new("digits lost to a spreadsheet", Header + "1,2026-10-01,4.00612E+12,Tea,2,9.90\n", [],
            "t.csv line 2: sku '4.00612E+12' was a number to a spreadsheet, and its last digits are lost.");
        yield return () => new("a total at the end", Header + "1,2026-10-01,A,Tea,2,9.90\nTOTAL,,,,2,9.90\n", ["1|A|Tea|2|9.9"]);
        yield return () => new("NUL and control characters", Header + "1,2026-10-01,A,T\0e\u0001a,2,9.90\n", ["1|A|T\0e\u0001a|2|9.9"]);
        yield return () => new("emoji", Header + "1,2026-10-01,A,🫖 Tea,2,9.90\n", ["1|A|🫖 Tea|2|9.9"]);
    }

    [Test]
    [MethodDataSource(nameof(Warts))]
    public async Task Run_OverAnOddFile_ImportsWhatIsClearAndSetsTheRestAside(Wart wart)
    {
        using var root = new IntegrationRoot(registry => IntegrationsRegistry.AddTo(registry));
        root.Write("in/t.csv", wart.Csv);

        var run = await root.RunAsync("sales_import", "settings.folder=in", "dead_letters.share=1");

        var sales = await root.QueryOutputAsync("sales.db", "SELECT order_id, sku, product, quantity, amount FROM sales ORDER BY order_id");
        await Assert.That(run.DeadLetters.Select(letter => letter.Error)).IsEquivalentTo(wart.Errors);
        await Assert.That(sales.Select(row => FormattableString.Invariant(
            $"{row["order_id"]}|{row["sku"]}|{row["product"]}|{row["quantity"]}|{row["amount"]}"))).IsEquivalentTo(wart.Sales);
        await Assert.That(run.Counters.Delivered).IsEqualTo(wart.Sales.Length);
    }

    [Test]
    public async Task Run_OverTextThatIsNotUtf8_SetsTheRowAside()
    {
        using var root = new IntegrationRoot(registry => IntegrationsRegistry.AddTo(registry));
        root.Write("in/t.csv", [.. "order_id,ordered_on,sku,product,amount\n1,2026-10-01,A,K"u8, 0xE4, .. "se,9.90\n2,2026-10-01,A,Tea,9.90\n"u8]);

        var run = await root.RunAsync("sales_import", "settings.folder=in", "dead_letters.share=1");

        await Assert.That(run.Counters.Delivered).IsEqualTo(1);
        await Assert.That(run.DeadLetters.Single().Error).IsEqualTo(
            "t.csv line 2: the text isn't valid UTF-8; where the export is from an older Windows program, set 'encoding: windows1252'.");
    }
}

using System.Text;
using IntegrationFramework.Telemetry;
using IntegrationFramework.TestKit;
using Integrations.Generated;

namespace Integrations.Tests.SalesImport;

public class SalesImportTests
{
    private const string Name = "sales_import";
    private const string Data = "integrations/sales_import/data";
    private const string Header = "order_id,ordered_on,sku,quantity,amount\n";

    [Test]
    public async Task Run_OverTheExportsOfTheShops_ImportsWhatCanBeReadAndKeepsTheRest()
    {
        using var root = NewRoot();
        root.CopyFromRepository(Data);

        var run = await root.RunAsync(Name);

        var sales = await SalesAsync(root, "SELECT shop, count(*) AS rows FROM sales GROUP BY shop ORDER BY shop");
        await Assert.That(run.Status).IsEqualTo(RunStatus.SucceededWithDeadLetters);
        await Assert.That(sales.Select(row => $"{row["shop"]} {row["rows"]}")).IsEquivalentTo(["koeln 7", "marketplace 4", "webshop 15"]);
        await Assert.That(run.Counters.Dropped).IsEqualTo(2);
        await Assert.That(run.DeadLetters.Select(letter => letter.Error)).IsEquivalentTo(
        [
            "koeln_2026-10.csv line 8: sku '4,00612E+12' was a number to a spreadsheet, and its last digits are lost.",
            "koeln_2026-10.csv line 10: ordered_on '31.09.2026' is no date in any of the formats under 'date_formats'.",
            "marketplace_2026-10.csv line 5: there is no amount.",
            "marketplace_2026-10.csv line 7: currency 'EURO' is no ISO 4217 code.",
            "webshop_2026-10.csv line 13: quantity 'five' is no number with a decimal point.",
            "webshop_2026-10.csv line 16: ordered_on '06/10/2026' is no date in any of the formats under 'date_formats'.",
            "webshop_2026-10.csv line 17: a quote is opened and never closed.",
        ]);
    }

    [Test]
    public async Task Run_ASecondTime_ChangesNothing()
    {
        using var root = NewRoot();
        root.CopyFromRepository(Data);
        await root.RunAsync(Name);
        var before = await SalesAsync(root);

        var run = await root.RunAsync(Name);

        var after = await SalesAsync(root);
        await Assert.That(run.Counters.Delivered).IsEqualTo(26);
        await Assert.That(after.Select(Row)).IsEquivalentTo(before.Select(Row));
        await Assert.That(after.Count).IsEqualTo(26);
    }

    [Test]
    public async Task Run_WithACorrectedRow_BringsTheSaleUpToDate()
    {
        using var root = NewRoot();
        root.Write("in/shop_2026-10.csv", Header + "1,2026-10-01,A,1,10.00\n2,2026-10-01,A,1,10.00\n");
        await root.RunAsync(Name, "settings.folder=in");
        root.Write("in/shop_2026-11.csv", Header + "2,2026-10-01,A,3,30.00\n3,2026-11-01,A,1,10.00\n");

        await root.RunAsync(Name, "settings.folder=in");

        var sales = await SalesAsync(root, "SELECT order_id, quantity, source_file FROM sales ORDER BY order_id");
        await Assert.That(sales.Select(Row)).IsEquivalentTo(
            ["1 1 shop_2026-10.csv", "2 3 shop_2026-11.csv", "3 1 shop_2026-11.csv"]);
    }

    [Test]
    public async Task Run_OverAFileInCapitals_ReadsItToo()
    {
        using var root = NewRoot();
        root.Write("in/SHOP.CSV", Header + "1,2026-10-01,A,1,10.00\n");
        root.Write("in/other.csv", Header + "2,2026-10-01,A,1,10.00\n");

        await root.RunAsync(Name, "settings.folder=in");

        await Assert.That(await CountAsync(root)).IsEqualTo(2);
    }

    [Test]
    public async Task Run_WithAnArticleTwiceInAnOrder_KeepsBothHoweverOftenTheyAreExported()
    {
        using var root = NewRoot();
        const string lines = "1,2026-10-01 08:00,A,1,10.00\n1,2026-10-01,B,1,5.00\n1,2026-10-01 09:30,A,1,10.00\n1,2026-10-01,A,-1,-10.00\n";
        root.Write("in/shop_2026-10.csv", Header + lines + "1,2026-10-05,A,-1,-10.00\n");
        await root.RunAsync(Name, "settings.folder=in");
        root.Write("in/shop_2026-11.csv", Header + "1,2026-10-05,A,-1,-10.00\n" + lines + "2,2026-11-01,A,1,10.00\n");

        for (var i = 0; i < 2; i++)
        {
            var run = await root.RunAsync(Name, "settings.folder=in");
            await Assert.That(run.Counters.Delivered).IsEqualTo(11);
        }

        var sales = await SalesAsync(root, "SELECT order_id, sku, ordered_on, occurrence, quantity, amount FROM sales ORDER BY 1, 2, 3, 4");
        await Assert.That(sales.Select(Row)).IsEquivalentTo(
        [
            "1 A 2026-10-01 1 1 10", "1 A 2026-10-01 2 1 10", "1 A 2026-10-01 3 -1 -10", "1 A 2026-10-05 1 -1 -10", "1 B 2026-10-01 1 1 5",
            "2 A 2026-11-01 1 1 10",
        ]);
    }

    [Test]
    public async Task Run_WithABrokenRowThatIsMended_GivesItTheNumberItHad()
    {
        using var root = NewRoot();
        root.Write("in/shop.csv", Header + "1,2026-10-01,A,one,10.00\n1,2026-10-01,A,2,20.00\n");
        await root.RunAsync(Name, "settings.folder=in", "dead_letters.share=1");
        root.Write("in/shop.csv", Header + "1,2026-10-01,A,1,10.00\n1,2026-10-01,A,2,20.00\n");

        await root.RunAsync(Name, "settings.folder=in");

        await Assert.That((await SalesAsync(root, "SELECT occurrence, quantity FROM sales ORDER BY 1")).Select(Row)).IsEquivalentTo(["1 1", "2 2"]);
    }

    [Test]
    public async Task Run_WithTheSameNumbersInTwoShops_KeepsThemApart()
    {
        using var root = NewRoot();
        root.Write("in/a.csv", Header + "1,2026-10-01,A,1,10.00\n");
        root.Write("in/b.csv", Header + "1,2026-10-01,A,1,99.00\n");

        await root.RunAsync(Name, "settings.folder=in");

        await Assert.That((await SalesAsync(root, "SELECT shop FROM sales")).Select(Row)).IsEquivalentTo(["a", "b"]);
    }

    [Test]
    public async Task Run_HeaderThatStandsTwice_IsWarnedOf()
    {
        using var root = NewRoot();

        root.Write("in/twice.csv", "order_id,ordered_on,sku,amount,Amount\n1,2026-10-01,A,9.90,1\n");
        var run = await root.RunAsync(Name, "settings.folder=in");
        await Assert.That(run.Logs.Select(line => line.Message)).Contains(
            "twice.csv: the header 'amount' stands more than once; the first of these columns is read, and what is in the others was left out.");
    }

    [Test]
    public async Task Run_OverAnEmptyFolder_SucceedsWithAWarning()
    {
        using var root = NewRoot();
        Directory.CreateDirectory(Path.Combine(root.Path, "in"));

        var run = await root.RunAsync(Name, "settings.folder=in");

        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(run.Logs.Any(line => line.Message == "No file matches '*.csv' in 'in': nothing was imported.")).IsTrue();
    }

    [Test]
    public async Task Run_WithMoreBrokenRowsThanAllowed_FailsAndImportsNothing()
    {
        using var root = NewRoot();
        var rows = string.Concat(Enumerable.Range(1, 60).Select(i => $"{i},2026-10-01,A,many,10.00\n"));
        root.Write("in/shop.csv", Header + "0,2026-10-01,A,1,10.00\n" + rows);

        var run = await root.RunAsync(Name, "settings.folder=in");

        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.Error).Contains("More than 50 records could not be processed");
        await Assert.That(await CountAsync(root)).IsEqualTo(0);
    }

    [Test]
    public async Task Run_WithARowLongerThanAllowed_FailsAndNamesTheFile()
    {
        using var root = NewRoot();
        root.Write("in/shop.csv", Header + "1,2026-10-01,\"" + new string('x', 300_000));

        var run = await root.RunAsync(Name, "settings.folder=in", "settings.max_row=1KB");

        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.Error).Contains("shop.csv");
    }

    [Test]
    [Arguments("Numero,Fecha,Codigo,Total pagado\n1,2026-10-01,A,10.00\n", "Numero, Fecha, Codigo, Total pagado")]
    [Arguments("1,2026-10-01,A,1,10.00\n2,2026-10-01,A,1,10.00\n", "1, 2026-10-01, A, 1, 10.00")]
    [Arguments("1;2026-10-01;A;1;10,00\n", "1, 2026-10-01, A, 1, 10,00")]
    [Arguments(",,,,\n1,2026-10-01,A,1,10.00\n", ", , , , ")]
    public async Task Run_OverAFileWithoutAHeaderThatIsKnown_FailsAndSaysWhatItFound(string csv, string found)
    {
        using var root = NewRoot();
        root.Write("in/shop.csv", csv);

        var run = await root.RunAsync(Name, "settings.folder=in");

        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.Error).Contains("shop.csv").And.Contains($"'{found}'").And.Contains("order_id, ordered_on, sku, and amount or unit_price");
        await Assert.That(await CountAsync(root)).IsEqualTo(0);
    }

    [Test]
    public async Task Run_OverWindows1252_ReadsItWhereTheSettingsSaySo()
    {
        using var root = NewRoot();
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        root.Write("in/koeln.csv", encoding.GetBytes("Bestellnummer;Datum;Artikelnr;Bezeichnung;Menge;Summe\n1;01.10.2026;A;Käse;1;12,50 €\n"));

        var run = await root.RunAsync(Name, "settings.folder=in", "settings.encoding=windows1252");

        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That((await SalesAsync(root, "SELECT product, amount, currency FROM sales")).Select(Row)).IsEquivalentTo(["Käse 12.5 EUR"]);
    }

    [Test]
    public async Task DeadLetter_OfARow_KeepsTheRowWithItsFileAndLine()
    {
        using var root = NewRoot();
        root.Write("in/shop.csv", Header + "1,2026-10-01,A,1,10.00\n" + "2,2026-10-01,A,two,20.00\n");

        var run = await root.RunAsync(Name, "settings.folder=in", "dead_letters.share=1");

        var letter = run.DeadLetters.Single();
        await Assert.That(letter.Phase).IsEqualTo("postprocess");
        await Assert.That(letter.Field("file")).IsEqualTo("shop.csv");
        await Assert.That(letter.Field("line")).IsEqualTo("3");
        await Assert.That(letter.Field("quantity")).IsEqualTo("two");
    }

    private static IntegrationRoot NewRoot() => new(registry => IntegrationsRegistry.AddTo(registry));

    private static Task<IReadOnlyList<IReadOnlyDictionary<string, object?>>> SalesAsync(IntegrationRoot root, string sql = "SELECT * FROM sales") =>
        root.QueryOutputAsync("sales.db", sql);

    private static async Task<long> CountAsync(IntegrationRoot root) =>
        File.Exists(Path.Combine(root.Path, "output", "sales.db"))
            && (await SalesAsync(root, "SELECT name FROM sqlite_schema WHERE name = 'sales'")).Count > 0
            ? (await SalesAsync(root)).Count
            : 0;

    private static string Row(IReadOnlyDictionary<string, object?> row) =>
        string.Join(' ', row.Values.Select(value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)));
}

using CsvHelper;
using IntegrationFramework;
using IntegrationFramework.Telemetry;
using IntegrationFramework.TestKit;
using Integrations.Generated;

namespace Integrations.Tests.CustomerDirectory;

public class CustomerDirectoryTests
{
    private const string Name = "customer_directory";
    private const string Data = "integrations/customer_directory/data";

    [Test]
    public async Task Run_AsConfigured_ListsEveryCustomerThatCountsOnce()
    {
        using var root = NewRoot();

        var run = await root.RunAsync(Name);

        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(Directory(root).Select(row => row["customer_id"])).IsEquivalentTo(
            ["1001", "1002", "1003", "1004", "1005", "1007", "1009", "1010", "1012", "1013", "1015", "1016", "1018", "1019", "1020"],
            TUnit.Assertions.Enums.CollectionOrdering.Matching);
    }

    [Test]
    public async Task Run_ForACustomerWithoutAnyName_LeavesItOutAndSaysSo()
    {
        using var root = NewRoot();

        var run = await root.RunAsync(Name);

        await Assert.That(run.Counters.Dropped).IsEqualTo(1);
        await Assert.That(run.Logs.Any(line => line.Message.Contains("1011", StringComparison.Ordinal))).IsTrue();
    }

    [Test]
    public async Task Run_WithInactiveCustomers_ListsThemToo()
    {
        using var root = NewRoot();

        await root.RunAsync(Name, "settings.include_inactive=true");

        var rows = Directory(root);
        await Assert.That(rows.Count).IsEqualTo(17);
        await Assert.That(rows.Single(row => row["customer_id"] == "1017")["name"]).IsEqualTo("Hoffmann");
    }

    [Test]
    public async Task Run_WithOrderedSince_ListsOnlyWhoOrderedSinceThatDay()
    {
        using var root = NewRoot();

        await root.RunAsync(Name, "settings.ordered_since=2026-10-28");

        await Assert.That(Directory(root).Select(row => row["customer_id"])).IsEquivalentTo(["1010", "1019", "1020"]);
    }

    // customer, column, value
    [Test]
    [Arguments("1001", "street", "Venloer Straße 40")]           // the primary address, though another is newer
    [Arguments("1002", "street", "Bonner Straße 112")]           // no primary one: the newest
    [Arguments("1002", "name", "Jonas Schmidt")]
    [Arguments("1002", "email", "jonas.schmidt@example.com")]
    [Arguments("1002", "country", "DE")]
    [Arguments("1003", "name", "Bäckerei Groß & Söhne GmbH")]     // a company without a person
    [Arguments("1003", "street", "Torstraße 61\n2. Hinterhof")]
    [Arguments("1001", "phone", "+49 221 555010")]
    [Arguments("1002", "phone", "0221/555011")]
    [Arguments("1013", "phone", "0221 - 55 50 17")]
    [Arguments("1019", "company", "'=Walker Holdings")]           // a spreadsheet would run it
    [Arguments("1004", "name", "Siobhán O'Connor")]
    [Arguments("1004", "country", "IE")]
    [Arguments("1005", "company", "Lefèvre, Moreau et Cie")]
    [Arguments("1007", "company", "Camden \"Tea & Co.\"")]
    [Arguments("1009", "email", "")]                             // "n/a"
    [Arguments("1012", "company", "Yılmaz Import Export")]
    [Arguments("1013", "postal_code", "01067")]
    [Arguments("1015", "email", "")]                             // two addresses in one field
    [Arguments("1016", "city", "")]                              // no address at all
    [Arguments("1018", "city", "Villeurbanne")]
    [Arguments("1001", "orders", "2")]                           // the cancelled one doesn't count
    [Arguments("1001", "total_spent", "179.70")]
    [Arguments("1001", "last_order_on", "2026-10-11")]
    [Arguments("1002", "last_order_on", "2025-12-20")]           // written with a blank instead of a T
    [Arguments("1005", "segment", "key_account")]                // 1,000.00 exactly
    [Arguments("1007", "total_spent", "200.00")]                  // less what was refunded
    [Arguments("1007", "segment", "regular")]
    [Arguments("1015", "segment", "prospect")]                   // cancelled what it ordered
    [Arguments("1015", "last_order_on", "")]
    public async Task Run_OverTheDump_TidiesWhatWasTyped(string customer, string column, string value)
    {
        using var root = NewRoot();

        await root.RunAsync(Name);

        await Assert.That(Directory(root).Single(row => row["customer_id"] == customer)[column]).IsEqualTo(value);
    }

    [Test]
    public async Task Run_OverADatabaseFile_ReadsItAndLeavesItAsItWas()
    {
        using var root = NewRoot();
        var path = Path.Combine(root.Path, "crm.db");
        await using (var crm = new SqlQueryManager(root.Path).Open(path))
        {
            await crm.ExecuteAsync(await File.ReadAllTextAsync(Path.Combine(root.Path, Data, "crm.sql")));
        }

        var before = await File.ReadAllBytesAsync(path);

        var run = await root.RunAsync(Name, "settings.database=crm.db");

        await Assert.That(run.Counters.Delivered).IsEqualTo(15);
        await Assert.That((await File.ReadAllBytesAsync(path)).AsSpan().SequenceEqual(before)).IsTrue();
    }

    [Test]
    public async Task Run_OverABrokenDump_FailsAndKeepsTheDirectoryOfBefore()
    {
        using var root = NewRoot();
        await root.RunAsync(Name);
        var before = root.ReadOutput("customer_directory.csv");
        root.Write($"{Data}/crm.sql", "CREATE TABLE customers (customer_id INTEGER); INSERT INTO customer VALUES (1);");

        var run = await root.RunAsync(Name);

        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.Error).Contains("no such table: customer");
        await Assert.That(root.ReadOutput("customer_directory.csv")).IsEqualTo(before);
    }

    [Test]
    public async Task Run_OverADumpThatHasLostMostCustomers_FailsAndKeepsTheDirectoryOfBefore()
    {
        using var root = NewRoot();
        await root.RunAsync(Name);
        var before = root.ReadOutput("customer_directory.csv");
        var dump = await File.ReadAllTextAsync(Path.Combine(root.Path, Data, "crm.sql"));
        root.Write($"{Data}/crm.sql", dump + "\nUPDATE customers SET deleted_at = '2026-11-01T00:00:00Z' WHERE customer_id > 1005;\n");

        var run = await root.RunAsync(Name);

        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.Error).Contains("fewer than 0.5 times the average of the last runs, which is 15 (volume.at_least). Nothing was delivered.");
        await Assert.That(root.ReadOutput("customer_directory.csv")).IsEqualTo(before);
    }

    private static IntegrationRoot NewRoot()
    {
        var root = new IntegrationRoot(registry => IntegrationsRegistry.AddTo(registry));
        root.CopyFromRepository(Data);
        return root;
    }

    private static List<Dictionary<string, string>> Directory(IntegrationRoot root)
    {
        using var reader = CsvReader.FromText(root.ReadOutput("customer_directory.csv"), new CsvReaderOptions { Separator = ',' });
        var rows = new List<Dictionary<string, string>>();
        while (reader.Read())
        {
            rows.Add(reader.Headers.Select((name, index) => (name, value: reader.GetString(index))).ToDictionary());
        }

        return rows;
    }
}

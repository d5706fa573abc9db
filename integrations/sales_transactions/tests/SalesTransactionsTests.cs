using System.Globalization;
using System.Text.Json;
using IntegrationFramework.Telemetry;
using IntegrationFramework.TestKit;
using Integrations.Generated;

namespace Integrations.Tests.SalesTransactions;

public class SalesTransactionsTests
{
    private const string Name = "sales_transactions";

    [Test]
    public async Task Run_AsConfigured_DeliversTheSameRecordsToBothSinks()
    {
        using var root = NewRoot();

        var run = await root.RunAsync(Name);

        var lines = root.ReadJsonLines("sales_transactions.jsonl");
        var rows = await root.QueryOutputAsync("sales_transactions.db", "SELECT * FROM sales_transactions ORDER BY transaction_id");
        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(run.Counters.Delivered).IsEqualTo(1000);
        await Assert.That(lines.Count).IsEqualTo(1000);
        await Assert.That(rows.Select(row => (string)row["transaction_id"]!))
            .IsEquivalentTo(lines.Select(line => line.GetProperty("transaction_id").GetString()!));
    }

    [Test]
    public async Task Run_TwiceWithOneSeed_MakesTheSameRecords()
    {
        var first = await TextAsync("settings.seed=7", "settings.records=2000");
        var second = await TextAsync("settings.seed=7", "settings.records=2000");

        await Assert.That(second).IsEqualTo(first);
    }

    [Test]
    public async Task Run_WithAnotherSeed_MakesOtherRecords()
    {
        var first = await TextAsync("settings.seed=7", "settings.records=100");
        var second = await TextAsync("settings.seed=8", "settings.records=100");

        await Assert.That(second).IsNotEqualTo(first);
    }

    [Test]
    public async Task Run_WithFewerRecords_MakesTheFirstOfThem()
    {
        var few = await TextAsync("settings.records=50");
        var many = await TextAsync("settings.records=500");

        await Assert.That(many).StartsWith(few);
    }

    // A seed that gave other records on another machine, or after a change to the generator, would be no seed.
    [Test]
    public async Task Run_WithTheDefaultSeed_MakesTheRecordsItAlwaysMade()
    {
        var lines = await RecordsAsync("settings.records=3");

        var shown = lines.Select(line => $"{Text(line, "occurred_at")} {Text(line, "customer_name")}, {Text(line, "sku")}, {line.GetProperty("amount")}");
        await Assert.That(string.Join('\n', shown)).IsEqualTo("""
            2026-10-01T00:01:29+00:00 Amelia Walker, KID-5002, 13.00
            2026-10-01T00:23:05+00:00 Sophie Neumann, FOO-6001, 18.90
            2026-10-01T00:50:33+00:00 Sophie Schmidt, KID-5003, 99.00
            """);
    }

    [Test]
    [Arguments("EUR")]
    [Arguments("GBP")]
    public async Task Run_WithACurrency_PricesEverythingInIt(string currency)
    {
        var lines = await RecordsAsync($"settings.currency={currency}", "settings.records=20");

        await Assert.That(lines.All(line => Text(line, "currency") == currency)).IsTrue();
    }

    [Test]
    public async Task Records_All_AddUp()
    {
        foreach (var line in await RecordsAsync("settings.records=3000"))
        {
            var price = line.GetProperty("unit_price").GetDecimal() * line.GetProperty("quantity").GetInt32();
            var expected = decimal.Round(price * (100 - line.GetProperty("discount_percent").GetInt32()) / 100, 2, MidpointRounding.AwayFromZero);

            await Assert.That(line.GetProperty("amount").GetDecimal()).IsEqualTo(expected);
            await Assert.That(line.GetProperty("quantity").GetInt32()).IsGreaterThan(0);
        }
    }

    [Test]
    public async Task Records_All_RiseInTimeFromTheStartDate()
    {
        var times = (await RecordsAsync("settings.records=3000", "settings.start_date=2026-02-27")).Select(OccurredAt).ToList();

        await Assert.That(times[0].Date).IsEqualTo(new DateTime(2026, 2, 27));
        await Assert.That(times).IsInOrder();
    }

    [Test]
    public async Task Records_OfWeeks_HaveTheRhythmOfDayAndWeek()
    {
        // 2026-06-01 is a Monday; 50 days of about 400 sales.
        var times = (await RecordsAsync("settings.records=20000", "settings.start_date=2026-06-01")).Select(OccurredAt).ToList();

        var atNight = times.Count(time => time.Hour is >= 1 and < 5);
        var inTheEvening = times.Count(time => time.Hour is >= 16 and < 20);
        var saturdays = times.Count(time => time.DayOfWeek == DayOfWeek.Saturday);
        var sundays = times.Count(time => time.DayOfWeek == DayOfWeek.Sunday);
        var perDay = times.Count / (times[^1] - times[0]).TotalDays;

        await Assert.That(inTheEvening).IsGreaterThan(20 * atNight);
        await Assert.That(saturdays).IsGreaterThan(2 * sundays);
        await Assert.That(perDay).IsBetween(340, 460);
    }

    [Test]
    public async Task Records_FromStores_AreSoldWhileTheyAreOpen()
    {
        var lines = await RecordsAsync("settings.records=5000");

        var inStores = lines.Where(line => Text(line, "channel") == "store").ToList();
        await Assert.That(inStores.Count).IsBetween(1000, 4000);
        await Assert.That(inStores.All(line => OccurredAt(line) is { Hour: >= 9 and < 20, DayOfWeek: not DayOfWeek.Sunday })).IsTrue();
        await Assert.That(lines.All(line => (Text(line, "channel") == "store") == (Text(line, "store") is not null))).IsTrue();
    }

    [Test]
    public async Task Records_OfOneCustomer_AlwaysShowTheSamePerson()
    {
        var lines = await RecordsAsync("settings.records=5000", "settings.customers=40");

        var customers = lines.GroupBy(line => Text(line, "customer_id")).ToList();
        await Assert.That(customers.Count).IsBetween(30, 40);
        foreach (var customer in customers)
        {
            var people = customer.Select(line => $"{Text(line, "customer_name")} <{Text(line, "customer_email")}> {Text(line, "country")}").Distinct();
            await Assert.That(people.Count()).IsEqualTo(1);
        }

        // A fifth of them does nearly half of the buying.
        var best = customers.Select(customer => customer.Count()).OrderDescending().Take(8).Sum();
        await Assert.That(best).IsBetween(2000, 3500);
    }

    [Test]
    public async Task Run_BeyondTheYear9999_FailsAndSaysWhy()
    {
        using var root = NewRoot();

        var run = await root.RunAsync(Name, "settings.start_date=9999-12-30", "settings.sales_per_day=1");

        await Assert.That(run.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(run.Error).Contains("year 9999");
        await Assert.That(Directory.Exists(Path.Combine(root.Path, "output")) && File.Exists(Path.Combine(root.Path, "output/sales_transactions.jsonl"))).IsFalse();
    }

    private static IntegrationRoot NewRoot() => new(registry => IntegrationsRegistry.AddTo(registry));

    private static async Task<string> TextAsync(params string[] sets)
    {
        using var root = NewRoot();
        await root.RunAsync(Name, sets);
        return root.ReadOutput("sales_transactions.jsonl");
    }

    private static async Task<IReadOnlyList<JsonElement>> RecordsAsync(params string[] sets)
    {
        using var root = NewRoot();
        await root.RunAsync(Name, sets);
        return root.ReadJsonLines("sales_transactions.jsonl");
    }

    private static DateTimeOffset OccurredAt(JsonElement line) =>
        DateTimeOffset.Parse(Text(line, "occurred_at")!, CultureInfo.InvariantCulture);

    private static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();
}

using Framework.Tests.Telemetry;
using IntegrationFramework;
using IntegrationFramework.Security;
using IntegrationFramework.Support;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace Framework.Tests.Support;

public class SupportManagerTests
{
    [Test]
    public async Task ReportIssueAsync_SameProblemManyTimes_CountsAllAndLogsFew()
    {
        await using var host = new Host();
        var support = host.Support("sales_import");

        // One a second for an hour: lines after 0, 1, 3, 7, 15 and 31 minutes.
        for (var i = 0; i < 3600; i++)
        {
            await support.ReportIssueAsync("data_quality", $"Row {i} of /data/export_{i}.csv has no price");
            host.Folder.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var issue = (await host.Folder.RowsAsync("SELECT * FROM issues")).Single();
        await Assert.That(issue["count"]).IsEqualTo(3600L);
        await Assert.That(issue["first_seen"]).IsEqualTo("2026-03-14T15:09:26.000Z");
        await Assert.That(issue["last_seen"]).IsEqualTo("2026-03-14T16:09:25.000Z");
        await Assert.That(issue["message"]).IsEqualTo("Row 3599 of /data/export_3599.csv has no price");
        await Assert.That(issue["integration"] + "|" + issue["type"] + "|" + issue["status"]).IsEqualTo("sales_import|data_quality|open");
        await Assert.That(host.Lines.Count).IsEqualTo(6);
        await Assert.That(host.Lines[0]).IsEqualTo("Warning: Issue 1 (data_quality, seen 1x): Row 0 of /data/export_0.csv has no price");
        await Assert.That(host.Lines[1]).StartsWith("Warning: Issue 1 (data_quality, seen 61x): ").And.EndsWith(" (59 more since the last such line)");
    }

    [Test]
    public async Task ReportIssueAsync_DifferentProblems_GetRowsOfTheirOwn()
    {
        await using var host = new Host();

        await host.Support("a").ReportIssueAsync("data_quality", "no price");
        await host.Support("a").ReportIssueAsync("data_quality", "no name");
        await host.Support("a").ReportIssueAsync("timeout", "no price");
        await host.Support("b").ReportIssueAsync("data_quality", "no price");
        var again = await host.Support("b").ReportIssueAsync("data_quality", "No  price");

        await Assert.That(again.Count).IsEqualTo(2);
        await Assert.That(await host.Folder.ScalarAsync<long>("SELECT count(*) FROM issues")).IsEqualTo(4);
    }

    [Test]
    [Arguments(true, 1)]
    [Arguments(false, 0)]
    public async Task ReportIssueAsync_ReportIssues_DecidesWhetherATicketIsMade(bool reportIssues, int tickets)
    {
        await using var host = new Host(reportIssues);

        await host.Support("a").ReportIssueAsync("outage", "down");
        await host.Support("a").ReportIssueAsync("outage", "down");

        await Assert.That(host.Lines.Count(line => line.Contains("Support ticket", StringComparison.Ordinal))).IsEqualTo(tickets);
        await Assert.That(await host.Folder.ScalarAsync<long>("SELECT count FROM issues")).IsEqualTo(2);
    }

    [Test]
    public async Task ReportIssueAsync_ClosedIssueSeenAgain_IsOpenAgain()
    {
        await using var host = new Host();
        await host.Support("a").ReportIssueAsync("outage", "down");
        await using (var database = new SqlQueryManager(host.Folder.Root).Open("telemetry.db"))
        {
            await database.ExecuteAsync("UPDATE issues SET status = 'closed'");
        }

        await host.Support("a").ReportIssueAsync("outage", "down");

        await Assert.That(await host.Folder.ScalarAsync<string>("SELECT status || count FROM issues")).IsEqualTo("open2");
    }

    [Test]
    public async Task Notify_Repeated_IsLoggedWithBackOff()
    {
        await using var host = new Host();
        var support = host.Support("hello_world");

        support.Notify("Hello");
        support.Notify("Hello");
        support.Notify("Something else");
        host.Folder.Time.Advance(TimeSpan.FromMinutes(1));
        support.Notify("Hello");

        await Assert.That(string.Join("\n", host.Lines)).IsEqualTo(
            "Information: Hello\nInformation: Something else\nInformation: Hello (1 more since the last such line)");
    }

    [Test]
    public async Task AllMessages_WithSecrets_AreRedacted()
    {
        await using var host = new Host(reportIssues: true);
        host.Redactor.Add(["hunter2!"]);

        host.Support("a").Notify("The key is hunter2!");
        await host.Support("a").ReportIssueAsync("auth", "hunter2! is refused");

        await Assert.That(string.Join("\n", host.Lines)).DoesNotContain("hunter2");
        await Assert.That(await host.Folder.ScalarAsync<string>("SELECT message FROM issues")).IsEqualTo("*** is refused");
    }

    [Test]
    [Arguments("Timeout after 31.5 s", "Timeout after 12 s")]
    [Arguments("Order 3f2504e0-4f89-11d3-9a0c-0305e82c3301 is lost", "Order 6ba7b810-9dad-11d1-80b4-00c04fd430c8 is lost")]
    [Arguments("Can't read /var/data/a.csv", "Can't read C:\\exports\\march\\b.csv")]
    [Arguments("GET https://api.example.com/v1/orders?page=3 gave 500", "GET http://localhost:8080/ gave 503")]
    [Arguments("Nothing since 2026-03-14T15:09:26Z", "Nothing since 2025-12-31 23:59:59.999")]
    [Arguments("Object 0xDEADBEEF is gone", "Object 0x01 is gone")]
    public async Task Fingerprint_MessagesThatDifferInDetails_IsTheSame(string first, string second)
    {
        await Assert.That(IssueFingerprint.Normalize(second)).IsEqualTo(IssueFingerprint.Normalize(first));
        await Assert.That(IssueFingerprint.Of("a", "t", second)).IsEqualTo(IssueFingerprint.Of("a", "T ", first));
    }

    [Test]
    [Arguments("No price", "No name")]
    [Arguments("Can't read /var/data/a.csv", "Can't write /var/data/a.csv")]
    [Arguments("Timeout", "Timeouts")]
    public async Task Fingerprint_DifferentMessages_IsNotTheSame(string first, string second)
    {
        await Assert.That(IssueFingerprint.Of("a", "t", second)).IsNotEqualTo(IssueFingerprint.Of("a", "t", first));
    }

    /// <summary>A support desk on a real database whose log lines are kept.</summary>
    private sealed class Host : IAsyncDisposable
    {
        private readonly TelemetryStore _store;
        private readonly SupportDesk _desk;
        private readonly Lines _lines = new();

        public Host(bool reportIssues = false)
        {
            _store = TelemetryStore.Open(Folder.Database, Folder.Time, Redactor);
            _desk = new SupportDesk(_store, Folder.Time, new LoggingTicketing(_lines), reportIssues);
        }

        public TelemetryFolder Folder { get; } = new();

        public Redactor Redactor { get; } = new();

        public List<string> Lines => _lines.Text;

        public SupportManager Support(string integration) => _desk.For(integration, _lines);

        public async ValueTask DisposeAsync()
        {
            await _store.DisposeAsync();
            Folder.Dispose();
        }
    }

    private sealed class Lines : ILogger
    {
        public List<string> Text { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Text.Add($"{logLevel}: {formatter(state, exception)}");
    }
}

using Framework.Tests.Running;
using IntegrationFramework;
using IntegrationFramework.Support;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Framework.Tests.Support;

public class IssueSecretsTests
{
    private const string Secret = "hunter2-and-more";

    [Test]
    public async Task ReportIssue_SecretInItsType_IsInNeitherTelemetryNorTicket()
    {
        await using var host = new Host();
        host.Store.Redactor.Add([Secret]);
        var tickets = new Tickets();
        await new SupportDesk(host.Store, TimeProvider.System, tickets, reportIssues: true).For("script", NullLogger.Instance)
            .ReportIssueAsync($"typ-{Secret}", "it broke");
        await Assert.That(await host.QueryAsync("SELECT type FROM issues")).IsEquivalentTo(["typ-***"]);
        await Assert.That(tickets.Type).IsEqualTo("typ-***");
    }

    [Test]
    public async Task CountIssue_SecretInItsType_IsTakenOut()
    {
        await using var host = new Host();
        host.Store.Redactor.Add([Secret]);
        await host.Store.CountIssueAsync(new IssueSighting("f", null, Secret, "it broke", TimeProvider.System.GetUtcNow()));
        await Assert.That(await host.QueryAsync("SELECT type FROM issues")).IsEquivalentTo(["***"]);
    }

    private sealed class Tickets : ISupportTicketing
    {
        public string? Type { get; private set; }

        public Task SubmitAsync(IssueSighting issue, IssueCount count, CancellationToken cancellationToken)
        {
            Type = issue.Type;
            return Task.CompletedTask;
        }
    }
}

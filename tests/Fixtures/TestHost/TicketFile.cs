using IntegrationFramework;
using IntegrationFramework.Telemetry;

namespace TestHost;

/// <summary>A support system whose tickets are the lines of a file, which TICKETS_FILE names.</summary>
internal sealed class TicketFile(string path) : ISupportTicketing
{
    public static TicketFile? FromEnvironment() => Environment.GetEnvironmentVariable("TICKETS_FILE") is { } path ? new TicketFile(path) : null;

    public Task SubmitAsync(IssueSighting issue, IssueCount count, CancellationToken cancellationToken) =>
        File.AppendAllTextAsync(path, $"{count.Id} {issue.Type} {count.Count} {issue.Message}\n", cancellationToken);
}

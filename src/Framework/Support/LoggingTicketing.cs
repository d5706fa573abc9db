using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Support;

/// <summary>A support system for hosts that have none: tickets go to the log.</summary>
public sealed partial class LoggingTicketing(ILogger logger) : ISupportTicketing
{
    /// <inheritdoc/>
    public Task SubmitAsync(IssueSighting issue, IssueCount count, CancellationToken cancellationToken)
    {
        LogTicket(count.Id, issue.Type, issue.Integration ?? "-", count.Count, issue.Message);
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Support ticket for issue {Id} ({Type}, {Integration}, seen {Count}x): {Issue}")]
    private partial void LogTicket(long id, string type, string integration, long count, string issue);
}

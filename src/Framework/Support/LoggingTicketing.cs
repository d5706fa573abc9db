using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Support;

/// <summary>A support system for hosts that have none: tickets go to the log.</summary>
public sealed partial class LoggingTicketing(ILogger logger) : ISupportTicketing
{
    /// <inheritdoc/>
    public Task SubmitAsync(IssueSighting issue, IssueCount count, CancellationToken cancellationToken)
    {
        LogTicket(count.Id, issue.Type, issue.Integration ?? "-", issue.Message, count.Count);
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Support ticket for issue {Id} ({Type}, {Integration}): {Issue} Seen {Count} times.")]
    private partial void LogTicket(long id, string type, string integration, string issue, long count);
}

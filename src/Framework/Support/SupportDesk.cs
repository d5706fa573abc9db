using IntegrationFramework.Security;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Support;

/// <summary>What the support managers of a host share: where issues are counted, who gets them, and what was logged lately.</summary>
/// <param name="store">Where issues are counted.</param>
/// <param name="time">The clock.</param>
/// <param name="ticketing">The support system that issues are handed to.</param>
/// <param name="reportIssues">Whether issues are handed to it (<c>REPORT_ISSUES</c>); they are counted and logged in any case.</param>
public sealed class SupportDesk(TelemetryStore store, TimeProvider time, ISupportTicketing ticketing, bool reportIssues)
{
    internal BackOff BackOff { get; } = new(time);

    internal TimeProvider Time => time;

    internal Redactor Redactor => store.Redactor;

    /// <summary>The support manager of an integration.</summary>
    /// <param name="integration">Its name; <see langword="null"/> for issues of nobody in particular.</param>
    /// <param name="logger">Where its lines go: the run's logger.</param>
    public SupportManager For(string? integration, ILogger logger) => new(this, integration, logger);

    internal ValueTask<IssueCount> CountAsync(IssueSighting issue) => store.CountIssueAsync(issue);

    internal Task SubmitAsync(IssueSighting issue, IssueCount count, CancellationToken cancellationToken) =>
        reportIssues ? ticketing.SubmitAsync(issue, count, cancellationToken) : Task.CompletedTask;
}

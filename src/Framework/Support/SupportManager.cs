using IntegrationFramework.Support;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework;

/// <summary>
/// Notifies people and reports issues. What repeats is logged with exponential back-off: the first time, then after one minute, two,
/// four, up to a day, with the number of repeats in between. Secrets are taken out of every message, and of an issue's type.
/// </summary>
public sealed partial class SupportManager
{
    private readonly SupportDesk _desk;
    private readonly string? _integration;
    private readonly ILogger _logger;

    internal SupportManager(SupportDesk desk, string? integration, ILogger logger)
    {
        _desk = desk;
        _integration = integration;
        _logger = logger;
    }

    /// <summary>Tells whoever reads the log something worth knowing.</summary>
    /// <param name="message">What.</param>
    /// <param name="key">Equal for notifications that repeat each other.</param>
    /// <value>For <paramref name="key"/> by default the message itself.</value>
    public void Notify(string message, string? key = null)
    {
        message = _desk.Redactor.Redact(message);
        if (_desk.BackOff.ShouldLog($"notify\n{_integration}\n{key ?? message}", out var suppressed))
        {
            LogNotification(_logger, message, Repeats(suppressed));
        }
    }

    /// <summary>
    /// Reports an issue. Every report is counted in the <c>issues</c> table, one row for all repeats of the same problem: messages that
    /// differ in numbers, identifiers, times, addresses or paths alone. Log lines and tickets are limited by back-off, the count never is.
    /// </summary>
    /// <param name="type">What kind of issue it is, such as <c>data_quality</c>.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="cancellationToken">Gives up on the ticket; the issue is counted all the same.</param>
    /// <returns>The issue's number and how often it was seen.</returns>
    /// <exception cref="TelemetryException">The issue can't be counted.</exception>
    public async Task<IssueCount> ReportIssueAsync(string type, string message, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(type);
        ArgumentException.ThrowIfNullOrWhiteSpace(message);

        type = _desk.Redactor.Redact(type);
        message = _desk.Redactor.Redact(message);
        var fingerprint = IssueFingerprint.Of(_integration, type, message);
        var issue = new IssueSighting(fingerprint, _integration, type, message, _desk.Time.GetUtcNow());
        var count = await _desk.CountAsync(issue).ConfigureAwait(false);

        if (_desk.BackOff.ShouldLog($"issue\n{fingerprint}", out var suppressed))
        {
            LogIssue(_logger, count.Id, type, count.Count, message, Repeats(suppressed));
            await _desk.SubmitAsync(issue, count, cancellationToken).ConfigureAwait(false);
        }

        return count;
    }

    private static string Repeats(int suppressed) => suppressed == 0 ? "" : $" ({suppressed} more since the last such line)";

    [LoggerMessage(Level = LogLevel.Information, Message = "{Notification}{Repeats}")]
    private static partial void LogNotification(ILogger logger, string notification, string repeats);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Issue {Id} ({Type}, seen {Count}x): {Issue}{Repeats}")]
    private static partial void LogIssue(ILogger logger, long id, string type, long count, string issue, string repeats);
}

using IntegrationFramework.Telemetry;

namespace IntegrationFramework;

/// <summary>A support system that issues can be handed to. A host gives its own to <c>CommandLineHost.Run</c>.</summary>
public interface ISupportTicketing
{
    /// <summary>Opens a ticket for an issue, or adds to the one that is open for its fingerprint.</summary>
    /// <param name="issue">The issue, without secrets.</param>
    /// <param name="count">How often it was seen, this time included.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task SubmitAsync(IssueSighting issue, IssueCount count, CancellationToken cancellationToken);
}

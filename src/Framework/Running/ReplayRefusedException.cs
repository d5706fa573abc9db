namespace IntegrationFramework.Running;

/// <summary>The dead letters of an integration can't be replayed at all, for a reason that lies in its configuration.</summary>
internal sealed class ReplayRefusedException(string message) : InvalidOperationException(message);

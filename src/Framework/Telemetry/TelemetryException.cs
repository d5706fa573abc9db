namespace IntegrationFramework.Telemetry;

/// <summary>The telemetry database can't be opened, read or written. The message says why and what to do; nothing that was in it is lost.</summary>
public sealed class TelemetryException(string message, Exception? inner = null) : Exception(message, inner);

namespace IntegrationFramework;

/// <summary>Notifies people and reports issues.</summary>
public sealed class SupportManager;

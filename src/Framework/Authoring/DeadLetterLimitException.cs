namespace IntegrationFramework;

/// <summary>A run had more dead letters than <c>dead_letters:</c> in its config.yaml allows.</summary>
public sealed class DeadLetterLimitException(string message, Exception? inner = null) : Exception(message, inner);

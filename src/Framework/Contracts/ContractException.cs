namespace IntegrationFramework.Contracts;

/// <summary>The records, or the data, are not what they were, and <c>contract: fail</c> in config.yaml forbids that.</summary>
internal sealed class ContractException(string message) : Exception(message);

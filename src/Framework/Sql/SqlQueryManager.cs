namespace IntegrationFramework;

/// <summary>Runs parameterised SQL against SQLite files.</summary>
public sealed class SqlQueryManager;

namespace IntegrationFramework.Checks;

/// <summary>A record fails a check under <c>checks.records</c>.</summary>
internal sealed class RecordCheckException(string message) : Exception(message);

/// <summary>A record has the values of another one, which <c>unique</c> under <c>checks.records</c> forbids.</summary>
internal sealed class DuplicateRecordException(string message) : Exception(message);

/// <summary>The records of a run fail a check under <c>checks.run</c>.</summary>
internal sealed class RunCheckException(string message) : Exception(message);

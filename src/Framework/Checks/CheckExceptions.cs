namespace IntegrationFramework.Checks;

/// <summary>A record fails a check under <c>checks.records</c>.</summary>
internal sealed class RecordCheckException(string message) : Exception(message);

/// <summary>A record has the values of another one, which <c>unique</c> under <c>checks.records</c> forbids.</summary>
internal sealed class DuplicateRecordException(string message) : Exception(message);

/// <summary>The records of a run fail a check under <c>checks.run</c>.</summary>
internal sealed class RunCheckException(string message) : Exception(message);

/// <summary>The temporary file of a <c>unique</c> check can't be used any more.</summary>
/// <param name="inner">Why.</param>
/// <param name="isLost">Whether it held what is delivered for good, so that another attempt can't judge what comes behind it.</param>
internal sealed class UniqueFileException(Exception inner, bool isLost) : Exception(
    $"the temporary file of unique under checks.records failed: {inner.Message.TrimEnd('.')}. Let temporary files go where there is room for them (SQLITE_TMPDIR names the folder), and run it again.", inner)
{
    public bool IsLost => isLost;
}

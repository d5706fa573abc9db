namespace Vendors.Salesforce;

/// <summary>What Bulk API 2.0 does with rows.</summary>
public enum BulkOperation
{
    /// <summary>Creates records.</summary>
    Insert,

    /// <summary>Changes records, found by <c>Id</c>.</summary>
    Update,

    /// <summary>Changes or creates records, found by an external id.</summary>
    Upsert,

    /// <summary>Moves records, found by <c>Id</c>, to the recycle bin.</summary>
    Delete,

    /// <summary>Deletes records, found by <c>Id</c>, for good; needs a permission of its own.</summary>
    HardDelete,
}

/// <summary>What became of a row.</summary>
public enum BulkOutcome
{
    /// <summary>It was written.</summary>
    Succeeded,

    /// <summary>It was refused.</summary>
    Failed,

    /// <summary>Salesforce didn't come to it, since the job ended before.</summary>
    Unprocessed,
}

/// <summary>What became of a row that was written by Bulk API 2.0.</summary>
/// <param name="Index">Which of the rows that were given, from 0; <see langword="null"/> where Salesforce gave the row back in another form than it got it.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Id">The record's id; empty where there is none.</param>
/// <param name="IsCreated">Whether it is new.</param>
/// <param name="Error">Why it failed or wasn't come to; empty where it succeeded.</param>
/// <param name="Fields">The row, as Salesforce gave it back.</param>
public sealed record BulkRowResult(
    long? Index, BulkOutcome Outcome, string Id, bool IsCreated, string Error, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>Whether it was written.</summary>
    public bool IsSuccess => Outcome is BulkOutcome.Succeeded;

    /// <summary>Why it failed or wasn't come to, as an exception to throw or to keep.</summary>
    /// <returns><see langword="null"/> where it succeeded.</returns>
    public SalesforceException? ToException() => IsSuccess ? null
        : new SalesforceException(SalesforceErrors.Sentence(
            Outcome is BulkOutcome.Failed ? $"Salesforce refused a row with {Error}" : $"Salesforce didn't come to a row: {Error}", ErrorAdvice.For(Code)))
        {
            ErrorCode = Code,
            Detail = Error,
            IsTransient = Outcome is BulkOutcome.Unprocessed || ErrorAdvice.IsTransient(Code),
        };

    // REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --
    internal string Code => Error.Split(':')[0];

    internal bool IsLocked => Outcome is BulkOutcome.Failed && Code == ErrorCodes.RowLocked;
}

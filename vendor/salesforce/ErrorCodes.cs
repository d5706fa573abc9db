namespace Vendors.Salesforce;

/// <summary>The error codes of Salesforce that something is done about.</summary>
internal static class ErrorCodes
{
    public const string InvalidSession = "INVALID_SESSION_ID";
    public const string LimitExceeded = "REQUEST_LIMIT_EXCEEDED";
    public const string RowLocked = "UNABLE_TO_LOCK_ROW";
    public const string QueryTimeout = "QUERY_TIMEOUT";
    public const string InvalidField = "INVALID_FIELD";
    public const string InvalidLocator = "INVALID_QUERY_LOCATOR";
    public const string AlreadyDeleted = "ENTITY_IS_DELETED";
    public const string RolledBack = "ALL_OR_NONE_OPERATION_ROLLED_BACK";
}

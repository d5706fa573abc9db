namespace Vendors.Salesforce;

/// <summary>Says what to do about an error of Salesforce.</summary>
internal static class ErrorAdvice
{
    public static string For(string code) => code switch
    {
        ErrorCodes.InvalidField => "Check the spelling, and that the user may see the field (field-level security).",
        "INVALID_TYPE" => "Check the object's spelling, custom ones end in __c, and that the user may read it.",
        "MALFORMED_QUERY" => "Check the query near the place that Salesforce names.",
        "INVALID_FIELD_FOR_INSERT_UPDATE" => "Leave the field out: it can't be written, or the user may not edit it (field-level security).",
        "INSUFFICIENT_ACCESS" or "INSUFFICIENT_ACCESS_OR_READONLY" or "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY" =>
            "Give the user access to the record by its profile, a permission set or sharing.",
        "API_DISABLED_FOR_ORG" => "The org's edition has no API, or the user lacks the permission 'API Enabled'.",
        "API_CURRENTLY_DISABLED" => "Give the user the permission 'API Enabled'.",
        "REQUIRED_FIELD_MISSING" => "Fill in the fields that it names.",
        "DUPLICATE_VALUE" => "A record with this value exists already; upsert by that field instead.",
        "DUPLICATES_DETECTED" => "A duplicate rule of the org holds it back; change the record or the rule.",
        "STRING_TOO_LONG" => "Shorten the value.",
        "FIELD_CUSTOM_VALIDATION_EXCEPTION" => "A validation rule of the org refuses the record.",
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST" => "Use one of the picklist's values.",
        "NOT_FOUND" or "INVALID_CROSS_REFERENCE_KEY" => "What it names doesn't exist, or the user may not see it.",
        ErrorCodes.RowLocked => "Somebody else is writing the same record or one that it belongs to; sort writes by their parent, or run again later.",
        ErrorCodes.QueryTimeout =>
            "Make the query more selective, by indexed fields such as Id, Name, SystemModstamp or external ids, or set 'bulk: always'.",
        ErrorCodes.InvalidLocator => "The result was kept for too short a time, or too many are open at once; run again.",
        "SERVER_UNAVAILABLE" or "UNKNOWN_EXCEPTION" => "This is Salesforce's own trouble; https://status.salesforce.com may know of it.",
        "UNSUPPORTED_API_VERSION" => "Set 'api_version' to one that the org has.",
        _ => "",
    };

    /// <summary>Whether the same request may succeed later.</summary>
    public static bool IsTransient(string code) =>
        code is ErrorCodes.RowLocked or ErrorCodes.QueryTimeout or ErrorCodes.InvalidLocator or "SERVER_UNAVAILABLE" or "UNKNOWN_EXCEPTION";
}

using SQLitePCL;

namespace IntegrationFramework.Sql;

/// <summary>Lets SQLite compile only what reads.</summary>
internal static class ReadingAuthorizer
{
    private static readonly strdelegate_authorizer Decide = static (_, action, name, argument, _, _) => IsReading(action, name, argument) ? raw.SQLITE_OK : raw.SQLITE_DENY;

    public static void Set(sqlite3 database) => raw.sqlite3_set_authorizer(database, Decide, null);

    private static bool IsReading(int action, string? name, string? argument) => action switch
    {
        raw.SQLITE_SELECT or raw.SQLITE_READ or raw.SQLITE_FUNCTION or raw.SQLITE_RECURSIVE => true,

        // With a value most of them set something; of these it says what to look at.
        raw.SQLITE_PRAGMA => argument is null || name?.ToLowerInvariant() is "table_info" or "table_xinfo" or "table_list" or "index_list" or "index_info"
            or "index_xinfo" or "foreign_key_list" or "foreign_key_check" or "integrity_check" or "quick_check",
        _ => false,
    };
}

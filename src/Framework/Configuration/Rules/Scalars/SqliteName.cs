namespace IntegrationFramework.Configuration.Rules;

/// <summary>Names of tables in SQLite, where the case of ASCII letters doesn't count, and that of all others does.</summary>
internal static class SqliteName
{
    /// <summary>Whether no table of an author's can have a name: SQLite refuses the one, and ifw has tables of its own.</summary>
    public static bool IsReserved(string name) =>
        Fold(name) is var folded && (folded.StartsWith("sqlite_", StringComparison.Ordinal) || folded == "_ifw_receipts");

    /// <summary>The same text for all names of a table.</summary>
    public static string Fold(string name) => string.Concat(name.Select(static c => c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c));
}

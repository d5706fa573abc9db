namespace IntegrationFramework.Configuration.Rules;

/// <summary>Names of tables in SQLite, where the case of ASCII letters doesn't count, and that of all others does.</summary>
internal static class SqliteName
{
    /// <summary>The same text for all names of a table.</summary>
    public static string Fold(string name) => string.Concat(name.Select(static c => c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c));
}

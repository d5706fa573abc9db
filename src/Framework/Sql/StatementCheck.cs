using SQLitePCL;

namespace IntegrationFramework.Sql;

/// <summary>
/// Finds what SQLite, or the library around it, would pass over without a word: values that no placeholder takes, or that another one
/// takes the place of, and statements after the first.
/// </summary>
internal static class StatementCheck
{
    /// <returns>What is wrong, as a sentence; <see langword="null"/> where nothing is, and where SQLite itself is going to say it.</returns>
    public static string? Problem(sqlite3 database, SqlQuery query)
    {
        if (raw.sqlite3_prepare_v2(database, query.Text, out var statement, out var tail) != raw.SQLITE_OK)
        {
            return null;
        }

        using (statement)
        {
            var given = query.Parameters.Select(static parameter => parameter.Key).ToList();
            var placeholders = Enumerable.Range(1, raw.sqlite3_bind_parameter_count(statement))
                .Select(i => raw.sqlite3_bind_parameter_name(statement, i).utf8_to_string() ?? "?").ToList();
            return placeholders.Find(placeholder => !given.Any(name => Takes(placeholder, name))) is { } missing ? $"The placeholder {missing} has no value."
                : given.FirstOrDefault(name => !placeholders.Exists(placeholder => Takes(placeholder, name))) is { } surplus
                    ? $"There is no placeholder {(surplus is ['@' or '$' or ':', ..] ? surplus : "@" + surplus)}."
                : placeholders.Find(placeholder => given.Count(name => Takes(placeholder, name)) > 1) is { } doubled ? $"The placeholder {doubled} has two values."
                : HasStatement(database, tail) ? "There is a second statement after the ';', which would not be run."
                : null;
        }
    }

    /// <summary>Whether a placeholder takes the value of a name, which may leave out the sign before it.</summary>
    private static bool Takes(string placeholder, string name) =>
        placeholder == name || (placeholder is ['@' or '$' or ':', .. var bare] && bare == name);

    private static bool HasStatement(sqlite3 database, string? sql)
    {
        while (!string.IsNullOrWhiteSpace(sql))
        {
            if (raw.sqlite3_prepare_v2(database, sql, out var statement, out var tail) != raw.SQLITE_OK)
            {
                return true;
            }

            using (statement)
            {
                if (!statement.IsInvalid)
                {
                    return true;
                }
            }

            sql = tail;
        }

        return false;
    }
}

using Microsoft.Data.Sqlite;

namespace IntegrationFramework.Sinks;

/// <summary>What a table that was there may refuse a record for when it is merged, beside nulls.</summary>
internal static class SqliteTableRules
{
    /// <summary>Whether there is anything: a check, a reference, a trigger, the types of a STRICT table, or what has to be unique beside the key.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="table">The table; it may be missing.</param>
    /// <param name="key">The columns by which records are merged.</param>
    public static bool AreIn(SqliteConnection connection, string table, IReadOnlyList<string> key)
    {
        // A column whose name has one of the words in it only costs time.
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT (SELECT count(*) FROM main.sqlite_schema WHERE type = 'trigger' AND tbl_name = $table COLLATE NOCASE)
                 + (SELECT count(*) FROM main.sqlite_schema WHERE type = 'table' AND name = $table COLLATE NOCASE AND (sql LIKE '%CHECK%' OR sql LIKE '%REFERENCES%'))
            """;
        command.Parameters.AddWithValue("$table", table);
        return command.ExecuteScalar() is long and not 0 || SqliteColumn.IsStrict(connection, table) || HasOtherKeys(connection, table, key);
    }

    private static bool HasOtherKeys(SqliteConnection connection, string table, IReadOnlyList<string> key)
    {
        var wanted = new HashSet<string>(key, StringComparer.OrdinalIgnoreCase);
        var primary = SqliteColumn.Read(connection, table).Where(static column => column.IsPrimaryKey).Select(static column => column.Name).ToList();
        return (primary.Count > 0 && !wanted.SetEquals(primary))
            || UniqueIndexes(connection, table).Any(index => index.IsPartial || !wanted.SetEquals(index.Columns));
    }

    /// <summary>The unique indexes of a table, those of its primary key and of its constraints among them. An expression's name is empty.</summary>
    public static IReadOnlyList<(IReadOnlySet<string> Columns, bool IsPartial)> UniqueIndexes(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT list.name, list.partial, info.name
            FROM pragma_index_list($table, 'main') AS list, pragma_index_info(list.name, 'main') AS info
            WHERE list."unique" = 1
            """;
        command.Parameters.AddWithValue("$table", table);
        using var reader = command.ExecuteReader();
        var indexes = new Dictionary<string, (HashSet<string> Columns, bool IsPartial)>(StringComparer.Ordinal);
        while (reader.Read())
        {
            var name = reader.GetString(0);
            if (!indexes.TryGetValue(name, out var index))
            {
                indexes[name] = index = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), reader.GetInt64(1) != 0);
            }

            index.Columns.Add(reader.IsDBNull(2) ? "" : reader.GetString(2));
        }

        return [.. indexes.Values.Select(static index => ((IReadOnlySet<string>)index.Columns, index.IsPartial))];
    }
}

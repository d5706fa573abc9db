using System.Globalization;
using IntegrationFramework.Records;
using Microsoft.Data.Sqlite;

namespace IntegrationFramework.Sinks;

/// <summary>The table that a sink merges into: what it has to look like, and the statements for it.</summary>
internal sealed class SqliteTable(string name, RecordSchema schema, IReadOnlyList<string> key)
{
    private readonly string _quoted = Quote(name);
    private readonly string _columns = string.Join(", ", schema.Fields.Select(field => Quote(field.Name)));

    /// <summary>Makes the text a name in SQL, whatever it holds.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Whether the database has the table; if so, whether the records fit into it.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="needsRowIds">Whether rows are told by their row ids, which SQLite has to give.</param>
    /// <returns>What is wrong and what to do about it, or <see langword="null"/>.</returns>
    public (string Problem, string Advice)? Check(SqliteConnection connection, bool needsRowIds)
    {
        foreach (var column in key)
        {
            if (!schema.Fields.Any(field => field.Name.Equals(column, StringComparison.OrdinalIgnoreCase)))
            {
                return ($"its key names '{column}', which the record '{schema.Name}' doesn't have", "Correct `key:` in config.yaml.");
            }
        }

        var existing = Columns(connection);
        if (existing.Count == 0)
        {
            return null;
        }

        var missing = schema.Fields.Where(field => !existing.ContainsKey(field.Name)).ToList();
        if (missing.Count > 0)
        {
            var statements = missing.Select(field => $"ALTER TABLE {_quoted} ADD COLUMN {Quote(field.Name)} {TypeOf(field)};");
            return (
                $"the table '{name}' lacks the column{(missing.Count == 1 ? "" : "s")} {string.Join(", ", missing.Select(field => $"'{field.Name}'"))}",
                $"Add what is missing ({string.Join(' ', statements)}), or deliver to another table.");
        }

        if (needsRowIds && existing.FirstOrDefault(column => column.Value > 0).Key is { } primary)
        {
            return ($"the table '{name}' has the primary key '{primary}', so a page of records that comes twice can't be told from new ones",
                $"Say `key: [{string.Join(", ", existing.Where(column => column.Value > 0).Select(column => column.Key))}]`, or deliver to a table without a primary key.");
        }

        return key.Count == 0 || HasUniqueKey(connection, existing)
            ? null
            : ($"the table '{name}' has no unique index on ({string.Join(", ", key)})",
               $"Make one (CREATE UNIQUE INDEX {Quote($"{name}_key")} ON {_quoted} ({KeyColumns});), or deliver to another table.");
    }

    /// <summary>Whether the table is there, and has a primary key that the records fill.</summary>
    public bool TakesPrimaryKeyFromRecords(SqliteConnection connection)
    {
        var primary = Columns(connection).Where(column => column.Value > 0).ToList();
        return primary.Exists(column => schema.Fields.Any(field => field.Name.Equals(column.Key, StringComparison.OrdinalIgnoreCase)));
    }

    public string CreateStaging(string staging) =>
        $"CREATE TABLE {staging} ({string.Join(", ", schema.Fields.Select(Definition))})";

    public string InsertStaging(string staging) =>
        $"INSERT INTO {staging} VALUES ({string.Join(", ", schema.Fields.Select(field => "?" + (field.Index + 1).ToString(CultureInfo.InvariantCulture)))})";

    /// <summary>Makes the table where it is missing.</summary>
    public string CreateIfMissing =>
        $"CREATE TABLE IF NOT EXISTS main.{_quoted} ({string.Join(", ", schema.Fields.Select(Definition))}{(key.Count == 0 ? "" : $", PRIMARY KEY ({KeyColumns})")})";

    /// <summary>The statements that merge the staged records into the table.</summary>
    public IEnumerable<string> Merge(string staging, bool replaces)
    {
        if (replaces)
        {
            yield return $"DELETE FROM main.{_quoted}";
        }

        // "WHERE true": without it SQLite would take ON CONFLICT for the ON of a join.
        yield return $"INSERT INTO main.{_quoted} ({_columns}) SELECT {_columns} FROM {staging} WHERE true ORDER BY rowid{OnConflict}";
    }

    private string KeyColumns => string.Join(", ", key.Select(Quote));

    private string OnConflict
    {
        get
        {
            if (key.Count == 0)
            {
                return "";
            }

            var others = schema.Fields.Where(other => !IsKey(other)).Select(other => $"{Quote(other.Name)} = excluded.{Quote(other.Name)}").ToList();
            return $" ON CONFLICT ({KeyColumns}) DO {(others.Count == 0 ? "NOTHING" : "UPDATE SET " + string.Join(", ", others))}";
        }
    }

    private bool IsKey(RecordField field) => key.Contains(field.Name, StringComparer.OrdinalIgnoreCase);

    private string Definition(RecordField field) =>
        $"{Quote(field.Name)} {TypeOf(field)}{(field.IsNullable && !IsKey(field) ? "" : " NOT NULL")}";

    /// <summary>DECIMAL gives numeric affinity: what 15 digits hold is a number, to sum and to compare, and the rest exact text.</summary>
    private static string TypeOf(RecordField field) => field.Kind switch
    {
        FieldKind.Boolean => "BOOLEAN",
        FieldKind.Integer => "INTEGER",
        FieldKind.Float => "REAL",
        FieldKind.Decimal => "DECIMAL",
        _ => "TEXT",
    };

    /// <summary>The columns of the table as it is, with their places in its primary key.</summary>
    private Dictionary<string, long> Columns(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, pk FROM pragma_table_info($table, 'main')";
        command.Parameters.AddWithValue("$table", name);
        using var reader = command.ExecuteReader();
        var columns = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        while (reader.Read())
        {
            columns[reader.GetString(0)] = reader.GetInt64(1);
        }

        return columns;
    }

    private bool HasUniqueKey(SqliteConnection connection, Dictionary<string, long> columns)
    {
        var wanted = new HashSet<string>(key, StringComparer.OrdinalIgnoreCase);
        if (wanted.SetEquals(columns.Where(column => column.Value > 0).Select(column => column.Key)))
        {
            return true;
        }

        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT list.name, info.name
            FROM pragma_index_list($table, 'main') AS list, pragma_index_info(list.name, 'main') AS info
            WHERE list."unique" = 1 AND list.partial = 0
            """;
        command.Parameters.AddWithValue("$table", name);
        using var reader = command.ExecuteReader();
        var indexes = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        while (reader.Read())
        {
            var index = reader.GetString(0);
            if (!indexes.TryGetValue(index, out var names))
            {
                indexes[index] = names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            }

            names.Add(reader.IsDBNull(1) ? "" : reader.GetString(1));
        }

        return indexes.Values.Any(wanted.SetEquals);
    }
}

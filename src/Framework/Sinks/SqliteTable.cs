using System.Globalization;
using IntegrationFramework.Records;
using Microsoft.Data.Sqlite;

namespace IntegrationFramework.Sinks;

/// <summary>The table that a sink merges into: what it has to look like, and the statements for it.</summary>
internal sealed class SqliteTable(string name, RecordSchema schema, IReadOnlyList<string> key, Evolution evolution)
{
    private readonly string _quoted = Quote(name);
    private readonly string _recordColumn = Quote(FreeName(schema));
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

        var existing = SqliteColumn.Read(connection, name);
        if (existing.Count == 0)
        {
            return null;
        }

        if (CheckColumns(connection, existing) is { } unfit)
        {
            return unfit;
        }

        var primary = existing.Where(column => column.IsPrimaryKey).Select(column => column.Name).ToList();
        if (needsRowIds && primary.Count > 0)
        {
            return ($"the table '{name}' has the primary key '{primary[0]}', so a page of records that comes twice can't be told from new ones",
                $"Say `key: [{string.Join(", ", primary)}]`, or deliver to a table without a primary key.");
        }

        return key.Count == 0 || HasUniqueKey(connection, primary)
            ? null
            : ($"the table '{name}' has no unique index on ({string.Join(", ", key)})",
               $"Make one (CREATE UNIQUE INDEX {Quote($"{name}_key")} ON {_quoted} ({KeyColumns});), or deliver to another table.");
    }

    /// <summary>Whether the table is there, and has a primary key that the records fill.</summary>
    public bool TakesPrimaryKeyFromRecords(SqliteConnection connection)
    {
        var primary = SqliteColumn.Read(connection, name).Where(column => column.IsPrimaryKey);
        return primary.Any(column => schema.Fields.Any(column.Holds));
    }

    /// <summary>The fields that the table has no column for and takes one.</summary>
    public IReadOnlyList<RecordField> NewColumns(SqliteConnection connection)
    {
        if (!evolution.IsAllowed)
        {
            return [];
        }

        var existing = SqliteColumn.Read(connection, name);
        return existing.Count == 0 ? [] : Missing(existing);
    }

    /// <summary>The statements that give the table the columns that it lacks. The rows that are there have nulls in them.</summary>
    public IReadOnlyList<string> AddColumns(SqliteConnection connection)
    {
        var missing = NewColumns(connection);
        return missing.Count == 0 ? [] : [.. Additions(missing, SqliteColumn.IsStrict(connection, name))];
    }

    /// <summary>The fields whose column, which is there, keeps no more than 15 digits of a number.</summary>
    public IReadOnlySet<RecordField> RoundedFields(SqliteConnection connection)
    {
        var existing = SqliteColumn.Read(connection, name);
        return schema.Fields.Where(field => existing.Any(column => column.Holds(field) && column.IsRounded)).ToHashSet();
    }

    /// <summary>Makes the staging table, which refuses each null that the table would refuse: one record is refused then, and not all of them.</summary>
    /// <param name="staging">Its name.</param>
    /// <param name="connection">The database.</param>
    /// <param name="keepsRecords">Whether it has a column behind the others for the record as JSON.</param>
    public string CreateStaging(string staging, SqliteConnection connection, bool keepsRecords)
    {
        var existing = SqliteColumn.Read(connection, name);
        var columns = schema.Fields.Select(field => Definition(field, existing.Any(column => column.Holds(field) && column.IsNotNull)));
        return $"CREATE TABLE {staging} ({string.Join(", ", keepsRecords ? columns.Append($"{_recordColumn} TEXT") : columns)})";
    }

    /// <summary>Adds a record to the staging table. Its parameters are the fields, and the record as JSON where that is kept.</summary>
    public string InsertStaging(string staging, bool keepsRecords) =>
        $"INSERT INTO {staging} VALUES ({string.Join(", ", Enumerable.Range(1, schema.Fields.Count + (keepsRecords ? 1 : 0)).Select(static i => "?" + i.ToString(CultureInfo.InvariantCulture)))})";

    /// <summary>The staged records in their order: row id and JSON.</summary>
    public string SelectStaged(string staging) => $"SELECT rowid, {_recordColumn} FROM {staging} ORDER BY rowid";

    /// <summary>Makes the table where it is missing.</summary>
    public string CreateIfMissing =>
        $"CREATE TABLE IF NOT EXISTS main.{_quoted} ({string.Join(", ", schema.Fields.Select(one => Definition(one)))}{(key.Count == 0 ? "" : $", PRIMARY KEY ({KeyColumns})")})";

    /// <summary>Takes all rows out of the table.</summary>
    public string Clear => $"DELETE FROM main.{_quoted}";

    /// <summary>Merges staged records into the table.</summary>
    /// <param name="staging">Where they are.</param>
    /// <param name="condition">Which of them. There has to be one: without it SQLite would take ON CONFLICT for the ON of a join.</param>
    public string Merge(string staging, string condition = "true") =>
        $"INSERT INTO main.{_quoted} ({_columns}) SELECT {_columns} FROM {staging} WHERE {condition} ORDER BY rowid{OnConflict}";

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

    private string Definition(RecordField field, bool isNotNull = false) =>
        $"{Quote(field.Name)} {TypeOf(field)}{(field.IsNullable && !IsKey(field) && !isNotNull ? "" : " NOT NULL")}";

    /// <summary>DECIMAL gives numeric affinity: what it holds is a number, to sum and to compare.</summary>
    private static string TypeOf(RecordField field) => field.Kind switch
    {
        FieldKind.Boolean => "BOOLEAN",
        FieldKind.Integer => "INTEGER",
        FieldKind.Float => "REAL",
        FieldKind.Decimal => "DECIMAL",
        _ => "TEXT",
    };

    private (string Problem, string Advice)? CheckColumns(SqliteConnection connection, IReadOnlyList<SqliteColumn> existing)
    {
        var missing = Missing(existing);
        if (missing.Count > 0 && (!evolution.IsAllowed || missing.Count == schema.Fields.Count || missing.Any(IsKey)))
        {
            var statements = string.Join(' ', Additions(missing, SqliteColumn.IsStrict(connection, name)));
            return (
                $"the table '{name}' lacks the column{(missing.Count == 1 ? "" : "s")} {string.Join(", ", missing.Select(field => $"'{field.Name}'"))}",
                evolution.IsAllowed
                    ? $"That can't be mended by itself, since {(missing.Any(IsKey) ? "the key needs a unique index" : "it has no column of the records at all")}: deliver to another table, or change it yourself."
                    : $"Add what is missing ({statements}), say `contract: evolve`, or deliver to another table.");
        }

        if (existing.FirstOrDefault(column => column.IsRequired && !schema.Fields.Any(column.Holds)) is { } required)
        {
            return ($"the column '{required.Name}' of the table '{name}' may not be null, and the records have no such field",
                "Give the column a default, take its NOT NULL away, or deliver to another table.");
        }

        return evolution.IsAllowed && schema.Fields.FirstOrDefault(field => evolution.Retyped.Contains(field.Name) && existing.Any(column => column.Holds(field) && !column.Keeps(field))) is { } lossy
            ? (string.Create(CultureInfo.InvariantCulture, $"the column '{lossy.Name}' of the table '{name}' is {existing.First(column => column.Holds(lossy)).Type}, which can't hold every {TypeOf(lossy)} of the records as it is"),
               $"Rename it (ALTER TABLE {_quoted} RENAME COLUMN {Quote(lossy.Name)} TO {Quote(lossy.Name + "_before")};), so that a new one is added and what is there stays, or deliver to another table.")
            : null;
    }

    private List<RecordField> Missing(IReadOnlyList<SqliteColumn> existing) =>
        [.. schema.Fields.Where(field => !existing.Any(column => column.Holds(field)))];

    private IEnumerable<string> Additions(IEnumerable<RecordField> fields, bool isStrict) =>
        fields.Select(field => $"ALTER TABLE {_quoted} ADD COLUMN {Quote(field.Name)} {(isStrict ? StrictTypeOf(field) : TypeOf(field))};");

    /// <summary>A STRICT table knows few types; ANY holds numbers as they come.</summary>
    private static string StrictTypeOf(RecordField field) => field.Kind switch
    {
        FieldKind.Boolean => "INTEGER",
        FieldKind.Decimal => "ANY",
        _ => TypeOf(field),
    };

    private bool HasUniqueKey(SqliteConnection connection, IReadOnlyList<string> primary)
    {
        var wanted = new HashSet<string>(key, StringComparer.OrdinalIgnoreCase);
        return wanted.SetEquals(primary) || SqliteTableRules.UniqueIndexes(connection, name).Any(index => !index.IsPartial && wanted.SetEquals(index.Columns));
    }

    /// <summary>A name that no field has.</summary>
    private static string FreeName(RecordSchema schema)
    {
        var free = "record";
        while (schema.Fields.Any(field => field.Name.Equals(free, StringComparison.OrdinalIgnoreCase)))
        {
            free += "_";
        }

        return free;
    }
}

using IntegrationFramework.Records;
using Microsoft.Data.Sqlite;

namespace IntegrationFramework.Sinks;

/// <summary>A column of a table as it is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as it was declared; empty where it wasn't.</param>
/// <param name="IsPrimaryKey">Whether it belongs to the primary key.</param>
/// <param name="IsRequired">Whether a row must say what it holds: it may not be null, and nothing else fills it.</param>
/// <param name="IsNotNull">Whether a row that says null is refused.</param>
internal sealed record SqliteColumn(string Name, string Type, bool IsPrimaryKey, bool IsRequired, bool IsNotNull)
{
    private enum Affinity
    {
        Text,
        Number,
        Real,
        Any,
    }

    /// <summary>The columns of a table; none where there is no such table.</summary>
    public static IReadOnlyList<SqliteColumn> Read(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """SELECT name, type, pk, "notnull", dflt_value IS NULL FROM pragma_table_info($table, 'main')""";
        command.Parameters.AddWithValue("$table", table);
        using var reader = command.ExecuteReader();
        var columns = new List<SqliteColumn>();
        while (reader.Read())
        {
            // SQLite numbers the rows of an INTEGER PRIMARY KEY by itself.
            var isRowId = reader.GetInt64(2) > 0 && reader.GetString(1).Equals("INTEGER", StringComparison.OrdinalIgnoreCase);
            var isNotNull = reader.GetInt64(3) != 0 && !isRowId;
            columns.Add(new SqliteColumn(reader.GetString(0), reader.GetString(1), reader.GetInt64(2) > 0, isNotNull && reader.GetInt64(4) != 0, isNotNull));
        }

        return columns;
    }

    /// <summary>Whether a table takes values of its columns' types alone.</summary>
    public static bool IsStrict(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT strict FROM pragma_table_list($table) WHERE schema = 'main'";
        command.Parameters.AddWithValue("$table", table);
        return command.ExecuteScalar() is long and not 0;
    }

    /// <summary>Whether it is the column of a field.</summary>
    public bool Holds(RecordField field) => field.Name.Equals(Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether it keeps every value of a field as it is. In a column for numbers SQLite makes numbers of text that looks like one, so that '007'
    /// becomes 7, but nothing of times and JSON; a number in a column for text is written out, of which a floating-point one loses digits.
    /// </summary>
    public bool Keeps(RecordField field) => (AffinityOf(Type), field.Kind) switch
    {
        (Affinity.Any, _) => true,
        (Affinity.Text, FieldKind.Float or FieldKind.Decimal) => false,
        (Affinity.Text, _) => true,
        (Affinity.Real, FieldKind.Integer or FieldKind.Decimal) => false,
        _ => field.Kind != FieldKind.String,
    };

    /// <summary>Whether it keeps 15 digits of a number and no more, rather than the number itself.</summary>
    public bool IsRounded => AffinityOf(Type) is Affinity.Text or Affinity.Real;

    /// <summary>As SQLite derives it from a declared type.</summary>
    private static Affinity AffinityOf(string type)
    {
        if (Has("INT"))
        {
            return Affinity.Number;
        }

        if (Has("CHAR") || Has("CLOB") || Has("TEXT"))
        {
            return Affinity.Text;
        }

        if (type.Length == 0 || Has("BLOB"))
        {
            return Affinity.Any;
        }

        return Has("REAL") || Has("FLOA") || Has("DOUB") ? Affinity.Real : Affinity.Number;

        bool Has(string part) => type.Contains(part, StringComparison.OrdinalIgnoreCase);
    }
}

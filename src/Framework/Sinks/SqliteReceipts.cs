using System.Globalization;
using Microsoft.Data.Sqlite;

namespace IntegrationFramework.Sinks;

/// <summary>
/// Remembers, in the database that the rows go to and in their transaction, which rows the last page has added to a table without a key:
/// a page that was committed here and not in telemetry is taken back before it is fetched again.
/// </summary>
internal sealed class SqliteReceipts(StagedDatabase database, string table)
{
    private const string Receipts = "main._ifw_receipts";

    private readonly string _quoted = SqliteTable.Quote(table);
    private string _id = "";
    private long _page;
    private long _lastRow;

    /// <summary>Who delivers, and how many of its pages are in the table.</summary>
    public string Position => string.Create(CultureInfo.InvariantCulture, $"{_id} {_page}");

    /// <summary>Goes on behind what telemetry knows of.</summary>
    /// <returns>Whether there is a page that it doesn't know of, which <see cref="TakeBack()"/> has to take back.</returns>
    public bool Resume(DeliveryReceipt? last)
    {
        if (last is null)
        {
            _id = Guid.NewGuid().ToString("N");
            return false;
        }

        var space = last.Position.IndexOf(' ', StringComparison.Ordinal);
        _id = last.Position[..space];
        _page = long.Parse(last.Position.AsSpan(space + 1), CultureInfo.InvariantCulture);
        return Scalar("SELECT 1 FROM main.sqlite_schema WHERE name = '_ifw_receipts'") is not null
            && Scalar($"SELECT 1 FROM {Receipts} WHERE delivery = $id AND page > $page") is not null;
    }

    /// <summary>Takes back the page that telemetry doesn't know of.</summary>
    /// <returns>What is wrong and what to do about it, or <see langword="null"/>.</returns>
    public (string Problem, string Advice)? TakeBack()
    {
        if (Scalar("SELECT 1 FROM main.sqlite_schema WHERE type IN ('table', 'view') AND name = $table COLLATE NOCASE", ("$table", table)) is null)
        {
            // Dropped since, and the page with it.
            ForgetPage();
            return null;
        }

        using var command = database.Connection.CreateCommand();
        command.CommandText = $"SELECT first_row, last_row, rows FROM {Receipts} WHERE delivery = $id AND page > $page";
        Bind(command);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            if (TakeBack(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)) is { } problem)
            {
                return problem;
            }
        }

        reader.Close();
        ForgetPage();
        return null;
    }

    private void ForgetPage() => Execute($"DELETE FROM {Receipts} WHERE delivery = $id AND page > $page");

    /// <summary>Notes where the table ends before a page is added.</summary>
    public void BeforePage()
    {
        Execute($"CREATE TABLE IF NOT EXISTS {Receipts} (delivery TEXT NOT NULL, page INTEGER NOT NULL, first_row INTEGER NOT NULL, last_row INTEGER NOT NULL, rows INTEGER NOT NULL, PRIMARY KEY (delivery, page)) WITHOUT ROWID");
        _lastRow = Scalar($"SELECT max(rowid) FROM main.{_quoted}") is long last ? last : 0;
    }

    /// <summary>Notes which rows the page has added. The receipts of pages that telemetry knows are thrown away.</summary>
    public void AfterPage()
    {
        var rows = (long)Scalar($"SELECT count(*) FROM main.{_quoted} WHERE rowid > $last", ("$last", _lastRow))!;
        var end = Scalar($"SELECT max(rowid) FROM main.{_quoted}") is long last ? last : 0;
        Execute($"DELETE FROM {Receipts} WHERE delivery = $id AND page <= $page");
        _page++;
        Execute(
            $"INSERT INTO {Receipts} VALUES ($id, $page, $first, $last, $rows)",
            ("$first", _lastRow + 1), ("$last", end), ("$rows", rows));
    }

    private (string Problem, string Advice)? TakeBack(long first, long last, long rows)
    {
        var found = (long)Scalar($"SELECT count(*) FROM main.{_quoted} WHERE rowid BETWEEN $first AND $last", ("$first", first), ("$last", last))!;
        if (found != rows)
        {
            return (
                string.Create(CultureInfo.InvariantCulture, $"a run was interrupted after it had added {rows} rows to '{table}', and of these {found} are found: the table was changed since"),
                $"Delete the rows with rowid {first.ToString(CultureInfo.InvariantCulture)} to {last.ToString(CultureInfo.InvariantCulture)} that came from this integration, then DELETE FROM _ifw_receipts WHERE delivery = '{_id}'.");
        }

        Execute($"DELETE FROM main.{_quoted} WHERE rowid BETWEEN $first AND $last", ("$first", first), ("$last", last));
        return null;
    }

    private object? Scalar(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteScalar();
    }

    private void Execute(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(sql, parameters);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = database.Connection.CreateCommand();
#pragma warning disable CA2100 // Names of tables can't be parameters; they are quoted.
        command.CommandText = sql;
#pragma warning restore CA2100
        Bind(command);
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    private void Bind(SqliteCommand command)
    {
        if (command.CommandText.Contains("$id", StringComparison.Ordinal))
        {
            command.Parameters.AddWithValue("$id", _id);
        }

        if (command.CommandText.Contains("$page", StringComparison.Ordinal))
        {
            command.Parameters.AddWithValue("$page", _page);
        }
    }
}

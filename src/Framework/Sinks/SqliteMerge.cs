using IntegrationFramework.IO;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntegrationFramework.Sinks;

/// <summary>
/// Merges what was staged into the table: all of it with one statement, and where the table refuses that by rules of its own, record by record,
/// so that one that breaks a rule doesn't take the others with it.
/// </summary>
internal sealed class SqliteMerge(StagedDatabase database, SqliteTable table, string staging, bool replaces)
{
    private const string Savepoint = "merge";

    /// <summary>Is told of each record that the table refuses.</summary>
    /// <value><see langword="null"/> by default: the table has no rules of its own, and the staged records no JSON beside them.</value>
    public Action<KeptRecord, SqliteException>? Refused { get; init; }

    /// <summary>Does it, in the transaction that is open.</summary>
    /// <exception cref="SqliteException">The database can't do it, or a rule of the table has ended the transaction.</exception>
    public void Execute()
    {
        if (Refused is not { } refused)
        {
            All();
            return;
        }

        database.Execute($"SAVEPOINT {Savepoint}");
        try
        {
            All();
        }
        catch (SqliteException error) when (IsOfOneRecord(error.SqliteErrorCode))
        {
            database.Execute($"ROLLBACK TO {Savepoint}");
            OneByOne(refused);
        }

        database.Execute($"RELEASE {Savepoint}");
    }

    private void All()
    {
        Clear();
        FaultPoint.Before("merge into the table");
        database.Execute(table.Merge(staging));
        FaultPoint.After("merge into the table");
    }

    private void OneByOne(Action<KeptRecord, SqliteException> refused)
    {
        Clear();
        using var records = Prepare(table.SelectStaged(staging));
        using var insert = Prepare(table.Merge(staging, "rowid = ?1"));
        int code;
        while ((code = raw.sqlite3_step(records)) == raw.SQLITE_ROW)
        {
            raw.sqlite3_bind_int64(insert, 1, raw.sqlite3_column_int64(records, 0));
            var merged = raw.sqlite3_step(insert);
            if (merged != raw.SQLITE_DONE)
            {
                var error = database.LastError(merged);
                if (!IsOfOneRecord(merged))
                {
                    throw error;
                }

                refused(new KeptRecord(raw.sqlite3_column_text(records, 1).utf8_to_string()), error);
            }

            raw.sqlite3_reset(insert);
        }

        if (code != raw.SQLITE_DONE)
        {
            throw database.LastError(code);
        }
    }

    private void Clear()
    {
        if (replaces)
        {
            FaultPoint.Before("merge into the table");
            database.Execute(table.Clear);
            FaultPoint.After("merge into the table");
        }
    }

    private sqlite3_stmt Prepare(string sql)
    {
        var code = raw.sqlite3_prepare_v2(database.Handle, sql, out var statement);
        return code == raw.SQLITE_OK ? statement : throw database.LastError(code);
    }

    /// <summary>Whether a record was refused and the others still can be merged: a rule may say that it ends the transaction (ON CONFLICT ROLLBACK).</summary>
    private bool IsOfOneRecord(int code) =>
        code is raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH && raw.sqlite3_get_autocommit(database.Handle) == 0;
}

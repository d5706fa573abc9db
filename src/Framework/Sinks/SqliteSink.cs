using IntegrationFramework.IO;
using IntegrationFramework.Records;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntegrationFramework.Sinks;

/// <summary>Stages records, and merges them into a table in one transaction when all of them, or all of a page, are there.</summary>
internal sealed class SqliteSink(
    StagedDatabase database, string table, RecordSchema schema, IReadOnlyList<string> key, bool replaces, bool isPaged, Evolution evolution) : ISink
{
    private readonly SqliteTable _table = new(table, schema, key, evolution);

    // What is merged by key a second time changes nothing, and neither does what replaces all: there is nothing to take back.
    private SqliteReceipts? _receipts = key.Count == 0 && !replaces ? new SqliteReceipts(database, table) : null;
    private IReadOnlySet<RecordField> _rounded = new HashSet<RecordField>();
    private string _staging = "";
    private SqliteMerge? _merge;
    private bool _keepsRecords;
    private sqlite3_stmt? _insert;
    private SqliteRecordWriter? _writer;

    public string Description => $"sqlite sink '{database.Path}' table '{table}'";

    /// <summary>Sets a record aside that the table refuses when all of them are merged.</summary>
    public required Action<ISink, KeptRecord, Exception> Refused { get; init; }

    public long BytesWritten => _writer?.BytesBound ?? 0;

    public CommitOrder CommitOrder => CommitOrder.Transaction;

    public bool IsPaged => isPaged;

    public bool KeepsReceipts => _receipts is not null;

    public string? Position => _receipts?.Position;

    public IReadOnlyList<string> NewColumns { get; private set; } = [];

    public async ValueTask BeginAsync(DeliveryReceipt? last, CancellationToken cancellationToken)
    {
        try
        {
            await database.BeginReadingAsync(cancellationToken).ConfigureAwait(false);
            if (!isPaged && _table.TakesPrimaryKeyFromRecords(database.Connection))
            {
                // The table itself refuses a record that comes twice, and its row ids, if it has any, may be the records' own.
                _receipts = null;
            }

            if ((_table.Check(database.Connection, needsRowIds: isPaged && _receipts is not null) ?? await ResumeAsync(last, cancellationToken).ConfigureAwait(false)) is { } wrong)
            {
                throw new SinkException(Description, wrong.Problem, wrong.Advice);
            }

            NewColumns = [.. _table.NewColumns(database.Connection).Select(static field => field.Name)];
            _rounded = _table.RoundedFields(database.Connection);
            _staging = database.NextStagingTable();
            _keepsRecords = SqliteTableRules.AreIn(database.Connection, table, key);
            _merge = new SqliteMerge(database, _table, _staging, replaces)
            {
                Refused = _keepsRecords ? (record, error) => Refused(this, record, error) : null,
            };
            database.Execute(_table.CreateStaging(_staging, database.Connection, _keepsRecords));
            database.EndReading();
        }
        catch (SqliteException error)
        {
            throw Explain(error);
        }
        catch (Exception error) when (SinkException.IsFileError(error))
        {
            throw SinkException.From(Description, error);
        }

        var code = raw.sqlite3_prepare_v2(database.Handle, _table.InsertStaging(_staging, _keepsRecords), out _insert);
        if (code != raw.SQLITE_OK)
        {
            throw Explain(database.LastError(code));
        }

        _writer = new SqliteRecordWriter(_insert, _rounded.Contains);
    }

    public ValueTask WritePageAsync(SinkPage page, CancellationToken cancellationToken)
    {
        var records = page.Records;
        for (var i = 0; i < records.Length; i++)
        {
            try
            {
                schema.WriteObject(records[i], _writer!);
                if (_keepsRecords)
                {
                    raw.sqlite3_bind_text(_insert!, schema.Fields.Count + 1, JsonRecordWriter.ToJson(schema, records[i]));
                }
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                _writer!.Abandon();
                page.Refuse(i, error);
                continue;
            }

            var code = raw.sqlite3_step(_insert!);
            if (code != raw.SQLITE_DONE)
            {
                var error = database.LastError(code);
                raw.sqlite3_reset(_insert!);
                if (code is not (raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG))
                {
                    throw Explain(error);
                }

                page.Refuse(i, InTable(error));
                continue;
            }

            raw.sqlite3_reset(_insert!);
        }

        return ValueTask.CompletedTask;
    }

    public void EndRecords()
    {
        // The staged records need no end.
    }

    public async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await database.BeginMergeAsync(cancellationToken).ConfigureAwait(false);
            database.Execute(_table.CreateIfMissing);
            Evolve();
            _receipts?.BeforePage();
            _merge!.Execute();
            _receipts?.AfterPage();
        }
        catch (SqliteException error)
        {
            throw Explain(error);
        }
    }

    public ValueTask CommitAsync()
    {
        try
        {
            database.Commit();
        }
        catch (SqliteException error)
        {
            throw Explain(error);
        }

        return ValueTask.CompletedTask;
    }

    public void EndPage()
    {
        database.EndPage();
        database.Execute($"DELETE FROM {_staging}");
    }

    public ValueTask DisposeAsync()
    {
        _writer?.Dispose();
        _insert?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes back what a run has added whose process was ended before telemetry knew of it.</summary>
    /// <returns>What is wrong and what to do about it, or <see langword="null"/>.</returns>
    private async ValueTask<(string Problem, string Advice)?> ResumeAsync(DeliveryReceipt? last, CancellationToken cancellationToken)
    {
        if (_receipts is null || !_receipts.Resume(last))
        {
            return null;
        }

        // At once, rather than with the next records: until those come nobody else could write to the database.
        await database.BeginMergeAsync(cancellationToken).ConfigureAwait(false);
        var problem = _receipts.TakeBack();
        if (problem is null)
        {
            database.Commit();
            database.EndPage();
        }

        return problem;
    }

    /// <summary>In the transaction of the records: looked at anew, since another program may have added a column meanwhile.</summary>
    private void Evolve()
    {
        foreach (var statement in _table.AddColumns(database.Connection))
        {
            FaultPoint.Before("new column of the table");
            database.Execute(statement);
            FaultPoint.After("new column of the table");
        }
    }

    /// <summary>What the staging table refuses in the words of the table that it stands for.</summary>
    private SqliteException InTable(SqliteException error) =>
        new(error.Message.Replace($" {_staging[(_staging.IndexOf('.', StringComparison.Ordinal) + 1)..]}.", $" {table}.", StringComparison.Ordinal), error.SqliteErrorCode, error.SqliteExtendedErrorCode);

    private SinkException Explain(SqliteException error) => error.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => new SinkException(
            Description, "the disk of the database, or the one of the temporary files, is full", "Free some space there (SQLITE_TMPDIR names another folder for temporary files).", error),
        raw.SQLITE_IOERR when error.SqliteExtendedErrorCode == raw.SQLITE_IOERR_WRITE => new SinkException(
            Description, "the system takes no more of the database, or of the temporary files", "Check the disk, and the limit of this process (ulimit -f).", error),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new SinkException(
            Description, "another process has kept the database locked for more than a minute", "End what writes to it, or run this at another time.", error),
        raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT => new SinkException(
            Description, "the file is no database, or a damaged one", "Restore it from a backup, or move it away: a new one is made.", error),
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN or raw.SQLITE_AUTH => new SinkException(
            Description, "the database can't be written to", "Give the user that runs this the right to write to the file and to its folder.", error),
        raw.SQLITE_CONSTRAINT => new SinkException(
            Description, $"at least one record breaks a rule of the table ({error.Message})", "Change the table, or leave such records out in Postprocess.", error),
        _ => new SinkException(Description, error.Message, "Check that the file is a sound database on a local disk.", error),
    };
}

using System.Buffers;
using System.Buffers.Binary;
using IntegrationFramework.Sql;
using Microsoft.Data.Sqlite;

namespace IntegrationFramework.Checks;

/// <summary>
/// Knows which values a run has seen. They are kept in a temporary file of SQLite's own, which is gone when the connection closes, so that
/// memory stays flat whatever the number of records.
/// </summary>
internal sealed class UniqueCheck : IDisposable
{
    private readonly string _names;
    private readonly int[] _fields;
    private readonly ArrayBufferWriter<byte> _key = new();
    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _insert;
    private long _part;
    private bool _hasNull;

    /// <param name="fields">The places of the fields in the record, in ascending order.</param>
    /// <param name="names">The names of the fields, for messages.</param>
    public UniqueCheck(int[] fields, string names)
    {
        _fields = fields;
        _names = names;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = "", Pooling = false }.ToString());
        try
        {
            _connection.Open();
            using (var command = _connection.CreateCommand())
            {
                command.CommandText = """
                    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -4096;
                    CREATE TABLE seen (key BLOB NOT NULL PRIMARY KEY, part INTEGER NOT NULL) WITHOUT ROWID;
                    BEGIN;
                    """;
                command.ExecuteNonQuery();
            }

            _insert = new SqliteStatement(_connection, "INSERT INTO seen VALUES (?1, ?2) ON CONFLICT DO NOTHING").Bind(2, _part);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Begins another record.</summary>
    public void Begin()
    {
        _key.ResetWrittenCount();
        _hasNull = false;
    }

    /// <summary>Adds the value of a field, if it is one of the key's.</summary>
    public void Add(int field, ReadOnlySpan<byte> value)
    {
        if (Array.IndexOf(_fields, field) < 0)
        {
            return;
        }

        // The length goes first: "a", "bc" are not "ab", "c".
        BinaryPrimitives.WriteInt32LittleEndian(_key.GetSpan(sizeof(int)), value.Length);
        _key.Advance(sizeof(int));
        _key.Write(value);
    }

    /// <summary>Notes that a field has no value; no two such records are the same.</summary>
    public void AddNull(int field) => _hasNull |= Array.IndexOf(_fields, field) >= 0;

    /// <summary>Whether the record is the first with its values; it is known from now on.</summary>
    /// <exception cref="UniqueFileException">The temporary file can't be written, and is of no use any more.</exception>
    public bool IsFirst()
    {
        try
        {
            return _hasNull || _insert.BindBlob(1, _key.WrittenSpan).Execute() == 1;
        }
        catch (SqliteException error)
        {
            throw new UniqueFileException(error, isLost: _part > 0);
        }
    }

    /// <summary>What was seen so far stays, whatever becomes of the attempt.</summary>
    public void Commit() => _insert.Bind(2, ++_part);

    /// <summary>Forgets what was seen since the last commit.</summary>
    /// <exception cref="UniqueFileException">What was seen before is lost, too.</exception>
    public void Return()
    {
        try
        {
            using var forget = new SqliteStatement(_connection, "DELETE FROM seen WHERE part = ?1");
            forget.Bind(1, _part).Execute();
        }
        catch (SqliteException error)
        {
            throw new UniqueFileException(error, isLost: true);
        }
    }

    public string Problem => $"another record of the run has the same {_names} (unique)";

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }
}

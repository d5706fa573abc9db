namespace IntegrationFramework;

/// <summary>A database could not be opened, or a statement failed. The message holds SQLite's own words and the statement, never a parameter's value.</summary>
public sealed class SqlQueryException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What went wrong and what to do.</param>
    /// <param name="sql">The statement, with placeholders.</param>
    /// <param name="errorCode">SQLite's result code.</param>
    /// <param name="inner">The exception below.</param>
    public SqlQueryException(string message, string? sql = null, int errorCode = 0, Exception? inner = null)
        : base(message, inner)
    {
        Sql = sql;
        ErrorCode = errorCode;
    }

    /// <summary>The statement, with placeholders in place of its values.</summary>
    /// <value><see langword="null"/> where no statement was run yet.</value>
    public string? Sql { get; }

    /// <summary>SQLite's primary result code, as in <c>sqlite3.h</c>; 0 where the error isn't SQLite's.</summary>
    public int ErrorCode { get; }

    /// <summary>Whether the file itself is damaged, or no database, so that no statement would do any better.</summary>
    public bool IsDamaged => IntegrationFramework.Sql.SqliteFile.IsDamaged(ErrorCode);
}

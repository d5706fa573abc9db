using Microsoft.Data.Sqlite;

namespace IntegrationFramework;

/// <summary>Opens SQLite databases for parameterised SQL. All SQL of the framework goes through what it opens.</summary>
/// <param name="root">The folder that relative paths start from.</param>
public sealed class SqlQueryManager(string root)
{
    /// <summary>The folder that relative paths start from.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>Opens a database for reading and writing; the file is made where there is none.</summary>
    /// <param name="path">Relative to the root, or absolute.</param>
    /// <exception cref="SqlQueryException">It can't be opened, or isn't a SQLite database.</exception>
    public SqlDatabase Open(string path) => SqlDatabase.Open(Resolve(path), SqliteOpenMode.ReadWriteCreate);

    /// <summary>Opens a database that exists for reading only.</summary>
    /// <param name="path">Relative to the root, or absolute.</param>
    /// <exception cref="SqlQueryException">There is no such file, it can't be opened, or isn't a SQLite database.</exception>
    public SqlDatabase OpenReadOnly(string path) => SqlDatabase.Open(Resolve(path), SqliteOpenMode.ReadOnly);

    /// <summary>Opens a database that lives in memory and is gone when it is closed.</summary>
    public static SqlDatabase OpenInMemory() => SqlDatabase.Open(":memory:", SqliteOpenMode.Memory);

    private string Resolve(string path) => Path.GetFullPath(path, Root);
}

using System.Globalization;

namespace IntegrationFramework.Sql;

/// <summary>Turns values of .NET into those that SQLite stores.</summary>
internal static class SqlValue
{
    public static object ToSqlite(string name, object? value, SqlQuery query) => value switch
    {
        null or DBNull => DBNull.Value,
        string or long or int or short or sbyte or byte or ushort or uint or bool or double or float or byte[] => value,
        ulong number => checked((long)number),
        Enum number => number.ToString(),
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture),
        DateTime { Kind: DateTimeKind.Unspecified } time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTime time => time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        Guid or char or Uri or TimeSpan => value.ToString()!,
        _ => throw new SqlQueryException(
            $"The parameter {name} is a {value.GetType().Name}, which SQLite can't store; convert it to text, a number or bytes. In the statement: {query.Excerpt}",
            query.Text),
    };
}

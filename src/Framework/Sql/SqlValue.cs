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
        DateTimeOffset time => IsoText.Of(time),
        DateTime time => IsoText.Of(time),
        DateOnly date => IsoText.Of(date),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        Guid or char or Uri or TimeSpan => value.ToString()!,
        _ => throw new SqlQueryException(
            $"The parameter {name} is a {value.GetType().Name}, which SQLite can't store; convert it to text, a number or bytes. In the statement: {query.Excerpt}",
            query.Text),
    };
}

using System.Globalization;
using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework.Sql;

/// <summary>Turns values of .NET into those that SQLite stores: as the sinks do, so that what one wrote is found by the other.</summary>
internal static class SqlValue
{
    public static object ToSqlite(string name, object? value, SqlQuery query) => value switch
    {
        null or DBNull => DBNull.Value,
        string or long or int or short or sbyte or byte or ushort or uint or bool or double or byte[] => value,
        float number => ShortestDouble.Of(number),
        ulong number when number <= long.MaxValue => (long)number,
        ulong => throw new SqlQueryException(
            $"The parameter {name} is larger than SQLite's largest number, {long.MaxValue}; pass it as text. In the statement: {query.Excerpt}", query.Text),
        Enum member => NameOf(member),
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        DateTimeOffset time => IsoText.Sortable(time),
        DateTime { Kind: DateTimeKind.Unspecified } time => IsoText.Sortable(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
        DateTime time => IsoText.Sortable(time),
        DateOnly date => IsoText.Of(date),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        Uri uri => uri.OriginalString,
        Guid or char or TimeSpan => value.ToString()!,
        _ => throw new SqlQueryException(
            $"The parameter {name} is a {value.GetType().Name}, which SQLite can't store; convert it to text, a number or bytes. In the statement: {query.Excerpt}",
            query.Text),
    };

    /// <summary>As the sinks write it: in snake_case, and what has no name of its own as its number.</summary>
    private static string NameOf(Enum member)
    {
        var name = member.ToString();
        return name[0] is '-' or (>= '0' and <= '9') || name.Contains(',', StringComparison.Ordinal) ? member.ToString("D") : SnakeCase.From(name);
    }
}

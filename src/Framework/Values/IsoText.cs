using System.Globalization;

namespace IntegrationFramework;

/// <summary>Points in time and dates as ISO 8601, in UTC where the zone is known.</summary>
internal static class IsoText
{
    /// <summary>A point in time in UTC with all its digits: the order of such texts is that of the times.</summary>
    public const string SortableFormat = SortableLocal + "Z";

    private const string SortableLocal = "yyyy-MM-ddTHH:mm:ss.fffffff";

    public static string Sortable(DateTimeOffset time) => time.UtcDateTime.ToString(SortableFormat, CultureInfo.InvariantCulture);

    public static string Sortable(DateTime time) => time.Kind == DateTimeKind.Unspecified
        ? time.ToString(SortableLocal, CultureInfo.InvariantCulture)
        : time.ToUniversalTime().ToString(SortableFormat, CultureInfo.InvariantCulture);

    /// <summary>With the digits that it has and no more.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);

    public static string Of(DateOnly date) => date.ToString("O", CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace IntegrationFramework;

/// <summary>Points in time and dates as ISO 8601, in UTC where the zone is known, with the digits that they have and no more.</summary>
internal static class IsoText
{
    private const string Local = "yyyy-MM-ddTHH:mm:ss.FFFFFFF";

    public static string Of(DateTimeOffset time) => Utc(time.UtcDateTime);

    public static string Of(DateTime time) =>
        time.Kind == DateTimeKind.Unspecified ? time.ToString(Local, CultureInfo.InvariantCulture) : Utc(time.ToUniversalTime());

    public static string Of(DateOnly date) => date.ToString("O", CultureInfo.InvariantCulture);

    private static string Utc(DateTime time) => time.ToString(Local + "Z", CultureInfo.InvariantCulture);
}

namespace IntegrationFramework.FakeServices.OpenWeatherMap;

/// <summary>A place that the weather is known of.</summary>
/// <param name="Id">OpenWeatherMap's number of it.</param>
/// <param name="Name">Its English name.</param>
/// <param name="Country">Two letters.</param>
/// <param name="State">The state, where the country has such.</param>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
/// <param name="UtcOffset">The shift of its clocks from UTC.</param>
/// <param name="Zip">A postal code of it.</param>
/// <param name="Population">Its inhabitants.</param>
/// <param name="LocalNames">Its name by language.</param>
public sealed record City(
    int Id,
    string Name,
    string Country,
    string? State,
    double Latitude,
    double Longitude,
    TimeSpan UtcOffset,
    string Zip,
    int Population,
    IReadOnlyDictionary<string, string> LocalNames)
{
    internal static IReadOnlyList<City> All { get; } =
    [
        new(2643743, "London", "GB", "England", 51.5085, -0.1257, TimeSpan.Zero, "E14", 8_961_989,
            Names(("de", "London"), ("fr", "Londres"), ("es", "Londres"))),
        new(6058560, "London", "CA", "Ontario", 42.9834, -81.233, TimeSpan.FromHours(-5), "N6A", 346_765,
            Names(("en", "London"))),
        new(2988507, "Paris", "FR", "Ile-de-France", 48.8534, 2.3488, TimeSpan.FromHours(1), "75001", 2_138_551,
            Names(("de", "Paris"), ("fr", "Paris"), ("es", "París"))),
        new(4717560, "Paris", "US", "Texas", 33.6609, -95.5555, TimeSpan.FromHours(-6), "75460", 24_782,
            Names(("en", "Paris"))),
        new(2950159, "Berlin", "DE", null, 52.5244, 13.4105, TimeSpan.FromHours(1), "10115", 3_426_354,
            Names(("de", "Berlin"), ("fr", "Berlin"))),
        new(2867714, "Munich", "DE", "Bavaria", 48.1374, 11.5755, TimeSpan.FromHours(1), "80331", 1_260_391,
            Names(("de", "München"), ("fr", "Munich"))),
        new(5128581, "New York", "US", "New York", 40.7143, -74.006, TimeSpan.FromHours(-5), "10001", 8_175_133,
            Names(("en", "New York"), ("es", "Nueva York"))),
        new(1850144, "Tokyo", "JP", null, 35.6895, 139.6917, TimeSpan.FromHours(9), "100-0001", 8_336_599,
            Names(("de", "Tokio"), ("ja", "東京都"))),
        new(3448439, "São Paulo", "BR", "São Paulo", -23.5475, -46.6361, TimeSpan.FromHours(-3), "01000-000", 10_021_295,
            Names(("pt", "São Paulo"))),
        new(611717, "Tbilisi", "GE", null, 41.6941, 44.8337, TimeSpan.FromHours(4), "0100", 1_049_498,
            Names(("de", "Tiflis"), ("fr", "Tbilissi"))),
        new(2147714, "Sydney", "AU", "New South Wales", -33.8679, 151.2073, TimeSpan.FromHours(10), "2000", 4_627_345,
            Names(("en", "Sydney"))),
        new(3413829, "Reykjavik", "IS", null, 64.1355, -21.8954, TimeSpan.Zero, "101", 118_918,
            Names(("de", "Reykjavík"), ("fr", "Reykjavik"))),
    ];

    private static Dictionary<string, string> Names(params (string Language, string Name)[] names) =>
        names.ToDictionary(name => name.Language, name => name.Name);
}

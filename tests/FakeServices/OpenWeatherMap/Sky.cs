namespace IntegrationFramework.FakeServices.OpenWeatherMap;

/// <summary>A kind of weather, with OpenWeatherMap's number and icon.</summary>
/// <param name="Id">Its number: 800 is a clear sky.</param>
/// <param name="Main">Its group.</param>
/// <param name="Description">In English.</param>
/// <param name="Icon">Two digits; <c>d</c> or <c>n</c> is added for day or night.</param>
/// <param name="Translations">The description by language.</param>
public sealed record Sky(int Id, string Main, string Description, string Icon, IReadOnlyDictionary<string, string> Translations)
{
    /// <summary>No cloud.</summary>
    public static Sky Clear { get; } = New(800, "Clear", "clear sky", "01", "Klarer Himmel", "ciel dégagé", "cielo claro");

    /// <summary>Less than a quarter of clouds.</summary>
    public static Sky FewClouds { get; } = New(801, "Clouds", "few clouds", "02", "Ein paar Wolken", "peu nuageux", "algo de nubes");

    /// <summary>Nothing but clouds.</summary>
    public static Sky Overcast { get; } = New(804, "Clouds", "overcast clouds", "04", "Bedeckt", "couvert", "nubes");

    /// <summary>A little rain.</summary>
    public static Sky LightRain { get; } = New(500, "Rain", "light rain", "10", "Leichter Regen", "légère pluie", "lluvia ligera");

    /// <summary>A thunderstorm.</summary>
    public static Sky Thunderstorm { get; } = New(211, "Thunderstorm", "thunderstorm", "11", "Gewitter", "orage", "tormenta");

    /// <summary>Snow.</summary>
    public static Sky Snow { get; } = New(601, "Snow", "snow", "13", "Mäßiger Schnee", "neige", "nevada");

    /// <summary>The description in a language; in English where there is no translation.</summary>
    public string DescriptionIn(string? language) => language is null ? Description : Translations.GetValueOrDefault(language, Description);

    private static Sky New(int id, string main, string description, string icon, string german, string french, string spanish) =>
        new(id, main, description, icon, new Dictionary<string, string> { ["de"] = german, ["fr"] = french, ["es"] = spanish });
}

namespace IntegrationFramework.FakeServices.OpenWeatherMap;

/// <summary>The units that an answer is in.</summary>
internal sealed record Units(string Name)
{
    public static Units From(string? name) => new(name is "metric" or "imperial" ? name : "standard");

    public double Temperature(double kelvin) => Math.Round(
        Name switch
        {
            "metric" => kelvin - 273.15,
            "imperial" => ((kelvin - 273.15) * 9 / 5) + 32,
            _ => kelvin,
        },
        2);

    public double Speed(double metresPerSecond) =>
        Math.Round(Name == "imperial" ? metresPerSecond * 2.236936 : metresPerSecond, 2);
}

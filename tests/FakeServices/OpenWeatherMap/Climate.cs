namespace IntegrationFramework.FakeServices.OpenWeatherMap;

/// <summary>Makes up the weather: plausible for place, season and hour, and always the same for the same place and time.</summary>
internal static class Climate
{
    public static Conditions At(double latitude, double longitude, DateTimeOffset time)
    {
        var hours = time.ToUnixTimeSeconds() / 3600.0;
        var season = Math.Cos(2 * Math.PI * (time.DayOfYear - 196) / 365.25) * Math.Sign(latitude == 0 ? 1 : latitude);
        var hour = Math.Cos(2 * Math.PI * (hours + (longitude / 15) - 14) / 24);
        // Two waves that don't fit each other pass for fronts.
        var front = (Math.Sin((hours / 31) + longitude) + Math.Sin((hours / 17.3) + latitude)) / 2;
        var temperature = 300 - (Math.Abs(latitude) * 0.38) + (season * Math.Abs(latitude) * 0.2) + (hour * 4) + (front * 3);
        var clouds = (int)Math.Clamp(50 - (front * 60), 0, 100);
        var wind = Math.Round(2 + (Math.Abs(front) * 7), 2);
        var falls = clouds > 85 ? Math.Round((clouds - 85) / 6.0, 2) : 0;
        var freezing = temperature < 273.15;
        return new Conditions
        {
            Temperature = temperature,
            FeelsLike = temperature - (wind * 0.3),
            Pressure = 1013 + (int)(front * 18),
            Humidity = Math.Clamp(60 + (clouds / 3) - (int)(hour * 10), 20, 100),
            WindSpeed = wind,
            WindDirection = (int)((hours * 7) + longitude + 360) % 360,
            Clouds = clouds,
            Sky = (falls, freezing) switch
            {
                ( > 2, false) => Sky.Thunderstorm,
                ( > 0, false) => Sky.LightRain,
                ( > 0, true) => Sky.Snow,
                _ => clouds switch { < 11 => Sky.Clear, < 40 => Sky.FewClouds, _ => Sky.Overcast },
            },
            Visibility = clouds > 95 ? null : 10_000,
            Gust = wind > 5 ? Math.Round(wind * 1.6, 2) : null,
            Rain = falls > 0 && !freezing ? falls : null,
            Snow = falls > 0 && freezing ? falls : null,
        };
    }

    /// <summary>Sunrise and sunset of a day, good enough for telling day from night.</summary>
    public static (DateTimeOffset Rise, DateTimeOffset Set) Sun(double latitude, double longitude, DateTimeOffset time)
    {
        var declination = 0.409 * Math.Sin(2 * Math.PI * (time.DayOfYear - 81) / 365.25);
        var angle = -Math.Tan(latitude * Math.PI / 180) * Math.Tan(declination);
        var half = TimeSpan.FromHours(Math.Acos(Math.Clamp(angle, -0.99, 0.99)) / Math.PI * 12);
        var noon = new DateTimeOffset(time.UtcDateTime.Date, TimeSpan.Zero) + TimeSpan.FromHours(12 - (longitude / 15));
        return (noon - half, noon + half);
    }
}

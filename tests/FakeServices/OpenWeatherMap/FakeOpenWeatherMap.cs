namespace IntegrationFramework.FakeServices.OpenWeatherMap;

/// <summary>
/// OpenWeatherMap: current weather, five-day forecast, One Call 3.0 and geocoding. Weather is made up from place and time, unless a test
/// sets it.
/// </summary>
public sealed class FakeOpenWeatherMap
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, Conditions> _conditions = [];
    private readonly TimeProvider _time;
    private long _minute;
    private int _callsThisMinute;

    internal FakeOpenWeatherMap(TimeProvider time) => _time = time;

    /// <summary>The key that clients have to send as <c>appid</c>.</summary>
    /// <value>32 hexadecimal digits, the same in every fake.</value>
    public string ApiKey { get; set; } = "0fa4e0fa4e0fa4e0fa4e0fa4e0fa4e00";

    /// <summary>Whether the key has a subscription to One Call 3.0.</summary>
    /// <value>True.</value>
    public bool OneCallSubscribed { get; set; } = true;

    /// <summary>The calls a minute that the plan allows; the free plan's are 60.</summary>
    /// <value>Null: any number.</value>
    public int? CallsPerMinute { get; set; }

    /// <summary>The calls that are left of the plan, whatever the minute; counted down, and 429 for good at 0.</summary>
    /// <value>Null: any number.</value>
    public int? CallsLeft { get; set; }

    /// <summary>The places that weather is known of. A test may add to them.</summary>
    public IList<City> Cities { get; } = [.. City.All];

    /// <summary>Sets the current weather of a city.</summary>
    /// <param name="city">The name of one of <see cref="Cities"/>; the first of that name.</param>
    /// <param name="change">Makes the new weather out of what it is now.</param>
    public void SetWeather(string city, Func<Conditions, Conditions> change)
    {
        var place = Cities.First(place => place.Name == city);
        lock (_lock)
        {
            _conditions[place.Id] = change(Observe(place, Now));
        }
    }

    /// <summary>The time of the newest observations: every ten minutes.</summary>
    internal DateTimeOffset Now
    {
        get
        {
            var seconds = _time.GetUtcNow().ToUnixTimeSeconds();
            return DateTimeOffset.FromUnixTimeSeconds(seconds - (seconds % 600));
        }
    }

    internal void Map(IEndpointRouteBuilder routes)
    {
        var current = new CurrentEndpoints(this);
        var oneCall = new OneCallEndpoints(this);
        var geocoding = new GeocodingEndpoints(this);
        Get("/data/2.5/weather", current.WeatherAsync);
        Get("/data/2.5/forecast", current.ForecastAsync);
        Get("/data/3.0/onecall", context => Subscribed(context, oneCall.OneCallAsync));
        Get("/data/3.0/onecall/timemachine", context => Subscribed(context, oneCall.TimeMachineAsync));
        Get("/geo/1.0/direct", geocoding.DirectAsync);
        Get("/geo/1.0/reverse", geocoding.ReverseAsync);
        Get("/geo/1.0/zip", geocoding.ZipAsync);

        void Get(string path, RequestDelegate answer) => routes.MapGet(path, context => Allowed(context, answer));
    }

    /// <summary>The weather at a city, as a test has set it or as it is made up.</summary>
    internal Conditions Observe(City city, DateTimeOffset time)
    {
        lock (_lock)
        {
            return time == Now && _conditions.TryGetValue(city.Id, out var set)
                ? set
                : Climate.At(city.Latitude, city.Longitude, time);
        }
    }

    private Task Allowed(HttpContext context, RequestDelegate answer)
    {
        if (context.Request.Query["appid"].ToString() != ApiKey)
        {
            return WeatherError.InvalidKey(context);
        }

        return TakeCall() ? answer(context) : WeatherError.Blocked(context);
    }

    private Task Subscribed(HttpContext context, RequestDelegate answer) =>
        OneCallSubscribed ? answer(context) : WeatherError.NotSubscribed(context);

    private bool TakeCall()
    {
        lock (_lock)
        {
            var minute = _time.GetUtcNow().ToUnixTimeSeconds() / 60;
            _callsThisMinute = minute == _minute ? _callsThisMinute + 1 : 1;
            _minute = minute;
            if (_callsThisMinute > CallsPerMinute || CallsLeft == 0)
            {
                return false;
            }

            CallsLeft--;
            return true;
        }
    }
}

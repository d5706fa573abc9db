namespace Vendors.Tests.OpenWeatherMap;

/// <summary>Answers in the shapes that OpenWeatherMap gives, with weather that was made up.</summary>
internal static class Payloads
{
    public const string Lisbon = """
        {"coord":{"lon":-9.1333,"lat":38.7167},
         "weather":[{"id":501,"main":"Rain","description":"moderate rain","icon":"10d"},{"id":701,"main":"Mist","description":"mist","icon":"50d"}],
         "base":"stations",
         "main":{"temp":16.4,"feels_like":16.1,"temp_min":15.9,"temp_max":17,"pressure":1012,"humidity":82,"sea_level":1012,"grnd_level":1004},
         "visibility":8000,"wind":{"speed":6.7,"deg":230,"gust":11.3},"rain":{"1h":2.07},"clouds":{"all":75},"dt":1790000000,
         "sys":{"type":2,"id":2012962,"country":"PT","sunrise":1789971600,"sunset":1790015400},
         "timezone":3600,"id":2267057,"name":"Lisbon","cod":200}
        """;

    public const string Forecast = """
        {"cod":"200","message":0,"cnt":2,"list":[
          {"dt":1790002800,"main":{"temp":15.2,"feels_like":14.9,"temp_kf":0.4},"weather":[{"id":500,"main":"Rain","description":"light rain","icon":"10n"}],
           "clouds":{"all":90},"wind":{"speed":5.1,"deg":221,"gust":9.4},"visibility":10000,"pop":0.68,"rain":{"3h":1.2},"sys":{"pod":"n"},"dt_txt":"2026-09-21 15:00:00"},
          {"dt":1790013600}],
         "city":{"id":2267057,"name":"Lisbon","coord":{"lat":38.7167,"lon":-9.1333},"country":"PT","population":517802,"timezone":3600,
           "sunrise":1789971600,"sunset":1790015400}}
        """;

    public const string OneCall = """
        {"lat":78.22,"lon":15.65,"timezone":"Arctic/Longyearbyen","timezone_offset":7200,
         "current":{"dt":1790000000,"temp":-3,"feels_like":-9.4,"pressure":1003,"humidity":71,"dew_point":-7.5,"uvi":0,"clouds":40,"wind_speed":4.9,"wind_deg":110,
           "weather":[{"id":600,"main":"Snow","description":"light snow","icon":"13d"}],"snow":{"1h":0.21}},
         "minutely":[{"dt":1790000040,"precipitation":0.2}],
         "hourly":[{"dt":1790002800,"temp":-3.4,"pop":0.35,"weather":[]}],
         "daily":[{"dt":1790013600,"sunrise":0,"moonrise":1790020000,"moonset":0,"moon_phase":0.31,"summary":"Snow in the morning",
           "temp":{"day":-2,"min":-6.1,"max":-1.4,"night":-5,"eve":-3,"morn":-6},"feels_like":{"day":-7,"night":-11,"eve":-9,"morn":-12},"pop":1,"snow":3.4,"uvi":0.2}],
         "alerts":[{"sender_name":"Met Norway","event":"Gale","start":1790000000,"end":1790040000,"description":"Gale from the east.","tags":["Wind"]}]}
        """;
}

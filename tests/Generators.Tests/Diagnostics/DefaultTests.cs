using Generators.Tests.Support;

namespace Generators.Tests.Diagnostics;

/// <summary>A default is judged as the same value in YAML is, and in the same words.</summary>
public class DefaultTests
{
    [Test]
    [Arguments("[RegularExpression(\"a|ab\")] public string Value { get; init; } = \"ab\";", "ab", "takes a text that matches a|ab, not 'ab'")]
    [Arguments("[RegularExpression(\"ab|a\")] public string Value { get; init; } = \"ab\";", "ab", null)]
    [Arguments("[RegularExpression(\"ab\")] public string Value { get; init; } = \"ab\\n\";", "\"ab\\n\"", "takes a text that matches ab, not 'ab '")]
    [Arguments("[AllowedValues(\"us\", \"gb\")] public string Value { get; init; } = Names.Usa;", "usa", "takes one of us, gb, not 'usa'; did you mean 'us'?")]
    [Arguments("[AllowedValues(\"us\", \"gb\")] public string Value { get; init; } = \"gb\";", "gb", null)]
    [Arguments("[Length(2, 3)] public string Value { get; init; } = \"\";", "''", "takes 2 to 3 characters, not 0")]
    [Arguments("[Url, MaxLength(5)] public string Value { get; init; } = \"nowhere\";", "nowhere", "takes at most 5 characters, not 7")]
    [Arguments("[AllowedValues(0.5)] public decimal Value { get; init; } = 0.50m;", "0.50", null)]
    [Arguments("[AllowedValues(0.5)] public double Value { get; init; } = 0.25;", "0.25", "takes one of 0.5, not '0.25'")]
    [Arguments("[Range(0, 0.1)] public float Value { get; init; } = 0.1f;", "0.1", null)]
    [Arguments("[Range(0.1f, 1f)] public float Value { get; init; } = 0.1f;", "0.1", null)]
    [Arguments("[Range(0.1f, 1f)] public float Value { get; init; } = 0.05f;", "0.05", "takes a number from 0.1 to 1, not '0.05'")]
    [Arguments("[Range(float.MinValue, float.MaxValue)] public float Value { get; init; } = float.MaxValue;", "3.4028235E+38", null)]
    [Arguments("[AllowedValues(0.1f)] public float Value { get; init; } = 0.1f;", "0.1", null)]
    [Arguments("[Range(0, 1)] public double Value { get; init; } = double.NaN;", ".nan", "takes a number from 0 to 1, not '.nan'")]
    [Arguments("[Range(0, 1)] public float Value { get; init; } = float.NegativeInfinity;", "-.inf", "takes a number from 0 to 1, not '-.inf'")]
    [Arguments("[Range(0, 1e300)] public double Value { get; init; } = 1e299;", "1e299", null)]
    [Arguments("[Range(typeof(long), \"0\", \"9007199254740992\")] public long Value { get; init; } = 9007199254740993;", "9007199254740993", "takes a whole number from 0 to 9007199254740992, not '9007199254740993'")]
    [Arguments("[Range(1, 5)] public int Value { get; init; } = 'a';", "97", "takes a whole number from 1 to 5, not '97'")]
    [Arguments("[Range(1, 5)] public int Value { get; init; } = default;", "0", "takes a whole number from 1 to 5, not '0'")]
    [Arguments("[Range(1, 5)] public int? Value { get; init; } = default;", "null", null)]
    [Arguments("[AllowedValues(true)] public bool Value { get; init; } = false;", "false", "takes one of true, not 'false'")]
    [Arguments("[AllowedValues(true)] public bool Value { get; init; }", "False", "takes one of true, not 'false'")]
    [Arguments("[AllowedValues(true)] public bool Value { get; init; } = true;", "True", null)]
    [Arguments("[AllowedValues(DayOfWeek.Monday, DayOfWeek.Friday)] public DayOfWeek Value { get; init; }", "sunday", "takes one of monday, friday, not 'sunday'; did you mean 'monday'?")]
    [Arguments("[AllowedValues(DayOfWeek.Monday)] public DayOfWeek Value { get; init; } = (DayOfWeek)9;", "9", "takes one of monday, not '9'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; }", "0s", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '0s'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = TimeSpan.Zero;", "0s", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '0s'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:00\", \"01:00:00\")] public TimeSpan Value { get; init; } = default;", "0s", null)]
    [Arguments("[MinLength(2)] public List<string> Value { get; init; } = [\"a\"];", "[a]", "takes at least 2 items, not 1")]
    [Arguments("[Length(2, 2)] public Dictionary<string, int> Value { get; init; } = new();", "{}", "takes exactly 2 items, not 0")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = TimeSpan.FromHours(2);", "2h", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '2h'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = TimeSpan.FromHours(1.5);", "1h30m", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '1h30m'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = TimeSpan.FromMinutes(61);", "1h1m", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '1h1m'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = TimeSpan.FromSeconds(0.5);", "500ms", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '500ms'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = TimeSpan.FromDays(value: 1);", "1d", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '1d'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = TimeSpan.FromMilliseconds(Names.Wait);", "5ms", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '5ms'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = new(2, 0, 0);", "2h", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '2h'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = new TimeSpan(1, 0, 0, 1);", "1d1s", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '1d1s'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = new(0, 0, 0, 0, 5);", "5ms", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '5ms'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = new(10);", "1us", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '1us'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = default(TimeSpan);", "0s", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '0s'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = new();", "0s", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '0s'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = TimeSpan.FromHours(1);", "1h", null)]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = new(0, 0, 1);", "1s", null)]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = TimeSpan.FromMinutes(1, 30);", "90s", null)]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = new(minutes: 0, hours: 0, seconds: 5);", "5s", null)]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = Names.Pause;", "5s", null)]
    [Arguments("[MinLength(3)] public string[] Value { get; init; } = new[] { \"a\", \"b\" };", "[a, b]", "takes at least 3 items, not 2")]
    [Arguments("[MinLength(3)] public string[] Value { get; init; } = new string[] { \"a\" };", "[a]", "takes at least 3 items, not 1")]
    [Arguments("[MaxLength(1)] public string[] Value { get; init; } = { \"a\", \"b\" };", "[a, b]", "takes at most 1 item, not 2")]
    [Arguments("[MinLength(1)] public List<string> Value { get; init; } = new List<string> { \"a\" };", "[a]", null)]
    [Arguments("[MinLength(3)] public List<string> Value { get; init; } = new() { \"a\", \"b\" };", "[a, b]", "takes at least 3 items, not 2")]
    [Arguments("[MinLength(3)] public Dictionary<string, int> Value { get; init; } = new() { [\"a\"] = 1, [\"b\"] = 2, [\"a\"] = 3 };", "{ a: 1, b: 2 }", "takes at least 3 items, not 2")]
    [Arguments("[MaxLength(1)] public Dictionary<string, int> Value { get; init; } = new() { { \"a\", 1 }, { \"b\", 2 } };", "{ a: 1, b: 2 }", "takes at most 1 item, not 2")]
    [Arguments("[MaxLength(1)] public Dictionary<string, int> Value { get; init; } = new() { [Names.Usa] = 1, [Names.Usa + \"\"] = 2 };", "{ a: 1 }", null)]
    [Arguments("[Url] public Uri Value { get; init; } = new(\"mailto:a@example.com\");", "mailto:a@example.com", "takes an http, https or ftp URL, not 'mailto:a@example.com'")]
    [Arguments("[Url] public Uri Value { get; init; } = new Uri(\"https://example.com\");", "https://example.com", null)]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = TimeSpan.FromMinutes(60, 1);", "1h1s", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '1h1s'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = TimeSpan.FromMinutes(59, 59);", "59m59s", null)]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = TimeSpan.FromHours(1, seconds: 1);", "1h1s", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '1h1s'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = TimeSpan.FromDays(days: 1, hours: 2);", "1d2h", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '1d2h'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = TimeSpan.FromSeconds(0, 5);", "5ms", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '5ms'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = TimeSpan.FromMilliseconds(0, 7);", "7us", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '7us'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = new(minutes: 0, hours: 2, seconds: 5);", "2h5s", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '2h5s'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = new TimeSpan(0, 0, 0, 0, 5, 7);", "5ms7us", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '5ms7us'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = TimeSpan.FromHours(Names.Wait - 3);", "2h", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '2h'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = -TimeSpan.FromMinutes(1);", "-1m", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '-1m'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = (TimeSpan.FromHours(2));", "2h", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '2h'")]
    [Arguments("[MinLength(2)] public Dictionary<string, int> Value { get; init; } = new(StringComparer.Ordinal) { [\"a\"] = 1 };", "{ a: 1 }", "takes at least 2 items, not 1")]
    [Arguments("[MinLength(2)] public Dictionary<string, int> Value { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);", "{}", "takes at least 2 items, not 0")]
    [Arguments("[MinLength(2)] public Dictionary<string, int> Value { get; init; } = new(StringComparer.OrdinalIgnoreCase) { [\"a\"] = 1, [\"A\"] = 2 };", "{ a: 1, b: 2 }", null)]
    [Arguments("[MinLength(2)] public Dictionary<string, int> Value { get; init; } = new(8, StringComparer.Ordinal) { { \"a\", 1 } };", "{ a: 1 }", "takes at least 2 items, not 1")]
    [Arguments("[MinLength(2)] public Dictionary<string, int> Value { get; init; } = new(Names.All) { [\"a\"] = 1 };", "{ a: 1, b: 2 }", null)]
    [Arguments("[MinLength(2)] public Dictionary<string, int> Value { get; init; } = new() { [Names.Usa] = 1, [\"us\" + \"a\"] = 2 };", "{ usa: 1 }", "takes at least 2 items, not 1")]
    [Arguments("[MinLength(2)] public Dictionary<string, int> Value { get; init; } = new() { [Names.Usa.ToUpper()] = 1 };", "{ a: 1, b: 2 }", null)]
    [Arguments("[MinLength(3)] public List<string> Value { get; init; } = new(4) { \"a\", \"b\" };", "[a, b]", "takes at least 3 items, not 2")]
    [Arguments("[MinLength(3)] public List<string> Value { get; init; } = new(Names.Texts) { \"a\" };", "[a, b, c]", null)]
    [Arguments("[MinLength(3)] public List<string> Value { get; init; } = [\"a\", .. Names.Texts];", "[a, b, c]", null)]
    [Arguments("[MinLength(3)] public List<int> Value { get; init; } = [1, 2];", "[1, 2]", "takes at least 3 items, not 2")]
    [Arguments("[MinLength(3)] public string[] Value { get; init; } = new string[Names.Wait - 3];", "['', '']", "takes at least 3 items, not 2")]
    [Arguments("[MinLength(1)] public string[] Value { get; init; } = Array.Empty<string>();", "[]", "takes at least 1 item, not 0")]
    [Arguments("[Range(1, 4)] public int Value { get; init; } = Names.Wait;", "5", "takes a whole number from 1 to 4, not '5'")]
    [Arguments("[Range(1, 4)] public int Value { get; init; } = -(Names.Wait - 3) * 2;", "-4", "takes a whole number from 1 to 4, not '-4'")]
    [Arguments("[Range(1, 4)] public int Value { get; init; } = (-1);", "-1", "takes a whole number from 1 to 4, not '-1'")]
    [Arguments("[Range(0, 1)] public double Value { get; init; } = 1 / 4.0 + 1;", "1.25", "takes a number from 0 to 1, not '1.25'")]
    [Arguments("[AllowedValues(DayOfWeek.Monday)] public DayOfWeek Value { get; init; } = (DayOfWeek)(1 + 1);", "tuesday", "takes one of monday, not 'tuesday'")]
    [Arguments("[MinLength(2)] public string Value { get; init; } = Names.Usa + \"x\";", "usax", null)]
    [Arguments("[MaxLength(3)] public string Value { get; init; } = Names.Usa + \"x\";", "usax", "takes at most 3 characters, not 4")]
    [Arguments("[MaxLength(3)] public string Value { get; init; } = $\"{Names.Usa}x\";", "usax", "takes at most 3 characters, not 4")]
    [Arguments("[MaxLength(2)] public string Value { get; init; } = nameof(Names.Usa);", "Usa", "takes at most 2 characters, not 3")]
    [Arguments("[Url] public Uri Value { get; init; } = new(\"mailto:a@example.com\", UriKind.Absolute);", "mailto:a@example.com", "takes an http, https or ftp URL, not 'mailto:a@example.com'")]
    public async Task Default_AndTheSameValueInYaml_AreJudgedAlike(string member, string yaml, string? problem)
    {
        var run = Samples.WithSettings("    " + member, $"  value: {yaml}\n", more: "public static class Names { public const string Usa = \"usa\"; public const int Wait = 5; public static TimeSpan Pause => TimeSpan.Zero; public static string[] Texts => []; public static Dictionary<string, int> All => []; }").Run();

        // The same value in other letters is the same value.
        var told = run.Diagnostics.Select(message => message[(message.LastIndexOf(" takes ", StringComparison.Ordinal) + 1)..].Replace("'False'", "'false'", StringComparison.Ordinal));
        await Assert.That(string.Join("\n", told)).IsEqualTo(problem is null ? "" : $"{problem}\n{problem}");
        await Assert.That(run.Diagnostics.Count(message => message.StartsWith("sample/SampleSettings.cs(5,", StringComparison.Ordinal))).IsEqualTo(problem is null ? 0 : 1);
    }

    private const string Server = """
        public sealed record Server { [Range(1, 65535)] public int Port { get; init; } = 80; public Login Login { get; init; } = new(); [MinLength(1)] public List<string> Hosts { get; init; } = ["a"]; }
        public sealed record Login { [MinLength(1)] public string User { get; init; } = "me"; public string Password { get; init; } = ""; }
        """;

    [Test]
    [Arguments("new() { Port = 0 }", "(5,58): IFW0014: The default 0 of 'Server.Port' breaks its own constraint: it takes a whole number from 1 to 65535, not '0'")]
    [Arguments("new Server { Port = 80, Login = new() { User = \"\" } }", "(5,90): IFW0014: The default \"\" of 'Login.User' breaks its own constraint: it takes at least 1 character, not 0")]
    [Arguments("new() { Login = { User = \"\" }, Hosts = new() }", "(5,68): IFW0014: The default \"\" of 'Login.User' breaks its own constraint: it takes at least 1 character, not 0\nsample/SampleSettings.cs(5,82): IFW0014: The default new() of 'Server.Hosts' breaks its own constraint: it takes at least 1 item, not 0")]
    [Arguments("new() { Hosts = { \"b\" }, Port = 1 }", null)]
    [Arguments("new()", null)]
    [Arguments("Make()", null)]
    public async Task Default_OfANestedRecord_IsJudgedMemberByMember(string value, string? expected)
    {
        var run = Samples.WithSettings($"    public Server Server {{ get; init; }} = {value}; private static Server Make() => new();", more: Server).Run();
        await Assert.That(string.Join('\n', run.Diagnostics)).IsEqualTo(expected is null ? "" : "sample/SampleSettings.cs" + expected);
    }
}

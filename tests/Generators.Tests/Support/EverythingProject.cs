namespace Generators.Tests.Support;

/// <summary>One integration with a member of every type and constraint, provided types, and a record with every kind of field.</summary>
internal static class EverythingProject
{
    public static TestProject Create() => new TestProject()
        .Property("IfwHost", "true")
        .Source("everything/Everything.cs", Class)
        .Source("everything/EverythingSettings.cs", Settings)
        .Source("everything/Reading.cs", Records)
        .Yaml("everything/config.yaml", Config)
        .Yaml("everything/config.production.yaml", "enabled: false\n")
        .Yaml("everything/metadata.yaml", Metadata)
        .Yaml(".env.example", "SERVER_KEY=your_key\n");

    public const string Class = """"
        using System.Threading.Tasks;
        using Microsoft.Extensions.Logging;
        namespace Demo.Everything;

        [Integration]
        public sealed partial class Everything(
            EverythingSettings settings, Client client, ILogger logger, ILogger<Everything> own, TimeProvider time, SqlQueryManager sql, SupportManager support, int attempts = 3)
            : Integration<Reading, Reading>
        {
            public EverythingSettings Settings => settings;

            public string Made => $"{client.Options.Host} {client.Inner.Time == time} {logger != null} {own != null} {sql != null} {support != null} {attempts}";

            protected override async IAsyncEnumerable<Reading> FetchAsync(
                RunContext run, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
            {
                await Task.Yield();
                yield return new Reading { Text = Made };
            }
        }

        [Provided]
        public sealed class Client(ServerOptions options, InnerClient inner)
        {
            public ServerOptions Options => options;

            public InnerClient Inner => inner;
        }

        [Provided]
        public sealed class InnerClient(TimeProvider time)
        {
            public TimeProvider Time => time;
        }
        """";

    public const string Settings = """"
        namespace Demo.Everything;

        public enum Colour { Red, DarkGreen, DarkBlue = 7, Navy = DarkBlue }

        public abstract record SettingsBase
        {
            public string Inherited { get; init; } = "base";
        }

        public sealed record EverythingSettings : SettingsBase
        {
            [Length(2, 20)] public required string City { get; init; }
            [AllowedValues("us", "gb")] public string Country { get; init; } = "us";
            [RegularExpression("[a-z]+\"?")] public string? Code { get; init; }
            [Url] public string? Address { get; init; }
            [EmailAddress] public string? Mail { get; set; }
            public bool Flag { get; init; } = true;
            public sbyte Tiny { get; init; }
            public byte Small { get; init; }
            public short Short { get; init; }
            public ushort UnsignedShort { get; init; }
            [Range(1, 100)] public int Count { get; init; } = 10;
            public uint UnsignedInt { get; init; }
            public long Long { get; init; }
            public ulong UnsignedLong { get; init; }
            public float Single { get; init; }
            [Range(0.0, 1.0, MaximumIsExclusive = true)] public double Share { get; init; } = 0.25;
            [Range(typeof(decimal), "0.01", "99999.99")] public decimal Price { get; init; } = 1.5m;
            public Colour Colour { get; init; } = Colour.DarkGreen;
            public Colour? MaybeColour { get; init; }
            [Range(typeof(TimeSpan), "00:00:01", "01:00:00")] public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(5);
            public ByteSize Size { get; init; }
            public Rate Rate { get; init; }
            public Uri? Link { get; init; }
            public DateOnly Day { get; init; }
            public DateTimeOffset At { get; init; }
            public Schedule? When { get; init; }
            public InputPath? Source { get; init; }
            public OutputPath? Target { get; init; }
            public Secret? Key { get; init; }
            [MinLength(1)] public List<string> Tags { get; init; } = ["a"];
            public IReadOnlyList<int?> Numbers { get; init; } = [];
            public int[] Array { get; init; } = [];
            public Dictionary<string, TimeSpan> Waits { get; init; } = [];
            public IReadOnlyDictionary<string, List<Colour>>? Palettes { get; init; }
            public required ServerOptions Server { get; init; }
            public List<ServerOptions> Mirrors { get; init; } = [];
            public SpareOptions? Spare { get; init; }
            [Obsolete("use 'city'")] public string? Town { get; init; }
            public string? Event { get; init; }
            public string? Map { get; init; }
            public int? Result { get; init; }
            public string Summary => City + Country;
            internal string Hidden { get; init; } = "";
            public static string Shared { get; set; } = "";
        }

        public sealed record ServerOptions
        {
            public string Host { get; init; } = "localhost";
            public int Port { get; init; } = 80;
            public Secret? ApiKey { get; init; }
        }

        public sealed class SpareOptions
        {
            public int Port { get; init; } = 8;
        }
        """";

    public const string Records = """"
        using System.Text.Json.Serialization;
        namespace Demo.Everything;

        public abstract record ReadingBase
        {
            public string Id { get; init; } = "id-1";
        }

        public sealed record Reading : ReadingBase
        {
            public string? Text { get; init; }
            public char Letter { get; init; } = 'x';
            public bool Flag { get; init; } = true;
            public byte Byte { get; init; } = 1;
            public long Long { get; init; } = -2;
            public ulong UnsignedLong { get; init; } = ulong.MaxValue;
            public float Single { get; init; } = 0.5f;
            public double? MaybeDouble { get; init; }
            public decimal Price { get; init; } = 9.90m;
            public Colour Colour { get; init; } = Colour.DarkBlue;
            public Colour? MaybeColour { get; init; } = (Colour)99;
            public Guid Guid { get; init; }
            public Uri? Link { get; init; } = new("https://example.com/a b");
            public ByteSize Size { get; init; } = new(2048);
            public DateTime Local { get; init; } = new(2026, 1, 2, 3, 4, 5);
            public DateTimeOffset? At { get; init; } = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));
            public DateOnly Day { get; init; } = new(2026, 1, 2);
            public TimeOnly Clock { get; init; } = new(3, 4, 5);
            public TimeSpan Wait { get; init; } = TimeSpan.FromMinutes(1);
            public byte[] Bytes { get; init; } = [1, 2, 3];
            public List<string?> Tags { get; init; } = ["a", null];
            public int?[]? Numbers { get; init; } = [1, null];
            public Dictionary<string, Place>? Places { get; init; } = new() { ["home"] = new(1, 2) };
            public IReadOnlyDictionary<string, List<int>> Lists { get; init; } = new Dictionary<string, List<int>> { ["one"] = [1] };
            public Place Here { get; init; } = new(3, 4);
            public Place? There { get; init; }
            public Detail? Detail { get; init; } = new();
            [JsonPropertyName("renamed!")] public int Other { get; init; } = 5;
            [JsonIgnore] public Secret? Secret { get; init; }
            public int @Event => 6;
            public int this[int index] => index;
        }

        public readonly record struct Place(double Latitude, double Longitude);

        public sealed class Detail
        {
            public string Note { get; init; } = "n";
        }
        """";

    public const string Config = """"
        name: all_kinds
        timeout: 1m   # text with """ quotes and a \ backslash
        deliver:
          - stdout: {}
        settings:
          city: London
          country: gb
          code: abc
          address: https://example.com
          mail: a@example.com
          flag: false
          tiny: -8
          small: 200
          short: -300
          unsigned_short: 60000
          count: 100
          unsigned_int: 4000000000
          long: -9000000000
          unsigned_long: 18446744073709551615
          single: 1.5
          share: 0.75
          price: 12.345
          colour: dark_blue
          maybe_colour: red
          wait: 1m30s
          size: 64MB
          rate: 10/s
          link: https://example.com/x
          day: 2026-01-31
          at: 2026-01-31T10:20:30+02:00
          when: "*/30 * * * *"
          source: data/in.csv
          target: out.csv
          tags: [x, y]
          numbers: [1, null, 3]
          array: [4, 5]
          waits: { short: 1s, long: 1h }
          palettes: { warm: [red], cold: [dark_blue, dark_green] }
          server: { host: example.com, port: 8080, api_key: "${SERVER_KEY}" }
          mirrors:
            - host: one.example.com
            - port: 81
          event: launch
          map: m
          result: 7
        """";

    public const string Metadata = "version: 1.2.3\ntags: [demo, \"all-kinds\"]\ndescription: 'Says \"everything\"'\nbusiness_contact: a@example.com\nlast_updated: 2026-01-31\n";
}

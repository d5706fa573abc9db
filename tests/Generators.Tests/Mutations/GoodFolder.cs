using Generators.Tests.Support;

namespace Generators.Tests.Mutations;

/// <summary>An integration's folder without a mistake, that mutations are applied to.</summary>
internal static class GoodFolder
{
    public const string Name = "shop_orders";

    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        ["config.yaml"] = Config,
        ["config.production.yaml"] = Overlay,
        ["metadata.yaml"] = Metadata,
    };

    public const string EnvironmentExample = "SHOP_KEY=your_key\nREGION=\n";

    public static TestProject Project(IReadOnlyDictionary<string, string> files)
    {
        var project = new TestProject().Source($"{Name}/ShopOrders.cs", Class).Source("Parcels.cs", Sink).Yaml(".env.example", EnvironmentExample);
        foreach (var (file, text) in files)
        {
            project.Yaml($"{Name}/{file}", text);
        }

        return project;
    }

    private const string Class = """
        namespace Demo.ShopOrders;

        public sealed record Order(string Name, DateOnly Day, decimal Total);

        public enum Level { Low, VeryHigh }

        [Integration]
        public sealed partial class ShopOrders(ShopOrdersSettings settings) : Integration<Order>
        {
            public ShopOrdersSettings Settings => settings;

            protected override IAsyncEnumerable<Order> FetchAsync(RunContext run, CancellationToken cancellationToken) => throw new NotSupportedException();
        }

        public sealed record ShopOrdersSettings
        {
            [Length(2, 10)] public required string City { get; init; }
            [AllowedValues("us", "gb", "de")] public string Country { get; init; } = "us";
            [Range(1, 100)] public int Count { get; init; } = 10;
            [Range(0.0, 1.0, MaximumIsExclusive = true)] public double Share { get; init; }
            public float Weight { get; init; }
            [Required] public string? Contact { get; init; }
            public Dictionary<string, Secret> Tokens { get; init; } = [];
            public byte Small { get; init; }
            public decimal Price { get; init; }
            public bool Flag { get; init; }
            public Level Level { get; init; }
            [Range(typeof(TimeSpan), "00:00:01", "00:10:00")] public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(1);
            public ByteSize Size { get; init; }
            public Rate Rate { get; init; }
            public Uri? Link { get; init; }
            [Url] public string? Address { get; init; }
            [EmailAddress] public string? Mail { get; init; }
            [RegularExpression("[A-Z]{3}")] public string Currency { get; init; } = "EUR";
            public DateOnly Day { get; init; }
            public DateTimeOffset At { get; init; }
            public Schedule? When { get; init; }
            public OutputPath? Target { get; init; }
            public Secret? Key { get; init; }
            [Length(1, 3)] public List<string> Tags { get; init; } = ["a"];
            public List<int> Numbers { get; init; } = [];
            public Dictionary<string, TimeSpan> Waits { get; init; } = [];
            public required ServerOptions Server { get; init; }
            [Obsolete("use 'city' instead")] public string? Town { get; init; }
        }

        public sealed record ServerOptions
        {
            public required string Host { get; init; }
            [Range(1, 65535)] public int Port { get; init; } = 443;
        }
        """;

    private const string Sink = """
        namespace Demo.Sinks;

        [Sink("parcels")]
        public sealed class Parcels(ParcelsSettings settings) : Sink
        {
            protected override System.Threading.Tasks.Task DeliverAsync(DeliveryPage page, CancellationToken cancellationToken) => throw new NotSupportedException(settings.Mode);
        }

        public sealed record ParcelsSettings
        {
            public required Uri Address { get; init; }
            [Range(1, 50)] public int Size { get; init; } = 10;
            public Secret? Token { get; init; }
            public OutputPath? Receipts { get; init; }
            public string Mode { get; init; } = "";
        }
        """;

    private const string Config = """
        # Orders of the shop.
        name: shop_orders
        enabled: true
        schedule: "*/30 * * * *"
        timeout: 5m
        grace: 30s
        retry: { attempts: 3, delay: 2s, max_delay: 1m }
        concurrency: { group: shop, limit: 2 }
        http: { timeout: 10s, retries: 5, delay: 200ms, max_delay: 30s, rate_limit: 10/s, cache_ttl: 60m }
        page: { records: 1000, bytes: 4MB }
        postprocess: { workers: 4 }
        dead_letters: { limit: 100, share: 0.01 }
        memory_limit: 512MB
        checks:
          records:
            - not_null: [name]
            - unique: [name, day]
            - range: { field: total, min: 0, max: 100000 }
            - pattern: { field: name, matches: '^[a-z]+$' }
          run:
            - volume: { min: 1, max: 9000, at_least: 0.4, at_most: 3, allow_empty: false, of_last: 7 }
            - freshness: { field: day, within: 2d }
        contract: warn
        deliver:
          - yaml: { path: orders.yaml, mode: replace }
          - sqlite: { path: orders.db, table: orders, key: [name, day], mode: upsert }
          - parcels: { address: https://parcels.example.com, size: 50, token: "${SHOP_KEY}", receipts: parcels.txt, mode: "replace" }
        settings:
          city: London
          country: gb
          count: 100
          share: 0.5
          weight: 1e38
          contact: shop
          tokens: { main: "${SHOP_KEY}" }
          small: 0x10
          price: 12.50
          flag: true
          level: very_high
          wait: 1m30s
          size: 64MB
          rate: 10/s
          link: https://example.com/feed?x=1
          address: https://example.com
          mail: shop@example.com
          currency: GBP
          day: 2026-01-31
          at: 2026-01-31T10:20:30Z
          when: "0 6 * * 1-5"
          target: copies/orders.txt
          key: "${SHOP_KEY}"
          tags: [one, two]
          numbers: [1, 2, 3]
          waits:
            short: 1s
            long: 1h
          server:
            host: "${REGION:-eu}.example.com"
            port: 8443

        """;

    private const string Overlay = """
        enabled: false
        settings:
          count: 50

        """;

    private const string Metadata = """
        version: 1.2.3-rc.1
        tags: [shop, orders]
        description: Orders of the shop
        business_contact: shop@example.com
        technical_contact: team@example.com
        last_updated: 2026-01-31

        """;
}

namespace Generators.Tests.Mutations;

/// <summary>The mistakes.</summary>
internal static class MutationList
{
    private const string Config = "config.yaml";
    private const string Overlay = "config.production.yaml";
    private const string Metadata = "metadata.yaml";

    public static IReadOnlyList<Mutation> All { get; } =
    [
        // YAML itself.
        new("IFW0101", Config, "  city: London", "▸\tcity: London"),
        new("IFW0101", Config, "tags: [one, two]", "tags: [▸one, two"),
        new("IFW0101", Config, "city: London", "city: ▸\"London"),
        new("IFW0101", Config, "city: London", "city: ▸@London"),
        new("IFW0101", Config, "city: London", "city: Lon▸\u0007don"),
        new("IFW0101", Config, "city: London", "city: ▸*london"),
        new("IFW0101", Overlay, "enabled: false", "enabled: ▸}"),
        new("IFW0101", Overlay, "enabled: false\nsettings:", "enabled: false\n▸---\nsettings:"),
        new("IFW0201", Metadata, "version: 1.2.3-rc.1", "version: ▸\"1.2.3"),

        // Unknown keys, at every depth.
        new("IFW0102", Config, "timeout: 5m", "▸timeot: 5m"),
        new("IFW0102", Config, "timeout: 5m", "# a line ends here for the compiler, and not in YAML: \u0085\n▸timeot: 5m"),
        new("IFW0102", Config, "retry: { attempts", "retry: { ▸tries: 1, attempts"),
        new("IFW0102", Config, "http: { timeout", "http: { ▸timeouts: 1s, timeout"),
        new("IFW0102", Config, "page: { records: 1000, bytes", "page: { records: 1000, ▸byte"),
        new("IFW0102", Config, "table: orders,", "table: orders, ▸tabel: orders,"),
        new("IFW0102", Config, "- yaml: { path: orders.yaml, mode: replace }", "- ▸yml: { path: orders.yaml, mode: replace }"),
        new("IFW0102", Config, "  country: gb", "  ▸contry: gb"),
        new("IFW0102", Config, "    port: 8443", "    ▸prot: 8443"),
        new("IFW0102", Overlay, "  count: 50", "  ▸cuont: 50"),
        new("IFW0102", Config, "- parcels: {", "- ▸parcel: {"),
        new("IFW0102", Config, "parcels.example.com, size: 50", "parcels.example.com, ▸sise: 50"),
        new("IFW0202", Metadata, "description:", "▸descripton:"),

        // A sink of the author's own.
        new("IFW0103", Config, "- parcels: { address: https://parcels.example.com, size: 50", "- ▸parcels: { size: 50"),
        new("IFW0104", Config, "- parcels: { address: https://parcels.example.com, size: 50, token: \"${SHOP_KEY}\", receipts: parcels.txt, mode: \"replace\" }", "- parcels: ▸everywhere"),
        new("IFW0105", Config, "size: 50,", "size: ▸51,"),
        new("IFW0112", Config, "address: https://parcels.example.com", "address: ▸parcels"),
        new("IFW0117", Config, "token: \"${SHOP_KEY}\"", "token: ▸sesame"),
        new("IFW0119", Config, "receipts: parcels.txt", "receipts: ▸../parcels.txt"),
        new("IFW0120", Config, "receipts: parcels.txt", "receipts: ▸orders.yaml"),

        // Too much of it.
        new("IFW0123", Config, "  tags: [one, two]", "  tags:\n    - &a [x, x, x, x, x, x, x, x, x, x]\n    - &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n    - &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n    - &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n    - [*d, *d, *d, *d, *d, *d, *d, ▸*d]"),
        new("IFW0123", Config, "tags: [one, two]", "tags: &a [one, ▸*a]"),
        new("IFW0127", Config, "city: London", "city: " + new string('[', 62) + "▸[" + new string(']', 63)),
        new("IFW0127", Config, "# Orders of the shop.", "▸#" + new string(' ', 4 * 1024 * 1024)),
        new("IFW0211", Metadata, "tags: [shop, orders]", "tags: &a [shop, ▸*a]"),
        new("IFW0211", Metadata, "description: Orders of the shop", "description: " + new string('[', 63) + "▸[" + new string(']', 64)),

        // Missing keys.
        new("IFW0103", Config, "settings:\n  city: London", "▸settings:"),
        new("IFW0103", Config, "  server:\n    host: \"${REGION:-eu}.example.com\"", "  ▸server:"),
        new("IFW0103", Config, "concurrency: { group: shop, limit: 2 }", "▸concurrency: { group: shop }"),
        new("IFW0203", Metadata, "version: 1.2.3-rc.1", "▸"),

        // Wrong types.
        new("IFW0104", Config, "enabled: true", "enabled: ▸yes"),
        new("IFW0104", Config, "attempts: 3", "attempts: ▸three"),
        new("IFW0104", Config, "attempts: 3", "attempts: ▸3.5"),
        new("IFW0104", Config, "city: London", "city: ▸[London]"),
        new("IFW0104", Config, "flag: true", "flag: ▸\"true\""),
        new("IFW0104", Config, "count: 100", "count: ▸many"),
        new("IFW0104", Config, "share: 0.5", "share: ▸half"),
        new("IFW0104", Config, "price: 12.50", "price: ▸12,50"),
        new("IFW0104", Config, "tags: [one, two]", "tags: ▸one"),
        new("IFW0104", Config, "numbers: [1, 2, 3]", "numbers: [1, ▸two, 3]"),
        new("IFW0104", Config, "retry: { attempts: 3, delay: 2s, max_delay: 1m }", "retry: ▸3"),
        new("IFW0104", Config, "deliver:\n  - yaml: { path: orders.yaml, mode: replace }\n  - sqlite", "deliver:\n  - ▸orders.yaml\n  - sqlite"),
        new("IFW0104", Overlay, "enabled: false", "enabled: ▸off"),
        new("IFW0204", Metadata, "tags: [shop, orders]", "tags: ▸shop"),
        new("IFW0204", Metadata, "description: Orders of the shop", "description: ▸[Orders]"),

        // Out of range, by one.
        new("IFW0105", Config, "count: 100", "count: ▸101"),
        new("IFW0105", Config, "count: 100", "count: ▸0"),
        new("IFW0105", Config, "share: 0.5", "share: ▸1.0"),
        new("IFW0105", Config, "share: 0.5", "share: ▸-0.01"),
        new("IFW0105", Config, "small: 0x10", "small: ▸0x100"),
        new("IFW0105", Config, "weight: 1e38", "weight: ▸1e39"),
        new("IFW0105", Config, "contact: shop", "contact: ▸''"),
        new("IFW0105", Config, "contact: shop", "contact: ▸' '"),
        new("IFW0114", Config, "contact: shop", "contact: ▸null"),
        new("IFW0117", Config, "main: \"${SHOP_KEY}\"", "main: ▸sesame"),
        new("IFW0105", Config, "wait: 1m30s", "wait: ▸10m1s"),
        new("IFW0105", Config, "wait: 1m30s", "wait: ▸999ms"),
        new("IFW0105", Config, "timeout: 5m", "timeout: ▸21d"),
        new("IFW0105", Config, "grace: 30s", "grace: ▸60d"),
        new("IFW0105", Config, "max_delay: 30s", "max_delay: ▸25h"),
        new("IFW0105", Config, "port: 8443", "port: ▸65536"),
        new("IFW0105", Config, "attempts: 3", "attempts: ▸0"),
        new("IFW0105", Config, "limit: 2 }", "limit: ▸0 }"),
        new("IFW0105", Config, "share: 0.01", "share: ▸1.01"),
        new("IFW0105", Config, "records: 1000", "records: ▸0"),
        new("IFW0105", Config, "city: London", "city: ▸L"),
        new("IFW0105", Config, "city: London", "city: ▸Llanfairpwll"),
        new("IFW0105", Config, "tags: [one, two]", "tags: ▸[one, two, three, four]"),
        new("IFW0105", Config, "tags: [one, two]", "tags: ▸[]"),
        new("IFW0105", Overlay, "count: 50", "count: ▸500"),

        // Duplicate keys.
        new("IFW0106", Config, "grace: 30s", "grace: 30s\n▸timeout: 6m"),
        new("IFW0106", Config, "  country: gb", "  country: gb\n  ▸city: Paris"),
        new("IFW0106", Config, "limit: 2 }", "limit: 2, ▸limit: 3 }"),
        new("IFW0205", Metadata, "tags: [shop, orders]", "tags: [shop, orders]\n▸version: 1.2.4"),

        // Not among the names.
        new("IFW0107", Config, "country: gb", "country: ▸fr"),
        new("IFW0107", Config, "level: very_high", "level: ▸VeryHigh"),
        new("IFW0107", Config, "level: very_high", "level: ▸medium"),
        new("IFW0107", Config, "mode: replace", "mode: ▸overwrite"),
        new("IFW0107", Config, "mode: upsert", "mode: ▸merge"),
        new("IFW0107", Config, "- yaml: { path: orders.yaml, mode: replace }", "- csv: { path: orders.csv, formulas: ▸strip }"),

        // Formats.
        new("IFW0108", Config, "timeout: 5m", "timeout: ▸5 minutes"),
        new("IFW0108", Config, "grace: 30s", "grace: ▸30"),
        new("IFW0108", Config, "    long: 1h", "    long: ▸1y"),
        new("IFW0109", Config, "memory_limit: 512MB", "memory_limit: ▸512 megabytes"),
        new("IFW0109", Config, "size: 64MB", "size: ▸64XB"),
        new("IFW0110", Config, "rate_limit: 10/s", "rate_limit: ▸10 per second"),
        new("IFW0110", Config, "  rate: 10/s", "  rate: ▸10"),
        new("IFW0111", Config, "schedule: \"*/30 * * * *\"", "schedule: ▸\"*/30 * * *\""),
        new("IFW0111", Config, "schedule: \"*/30 * * * *\"", "schedule: ▸\"61 * * * *\""),
        new("IFW0111", Config, "schedule: \"*/30 * * * *\"", "schedule: ▸\"0 0 30 2 *\""),
        new("IFW0111", Config, "when: \"0 6 * * 1-5\"", "when: ▸every morning"),
        new("IFW0112", Config, "link: https://example.com/feed?x=1", "link: ▸example.com/feed"),
        new("IFW0112", Config, "address: https://example.com", "address: ▸nowhere"),
        new("IFW0113", Config, "day: 2026-01-31", "day: ▸2026-02-30"),
        new("IFW0113", Config, "day: 2026-01-31", "day: ▸31.01.2026"),
        new("IFW0113", Config, "at: 2026-01-31T10:20:30Z", "at: ▸2026-01-31T25:20:30Z"),
        new("IFW0124", Config, "mail: shop@example.com", "mail: ▸shop.example.com"),
        new("IFW0124", Config, "currency: GBP", "currency: ▸Pound"),
        new("IFW0124", Config, "name: shop_orders", "name: ▸ShopOrders"),
        new("IFW0206", Metadata, "version: 1.2.3-rc.1", "version: ▸1.2"),
        new("IFW0206", Metadata, "version: 1.2.3-rc.1", "version: ▸v1.2.3"),
        new("IFW0207", Metadata, "tags: [shop, orders]", "tags: [shop, ▸\"or ders\"]"),
        new("IFW0208", Metadata, "business_contact: shop@example.com", "business_contact: ▸shop"),
        new("IFW0209", Metadata, "last_updated: 2026-01-31", "last_updated: ▸yesterday"),

        // Null.
        new("IFW0114", Config, "country: gb", "country: ▸null"),
        new("IFW0114", Config, "enabled: true", "enabled: ▸~"),
        new("IFW0210", Metadata, "version: 1.2.3-rc.1", "version: ▸null"),

        // Variables and secrets.
        new("IFW0115", Config, "country: gb", "country: \"▸${lower case}\""),
        new("IFW0115", Config, "host: \"${REGION:-eu}.example.com\"", "host: \"▸${REGION\""),
        new("IFW0116", Config, "key: \"${SHOP_KEY}\"", "key: \"▸${SHOP_KAY}\""),
        new("IFW0117", Config, "key: \"${SHOP_KEY}\"", "key: ▸hunter2"),
        new("IFW0117", Config, "key: \"${SHOP_KEY}\"", "key: ▸\"${SHOP_KEY:-hunter2}\""),

        // What keys and sinks have to do with one another.
        new("IFW0118", Config, "  country: gb", "  country: gb\n  ▸town: London"),
        new("IFW0119", Config, "path: orders.yaml", "path: ▸../orders.yaml"),
        new("IFW0119", Config, "target: copies/orders.txt", "target: ▸/tmp/orders.txt"),
        new("IFW0120", Config, "path: orders.db", "path: ▸orders.yaml"),
        new("IFW0122", Config, "key: [name, day], mode: upsert", "mode: ▸upsert"),
        new("IFW0126", Config, "key: [name, day]", "key: [name, ▸date]"),

        // Contracts.
        new("IFW0102", Config, "contract: warn", "▸contracts: warn"),
        new("IFW0104", Config, "contract: warn", "contract: ▸[warn]"),
        new("IFW0107", Config, "contract: warn", "contract: ▸freeze"),

        // Checks.
        new("IFW0102", Config, "unique: [name, day]", "▸uniqe: [name, day]"),
        new("IFW0103", Config, "pattern: { field: name, matches: '^[a-z]+$' }", "▸pattern: { field: name }"),
        new("IFW0104", Config, "not_null: [name]", "not_null: ▸name"),
        new("IFW0105", Config, "of_last: 7", "of_last: ▸0"),
        new("IFW0108", Config, "within: 2d", "within: ▸2 days"),
        new("IFW0128", Config, "not_null: [name]", "not_null: [▸nmae]"),
        new("IFW0128", Config, "range: { field: total", "range: { field: ▸amount"),
        new("IFW0129", Config, "range: { field: total", "range: { field: ▸name"),
        new("IFW0129", Config, "pattern: { field: name", "pattern: { field: ▸total"),
        new("IFW0129", Config, "freshness: { field: day", "freshness: { field: ▸name"),
        new("IFW0130", Config, "'^[a-z]+$'", "▸'^[a-z+$'"),
        new("IFW0131", Config, "max: 100000", "max: ▸-1"),
        new("IFW0131", Config, "max: 9000", "max: ▸0"),
        new("IFW0131", Config, "at_most: 3", "at_most: ▸0.3"),
        new("IFW0131", Config, "range: { field: total, min: 0, max: 100000 }", "▸range: { field: total }"),
    ];

    public static IEnumerable<int> Indices() => Enumerable.Range(0, All.Count);
}

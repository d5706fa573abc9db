using System.Globalization;
using IntegrationFramework;
using IntegrationFramework.Configuration;

namespace Framework.Tests.Configuration.Binding;

public class ConfigValueTests
{
    [Test]
    public async Task As_EveryType_IsRead()
    {
        var map = ConfigMap.Parse(
            """
            text: no
            flag: true
            small: -128
            big: 18446744073709551615
            hex: 0xFF
            single: 1.5
            double: -.inf
            decimal: 12345678901234567.89
            wait: 1h30m
            size: 64MB
            rate: 10/s
            url: https://example.com/
            day: 2026-01-31
            at: 2026-01-31T08:00:00+01:00
            cron: "0 6 * * 1 Europe/London"
            path: data/a.csv
            secret: hunter2
            level: high
            """,
            "/root-of-test");

        await Assert.That(Value(map, "text").AsString()).IsEqualTo("no");
        await Assert.That(Value(map, "flag").AsBoolean()).IsTrue();
        await Assert.That(Value(map, "small").AsSByte()).IsEqualTo(sbyte.MinValue);
        await Assert.That(Value(map, "big").AsUInt64()).IsEqualTo(ulong.MaxValue);
        await Assert.That(Value(map, "hex").AsByte()).IsEqualTo((byte)255);
        await Assert.That(Value(map, "hex").AsInt16()).IsEqualTo((short)255);
        await Assert.That(Value(map, "hex").AsUInt16()).IsEqualTo((ushort)255);
        await Assert.That(Value(map, "hex").AsInt32()).IsEqualTo(255);
        await Assert.That(Value(map, "hex").AsUInt32()).IsEqualTo(255u);
        await Assert.That(Value(map, "hex").AsInt64()).IsEqualTo(255L);
        await Assert.That(Value(map, "single").AsSingle()).IsEqualTo(1.5f);
        await Assert.That(Value(map, "double").AsDouble()).IsEqualTo(double.NegativeInfinity);
        await Assert.That(Value(map, "decimal").AsDecimal()).IsEqualTo(12345678901234567.89m);
        await Assert.That(Value(map, "wait").AsDuration()).IsEqualTo(TimeSpan.FromMinutes(90));
        await Assert.That(Value(map, "size").AsByteSize()).IsEqualTo(new ByteSize(64 * 1024 * 1024));
        await Assert.That(Value(map, "rate").AsRate()).IsEqualTo(new Rate(10, TimeSpan.FromSeconds(1)));
        await Assert.That(Value(map, "url").AsUri()).IsEqualTo(new Uri("https://example.com/"));
        await Assert.That(Value(map, "day").AsDate()).IsEqualTo(new DateOnly(2026, 1, 31));
        await Assert.That(Value(map, "at").AsTimestamp()).IsEqualTo(new DateTimeOffset(2026, 1, 31, 8, 0, 0, TimeSpan.FromHours(1)));
        await Assert.That(Value(map, "cron").AsSchedule()).IsEqualTo(new Schedule("0 6 * * 1", "Europe/London"));
        await Assert.That(Value(map, "path").AsInputPath()).IsEqualTo(new InputPath("data/a.csv", "/root-of-test/data/a.csv"));
        await Assert.That(Value(map, "path").AsOutputPath()).IsEqualTo(new OutputPath("data/a.csv", "/root-of-test/output/data/a.csv"));
        await Assert.That(Value(map, "secret").AsSecret().Reveal()).IsEqualTo("hunter2");
        await Assert.That(Value(map, "level").AsEnum(name => name == "high" ? DayOfWeek.Friday : throw new FormatException(name))).IsEqualTo(DayOfWeek.Friday);
    }

    [Test]
    public async Task As_CollectionsAndMaps_AreRead()
    {
        var map = ConfigMap.Parse("list: [1, 2]\nnested: [[a], []]\ndictionary: { X: 1, y z: 2 }\nmap: { a: 1 }\nempty:\nnothing: ~\n");

        await Assert.That(Value(map, "list").AsList(v => v.AsInt32())).IsEquivalentTo([1, 2]);
        await Assert.That(Value(map, "nested").AsList(v => v.AsList(i => i.AsString()).Count)).IsEquivalentTo([1, 0]);
        await Assert.That(Value(map, "dictionary").AsDictionary(v => v.AsInt32())["y z"]).IsEqualTo(2);
        await Assert.That(Value(Value(map, "map").AsMap(), "a").AsInt32()).IsEqualTo(1);
        await Assert.That(Value(map, "empty").AsMap().Count).IsEqualTo(0);
        await Assert.That(Value(map, "nothing").IsNull).IsTrue();
        await Assert.That(map.TryGet("absent", out var absent)).IsFalse();
        await Assert.That(absent.IsNull).IsTrue();
    }

    [Test]
    public async Task As_WrongType_NamesThePlaceAndNotTheValue()
    {
        var map = ConfigMap.Parse("key: hunter2\nlist: [a]\n");
        (string What, Action Read)[] reads =
        [
            ("true or false", () => Value(map, "key").AsBoolean()),
            ("a whole number from -128 to 127", () => Value(map, "key").AsSByte()),
            ("a number", () => Value(map, "key").AsDouble()),
            ("a decimal number", () => Value(map, "key").AsDecimal()),
            ("a duration such as 10s", () => Value(map, "key").AsDuration()),
            ("a size such as 64MB", () => Value(map, "key").AsByteSize()),
            ("a rate such as 10/s", () => Value(map, "key").AsRate()),
            ("an absolute URL", () => Value(map, "key").AsUri()),
            ("a date such as 2026-01-31", () => Value(map, "key").AsDate()),
            ("a time with its offset", () => Value(map, "key").AsTimestamp()),
            ("a cron expression of five fields", () => Value(map, "key").AsSchedule()),
            ("a name of DayOfWeek", () => Value(map, "key").AsEnum(name => Enum.Parse<DayOfWeek>(name))),
            ("a list", () => Value(map, "key").AsList(v => v.AsString())),
            ("a map of names to values", () => Value(map, "key").AsDictionary(v => v.AsString())),
            ("a map", () => Value(map, "key").AsMap()),
        ];

        foreach (var (what, read) in reads)
        {
            await Assert.That(read).Throws<ConfigurationException>().WithMessage($"yaml(1,6): error IFW0104: {what} is needed here");
        }

        await Assert.That(() => Value(map, "list").AsString()).Throws<ConfigurationException>().WithMessage("yaml(2,7): error IFW0104: a text is needed here");
        await Assert.That(Value(map, "key").ToString()).IsEqualTo("the value at yaml(1,6)");
    }

    [Test]
    [Arguments("128")]
    [Arguments("-129")]
    public async Task AsSByte_OutOfRange_IsRefused(string text)
    {
        await Assert.That(() => Value(ConfigMap.Parse($"key: {text}"), "key").AsSByte()).Throws<ConfigurationException>();
    }

    [Test]
    public async Task AsSingle_TooLarge_IsRefused()
    {
        await Assert.That(() => Value(ConfigMap.Parse("key: 1e39"), "key").AsSingle()).Throws<ConfigurationException>();
    }

    [Test]
    [Arguments("[a]", "yaml(1,1): error IFW0104: a map of keys and values is needed here")]
    [Arguments("a: [", "yaml(1,5): error IFW0101: a value is needed here; a text that begins with this character stands in quotes")]
    [Arguments("a: 1\na: 2", "yaml(2,1): error IFW0106: duplicate key 'a'; the first is in line 1")]
    public async Task Parse_TextThatIsNoMap_Throws(string text, string expected)
    {
        await Assert.That(() => ConfigMap.Parse(text)).Throws<ConfigurationException>().WithMessage(expected);
    }

    [Test]
    public async Task ToString_Measures_AreWrittenAsTheyAreRead()
    {
        await Assert.That(new ByteSize(64 * 1024 * 1024).ToString()).IsEqualTo("64MB");
        await Assert.That(new ByteSize(1500).ToString()).IsEqualTo("1500B");
        await Assert.That(new Rate(10, TimeSpan.FromSeconds(1)).ToString()).IsEqualTo("10/1s");
        await Assert.That(new Schedule("0 6 * * 1", "Europe/London").ToString()).IsEqualTo("0 6 * * 1 Europe/London");
        await Assert.That(string.Create(CultureInfo.InvariantCulture, $"{new Schedule("0 6 * * 1")}")).IsEqualTo("0 6 * * 1");
    }

    private static ConfigValue Value(ConfigMap map, string key) =>
        map.TryGet(key, out var value) ? value : throw new KeyNotFoundException(key);
}

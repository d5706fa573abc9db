using IntegrationFramework.Configuration.Rules;

namespace Framework.Tests.Configuration.Rules;

public class FormatTests
{
    [Test]
    [Arguments("200ms", 2_000_000L)]
    [Arguments("10s", 100_000_000L)]
    [Arguments("1h30m", 54_000_000_000L)]
    [Arguments("1.5h", 54_000_000_000L)]
    [Arguments("2d", 1_728_000_000_000L)]
    [Arguments("-5s", -50_000_000L)]
    [Arguments("250us", 2_500L)]
    [Arguments("0s", 0L)]
    public async Task Duration_Good_IsRead(string text, long ticks)
    {
        await Assert.That(DurationFormat.TryParse(text, out var value)).IsTrue();
        await Assert.That(value.Ticks).IsEqualTo(ticks);
        await Assert.That(DurationFormat.TryParse(DurationFormat.Format(value), out var again) && again == value).IsTrue();
    }

    [Test]
    [Arguments("")]
    [Arguments("-")]
    [Arguments("10")]
    [Arguments("s")]
    [Arguments("10 s")]
    [Arguments("30m1h")]
    [Arguments("1h1h")]
    [Arguments(".5s")]
    [Arguments("5.s")]
    [Arguments("10S")]
    [Arguments("10w")]
    [Arguments("99999999999d")]
    [Arguments("0.01us")]
    [Arguments("1e3s")]
    public async Task Duration_Bad_IsRefused(string text)
    {
        await Assert.That(DurationFormat.TryParse(text, out _)).IsFalse();
    }

    [Test]
    public async Task Duration_SmallestSpan_CanBeWritten()
    {
        await Assert.That(DurationFormat.Format(TimeSpan.MinValue)).StartsWith("-10675199d");
    }

    [Test]
    [Arguments("0", 0L)]
    [Arguments("512", 512L)]
    [Arguments("64KB", 65_536L)]
    [Arguments("64kb", 65_536L)]
    [Arguments("4MiB", 4_194_304L)]
    [Arguments("1.5GB", 1_610_612_736L)]
    [Arguments("1TB", 1_099_511_627_776L)]
    public async Task ByteSize_Good_IsRead(string text, long bytes)
    {
        await Assert.That(ByteSizeFormat.TryParse(text, out var value)).IsTrue();
        await Assert.That(value).IsEqualTo(bytes);
        await Assert.That(ByteSizeFormat.TryParse(ByteSizeFormat.Format(value), out var again) && again == value).IsTrue();
    }

    [Test]
    [Arguments("")]
    [Arguments("MB")]
    [Arguments("-1MB")]
    [Arguments("4 MB")]
    [Arguments("0.3B")]
    [Arguments("99999999TB")]
    [Arguments("4M")]
    [Arguments("4PB")]
    public async Task ByteSize_Bad_IsRefused(string text)
    {
        await Assert.That(ByteSizeFormat.TryParse(text, out _)).IsFalse();
    }

    [Test]
    [Arguments("10/s", 10, 1)]
    [Arguments("100/m", 100, 60)]
    [Arguments("3/10s", 3, 10)]
    [Arguments("5/d", 5, 86_400)]
    public async Task Rate_Good_IsRead(string text, int count, int seconds)
    {
        await Assert.That(RateFormat.TryParse(text, out var events, out var interval)).IsTrue();
        await Assert.That(events).IsEqualTo(count);
        await Assert.That(interval).IsEqualTo(TimeSpan.FromSeconds(seconds));
    }

    [Test]
    [Arguments("0/s")]
    [Arguments("-1/s")]
    [Arguments("1.5/s")]
    [Arguments("10/")]
    [Arguments("/s")]
    [Arguments("10/0s")]
    [Arguments("10/second")]
    [Arguments("99999999999/s")]
    public async Task Rate_Bad_IsRefused(string text)
    {
        await Assert.That(RateFormat.TryParse(text, out _, out _)).IsFalse();
    }

    [Test]
    [Arguments("0", "0")]
    [Arguments("-17", "-17")]
    [Arguments("007", "7")]
    [Arguments("0x1F", "31")]
    [Arguments("0o17", "15")]
    [Arguments("18446744073709551615", "18446744073709551615")]
    public async Task Integer_Good_IsRead(string text, string expected)
    {
        await Assert.That(NumberFormat.TryInteger(text, out var value)).IsTrue();
        await Assert.That(value.ToString(System.Globalization.CultureInfo.InvariantCulture)).IsEqualTo(expected);
    }

    [Test]
    [Arguments("")]
    [Arguments("-")]
    [Arguments("0x")]
    [Arguments("0xG")]
    [Arguments("0o8")]
    [Arguments("1_000")]
    [Arguments("1,000")]
    [Arguments(" 1")]
    [Arguments("0x1FFFFFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    [Arguments("٣")]
    public async Task Integer_Bad_IsRefused(string text)
    {
        await Assert.That(NumberFormat.TryInteger(text, out _)).IsFalse();
    }

    [Test]
    [Arguments("1.5", 1.5)]
    [Arguments(".5", 0.5)]
    [Arguments("5.", 5.0)]
    [Arguments("1e3", 1000.0)]
    [Arguments("-.inf", double.NegativeInfinity)]
    [Arguments("+.INF", double.PositiveInfinity)]
    [Arguments("0x10", 16.0)]
    public async Task Number_Good_IsRead(string text, double expected)
    {
        await Assert.That(NumberFormat.TryDouble(text, out var value)).IsTrue();
        await Assert.That(value).IsEqualTo(expected);
    }

    [Test]
    [Arguments(".")]
    [Arguments("e5")]
    [Arguments("1e")]
    [Arguments("1.2.3")]
    [Arguments("inf")]
    [Arguments("NaN")]
    [Arguments("1e999")]
    public async Task Number_Bad_IsRefused(string text)
    {
        await Assert.That(NumberFormat.TryDouble(text, out _)).IsFalse();
    }

    [Test]
    [Arguments("a.yaml", true)]
    [Arguments("a/b/../c.yaml", true)]
    [Arguments("...", true)]
    [Arguments("../a", false)]
    [Arguments("a/../../b", false)]
    [Arguments("/a", false)]
    [Arguments("\\a", false)]
    [Arguments("a\\..\\..\\b", false)]
    [Arguments("C:a", false)]
    [Arguments("", false)]
    public async Task StaysInside_Path_TellsWhetherItLeaves(string path, bool expected)
    {
        await Assert.That(TextFormat.StaysInside(path)).IsEqualTo(expected);
    }

    [Test]
    [Arguments("a@b.c", true)]
    [Arguments("first.last+tag@example.co.uk", true)]
    [Arguments("a@b@c", false)]
    [Arguments("@b", false)]
    [Arguments("a@", false)]
    [Arguments("a b@c", false)]
    [Arguments("Name <a@b.c>", false)]
    [Arguments("a@b..c", false)]
    public async Task IsEmail_Text_TellsWhetherItIsAnAddress(string text, bool expected)
    {
        await Assert.That(TextFormat.IsEmail(text)).IsEqualTo(expected);
    }
}

using IntegrationFramework.Reports;
using Microsoft.Extensions.Time.Testing;

namespace Framework.Tests.Reports;

public class ReportPeriodTests
{
    [Test]
    [Arguments("2026-02", "2026-02-01", "2026-03-01")]
    [Arguments("2026-12", "2026-12-01", "2027-01-01")]
    public async Task ParseMonth_AMonth_CoversItWhole(string text, string since, string until)
    {
        var period = ReportPeriod.ParseMonth(text);

        await Assert.That(period).IsEqualTo(new ReportPeriod(text, Utc(since), Utc(until)));
    }

    [Test]
    [Arguments("2026-13")]
    [Arguments("2026")]
    [Arguments("2026-3")]
    [Arguments("2026-03-01")]
    [Arguments("March")]
    [Arguments("")]
    public async Task ParseMonth_AnythingElse_SaysHowToWriteIt(string text)
    {
        var error = await Assert.That(() => ReportPeriod.ParseMonth(text)).Throws<FormatException>();

        await Assert.That(error!.Message).Contains("YYYY-MM");
    }

    [Test]
    public async Task ThisMonth_LastSecondOfAMonthInUtc_IsThatMonth()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 5, 1, 1, 59, 59, TimeSpan.FromHours(2)));

        await Assert.That(ReportPeriod.ThisMonth(time).Name).IsEqualTo("2026-04");
    }

    [Test]
    public async Task Between_TwoInstants_NamesThemWithoutColons()
    {
        var period = ReportPeriod.Between(Utc("2026-03-01"), new DateTimeOffset(2026, 3, 9, 12, 30, 0, TimeSpan.FromHours(1)));

        await Assert.That(period.Name).IsEqualTo("2026-03-01_2026-03-09T113000Z");
        await Assert.That(ReportPeriod.Between(null, null).Name).IsEqualTo("beginning_now");
    }

    [Test]
    public async Task Between_EndBeforeBeginning_Throws()
    {
        await Assert.That(() => ReportPeriod.Between(Utc("2026-03-02"), Utc("2026-03-01"))).Throws<FormatException>();
    }

    private static DateTimeOffset Utc(string date) => new(DateTime.Parse(date, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero);
}

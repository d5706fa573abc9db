using System.Text;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Telemetry;

public class UtcTextTests
{
    [Test]
    [Arguments("0001-01-01T00:00:00.000+00:00", "0001-01-01T00:00:00.000Z")]
    [Arguments("2026-03-09T08:07:06.054+02:00", "2026-03-09T06:07:06.054Z")]
    [Arguments("2024-02-29T23:59:59.9999999+00:00", "2024-02-29T23:59:59.999Z")]
    [Arguments("9999-12-31T23:59:59.999+00:00", "9999-12-31T23:59:59.999Z")]
    public async Task Write_AnyTime_IsTheSameTextAsFrom(string time, string expected)
    {
        var instant = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
        await Assert.That(Encoding.UTF8.GetString(UtcText.Write(instant, new byte[UtcText.Length]))).IsEqualTo(expected);
        await Assert.That(UtcText.From(instant)).IsEqualTo(expected);
    }
}

using System.Text.Json;
using IntegrationFramework.Logging;
using IntegrationFramework.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Framework.Tests.Logging;

public partial class TextLoggerProviderTests
{
    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero));

    [Test]
    public async Task Log_Text_WritesTimeLevelCategoryAndMessage()
    {
        var text = Write(new TextLoggerOptions { Time = Time }, static logger => LogFetched(logger, 3, "shop"));

        await Assert.That(text).IsEqualTo($"2026-03-04T05:06:07.089Z info sales: Fetched 3 records of shop.{Environment.NewLine}");
    }

    [Test]
    public async Task Log_Json_WritesOneObjectWithNamedValuesAndScope()
    {
        var text = Write(new TextLoggerOptions { Time = Time, Format = LogFormat.Json }, static logger =>
        {
            using var scope = logger.BeginScope(new KeyValuePair<string, object?>[] { new("run_id", "r1") });
            LogFetched(logger, 3, "a \"shop\"\nof two lines");
        });

        await Assert.That(text.TrimEnd().Contains('\n')).IsFalse();
        using var json = JsonDocument.Parse(text);
        await Assert.That(json.RootElement.GetProperty("level").GetString()).IsEqualTo("information");
        await Assert.That(json.RootElement.GetProperty("category").GetString()).IsEqualTo("sales");
        await Assert.That(json.RootElement.GetProperty("run_id").GetString()).IsEqualTo("r1");
        await Assert.That(json.RootElement.GetProperty("properties").GetProperty("Count").GetInt32()).IsEqualTo(3);
        await Assert.That(json.RootElement.GetProperty("properties").GetProperty("Shop").GetString()).IsEqualTo("a \"shop\"\nof two lines");
    }

    [Test]
    [Arguments(LogFormat.Text)]
    [Arguments(LogFormat.Json)]
    public async Task Log_Secret_IsTakenOutOfMessageValuesAndException(LogFormat format)
    {
        var redactor = new Redactor();
        redactor.Add(["s3cr\"et/value"]);
        var text = Write(new TextLoggerOptions { Redactor = redactor, Format = format, StackTraces = true }, static logger =>
            LogTrouble(logger, "https://example.org?key=" + Uri.EscapeDataString("s3cr\"et/value"), new InvalidOperationException("key s3cr\"et/value")));

        await Assert.That(text).DoesNotContain("s3cr").And.Contains(Redactor.Mask);
    }

    [Test]
    public async Task Log_Exception_WritesItsStackTraceOnlyWhereAskedFor()
    {
        static void Fail(ILogger logger)
        {
            try
            {
                throw new InvalidOperationException("the cause");
            }
            catch (InvalidOperationException error)
            {
                LogTrouble(logger, "x", error);
            }
        }

        var brief = Write(new TextLoggerOptions(), Fail);
        var full = Write(new TextLoggerOptions { StackTraces = true }, Fail);

        await Assert.That(brief).Contains("(InvalidOperationException: the cause)").And.DoesNotContain("   at ");
        await Assert.That(full).Contains("   at ");
    }

    [Test]
    public async Task Log_ControlCharactersOfTheData_DoNotReachTheTerminal()
    {
        var text = Write(new TextLoggerOptions(), static logger => LogFetched(logger, 1, "\e]0;title\a\u009b31m"));

        await Assert.That(text).Contains("\\u001b]0;title\\u0007\\u009b31m");
    }

    [Test]
    public async Task Log_BelowTheMinimum_WritesNothing()
    {
        var text = Write(new TextLoggerOptions { MinimumLevel = LogLevel.Warning }, static logger => LogFetched(logger, 1, "x"));

        await Assert.That(text).IsEmpty();
    }

    private static string Write(TextLoggerOptions options, Action<ILogger> log)
    {
        using var writer = new StringWriter();
        using (var provider = new TextLoggerProvider(writer, options))
        {
            log(provider.CreateLogger("sales"));
        }

        return writer.ToString();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Fetched {Count} records of {Shop}.")]
    private static partial void LogFetched(ILogger logger, int count, string shop);

    [LoggerMessage(Level = LogLevel.Error, Message = "Trouble with {Address}.")]
    private static partial void LogTrouble(ILogger logger, string address, Exception error);
}

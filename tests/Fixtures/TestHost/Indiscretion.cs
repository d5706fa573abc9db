using System.Runtime.CompilerServices;
using System.Text;
using IntegrationFramework;
using Microsoft.Extensions.Logging;

namespace TestHost;

/// <summary>Blurts a secret out in every way that there is.</summary>
internal static partial class Indiscretion
{
    public static async IAsyncEnumerable<Line> CommitAsync(
        Secret secret, ILogger logger, SupportManager support, RunContext run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var key = secret.Reveal();
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{key}"));
        LogKey(logger, key, secret);
        LogHeader(logger, basic, Uri.EscapeDataString(key));
        LogFailure(logger, new InvalidOperationException($"refused {key}", new ArgumentException(basic)));
        support.Notify($"the key is {key}");
        await support.ReportIssueAsync("leak", $"the key {key} as {basic}", cancellationToken);
        run.DeadLetter($"payload with {key}", new FormatException($"bad {Uri.EscapeDataString(key)}"));
        yield return new Line("delivered");
        throw new InvalidOperationException($"GET https://example.org/?key={Uri.EscapeDataString(key)} with {key} and Basic {basic}");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The key is {Key}, the secret {Secret}.")]
    private static partial void LogKey(ILogger logger, string key, Secret secret);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Authorization: Basic {Basic}; ?key={Key}")]
    private static partial void LogHeader(ILogger logger, string basic, string key);

    [LoggerMessage(Level = LogLevel.Error, Message = "It went wrong.")]
    private static partial void LogFailure(ILogger logger, Exception error);
}

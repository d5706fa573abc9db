using IntegrationFramework.Configuration;

namespace IntegrationFramework.Running;

/// <summary>When a failed attempt is followed by another.</summary>
internal static class Retry
{
    /// <summary>Whether trying again may help: not where the data or the configuration is at fault.</summary>
    public static bool MayHelp(Exception error) => error is not (DeadLetterLimitException or ConfigurationException or ReplayRefusedException or Checks.RunCheckException or Contracts.ContractException or RunClosedException or Checks.UniqueFileException { IsLost: true } or ServiceException { IsTransient: false }
        or Sinks.SinkException { InnerException: ServiceException { IsTransient: false } });

    /// <summary>
    /// How long to wait after an attempt: doubled each time, at most <c>max_delay</c>, and a random half of it less, so that what
    /// failed together isn't tried again together.
    /// </summary>
    /// <param name="config">The configuration.</param>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="random">A number from 0 to 1.</param>
    public static TimeSpan DelayAfter(RetryConfig config, int attempt, double random)
    {
        // In doubles: 2 to the power of some hundred attempts is no TimeSpan.
        var ticks = Math.Min(config.Delay.Ticks * Math.Pow(2, attempt - 1), config.MaxDelay.Ticks);
        return TimeSpan.FromTicks((long)(ticks * (1 - (random / 2))));
    }
}

using IntegrationFramework.FakeServices.Faults;

namespace Cli.Tests.Services;

/// <summary>How a row of the table of faults is brought about.</summary>
/// <param name="Name">The row's fault.</param>
/// <param name="Requests">How many requests the host gets from the run while the fault lasts, redirects and repetitions included.</param>
public sealed record FaultCase(string Name, int Requests)
{
    /// <summary>What happens to the requests to <see cref="Path"/>.</summary>
    /// <value>Null: what <see cref="Arrange"/> does is all.</value>
    public Fault? Fault { get; init; }

    /// <summary>The path that the fault happens to.</summary>
    public string Path { get; init; } = "/data/2.5/weather";

    /// <summary>What else has to be so before the run.</summary>
    public Func<ServiceRoot, Task> Arrange { get; init; } = _ => Task.CompletedTask;

    /// <summary>Further settings, by the root.</summary>
    public Func<ServiceRoot, string[]> Sets { get; init; } = _ => [];

    /// <summary>The least time between two requests to <see cref="Path"/>, where the row says that something else than the back-off is waited for.</summary>
    public TimeSpan Gap { get; init; }

    /// <summary>How many of the requests are counted as retries; by default all after the first where the row says that it is retried.</summary>
    public int? Retries { get; init; }

    /// <summary>The integration that runs.</summary>
    public string Integration { get; init; } = "weather_news";
}

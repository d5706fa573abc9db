using IntegrationFramework.Configuration;
using IntegrationFramework.Registration;
using IntegrationFramework.Sinks;

namespace IntegrationFramework.Running;

/// <summary>One attempt of a run.</summary>
internal interface IRunPipeline
{
    /// <summary>Fetches, postprocesses and delivers. When it returns, everything is delivered; when it throws, nothing is.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}

/// <summary>What a pipeline works with.</summary>
internal sealed class PipelineContext
{
    public required ActiveRun Run { get; init; }

    public required IntegrationConfig Config { get; init; }

    public required ConfigMap Settings { get; init; }

    public required IntegrationServices Services { get; init; }

    public required SinkEnvironment SinkEnvironment { get; init; }

    public required RunFence Fence { get; init; }

    public RunMeter Meter => Run.Meter;

    public DeadLetterBox DeadLetters => Run.DeadLetters;

    public PageConfig PageSize => Config.Page;

    /// <summary>Called after each page that was delivered.</summary>
    public Action? Progressed { get; init; }

    /// <summary>Whether a stream ended while the run was being told to stop: what was read may not be all there is.</summary>
    public bool WasInterrupted { get; set; }
}

using IntegrationFramework.Running;

namespace IntegrationFramework.Cli.CommandLine;

/// <summary>What the process says to the shell.</summary>
internal static class ExitCode
{
    /// <summary>All well; help and version too.</summary>
    public const int Ok = 0;

    /// <summary>A run failed, or validation found errors.</summary>
    public const int Failed = 1;

    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>The configuration or the environment stops everything: nothing could be begun.</summary>
    public const int Configuration = 3;

    /// <summary>Ended by SIGINT, after a graceful stop.</summary>
    public const int Interrupted = 130;

    /// <summary>Ended by SIGTERM, after a graceful stop.</summary>
    public const int Terminated = 143;

    /// <summary>That of a batch that wasn't interrupted.</summary>
    public static int Of(BatchResult batch, bool isSuccess) => batch.IsTelemetryUnusable ? Configuration : isSuccess ? Ok : Failed;
}

namespace IntegrationFramework.Running;

/// <summary>What a run is doing.</summary>
internal enum Phase
{
    /// <summary>Making the integration; not a phase of its own in telemetry.</summary>
    Start,
    Fetch,
    Postprocess,
    Deliver,

    /// <summary>The checks of config.yaml, a part of deliver in telemetry's timings.</summary>
    Check,
}

internal static class PhaseNames
{
    private static readonly string[] Names = ["start", "fetch", "postprocess", "deliver", "check"];

    public static string Name(this Phase phase) => Names[(int)phase];
}

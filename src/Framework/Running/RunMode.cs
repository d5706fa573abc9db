namespace IntegrationFramework.Running;

/// <summary>What the runs of a batch talk to.</summary>
public enum RunMode
{
    /// <summary>Services, over the network.</summary>
    Live,

    /// <summary>Services, and what they answer is kept in the integration's cassette.</summary>
    Record,

    /// <summary>The integration's cassette and nothing else: no socket is opened, and all that is written is under <c>output/sandbox/</c>.</summary>
    Sandbox,
}

using IntegrationFramework.Registration;

namespace IntegrationFramework.Cli.Commands;

/// <summary>What <c>ifw backfill</c> is asked to do.</summary>
internal sealed record BackfillOptions
{
    /// <summary>What to fetch again.</summary>
    public required IntegrationDescriptor Integration { get; init; }

    /// <summary>The first instant.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The first instant after it.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>How much is fetched in a run.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>Whether windows that are done are fetched again.</summary>
    public bool Restart { get; init; }

    /// <summary>Whether nothing is delivered.</summary>
    public bool DryRun { get; init; }

    /// <summary>What <c>--set</c> says.</summary>
    public IReadOnlyList<string> Sets { get; init; } = [];

    /// <summary>Whether the result and the log lines are JSON.</summary>
    public bool Json { get; init; }

    /// <summary>Whether debug lines and stack traces are shown.</summary>
    public bool IsVerbose { get; init; }
}

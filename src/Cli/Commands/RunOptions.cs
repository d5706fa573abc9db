using IntegrationFramework.Cli.Selection;
using IntegrationFramework.Running;

namespace IntegrationFramework.Cli.Commands;

/// <summary>What <c>ifw run</c> is asked to do.</summary>
internal sealed record RunOptions
{
    /// <summary>The integrations that were named; with none, all that are enabled.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>What they have to be like.</summary>
    public SelectionFilters Filters { get; init; } = SelectionFilters.None;

    /// <summary>How many run at once; <see langword="null"/> for one after the other.</summary>
    public int? Parallelism { get; init; }

    /// <summary>Whether each runs in a process of its own.</summary>
    public bool Isolate { get; init; }

    /// <summary>In such a process: the run that it is for.</summary>
    public IsolatedRun? Isolated { get; init; }

    /// <summary>Whether nothing more starts once one has failed.</summary>
    public bool FailFast { get; init; }

    /// <summary>Whether nothing is delivered.</summary>
    public bool DryRun { get; init; }

    /// <summary>How many records each fetches at most.</summary>
    public long? Limit { get; init; }

    /// <summary>Whether incremental sources begin anew.</summary>
    public bool FullRefresh { get; init; }

    /// <summary>Whether services are asked, recorded besides (<c>--record</c>), or played from cassettes (<c>--sandbox</c>).</summary>
    public RunMode Mode { get; init; }

    /// <summary>What <c>--set</c> says.</summary>
    public IReadOnlyList<string> Sets { get; init; } = [];

    /// <summary>Whether the result and the log lines are JSON.</summary>
    public bool Json { get; init; }

    /// <summary>Whether debug lines and stack traces are shown.</summary>
    public bool IsVerbose { get; init; }
}

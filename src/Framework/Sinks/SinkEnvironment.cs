namespace IntegrationFramework.Sinks;

/// <summary>What sinks need of the host.</summary>
/// <param name="Time">The clock.</param>
/// <param name="StandardOutput">Where the sink <c>stdout</c> writes.</param>
/// <param name="Root">The folder that the host works in.</param>
/// <param name="MayRetry">Whether another attempt may follow, or a check or the contract may fail the run at its end: what can't be taken back waits for that.</param>
internal sealed record SinkEnvironment(TimeProvider Time, Stream StandardOutput, string Root, bool MayRetry)
{
    /// <summary>Whether, and how, tables and files change with the records.</summary>
    /// <value><see cref="Evolution.None"/> by default: one that lacks a column is refused.</value>
    public Evolution Evolution { get; init; } = Evolution.None;

    /// <summary>Sets a record aside that a sink refuses when it commits, and has been given to all of them.</summary>
    public required Action<KeptRecord, Exception, SinkRefusal> Refused { get; init; }

    /// <summary>Makes the sinks of authors' own.</summary>
    /// <value><see langword="null"/> by default: there are none.</value>
    public AuthorSinks? AuthorSinks { get; init; }

    /// <summary>A folder for temporary files.</summary>
    public string SpoolFolder => Path.Combine(Root, "cache");

    /// <summary>A folder for the locks of files that are added to.</summary>
    public string AppendLocks => Path.Combine(Root, "cache", "appends");
}

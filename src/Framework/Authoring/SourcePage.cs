namespace IntegrationFramework;

/// <summary>One page of an incremental source: some records, and the cursor behind them.</summary>
/// <typeparam name="T">A record as it is fetched.</typeparam>
/// <param name="Records">The records, none of them null. There may be none.</param>
/// <param name="Cursor">
/// Where the next run goes on from, once these records and all before them are delivered; <see langword="null"/> where there is no such
/// place, so that nothing is committed until a page with a cursor comes.
/// </param>
public sealed record SourcePage<T>(IReadOnlyList<T> Records, string? Cursor)
    where T : class;

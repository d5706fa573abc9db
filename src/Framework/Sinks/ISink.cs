namespace IntegrationFramework.Sinks;

/// <summary>
/// A place where the records of one attempt go. Whatever is written stays invisible until <see cref="CommitAsync"/>; a sink that
/// is disposed before that leaves its target as it found it. Only what can't be taken back anyway is delivered by <see cref="PrepareAsync"/>.
/// </summary>
internal interface ISink : IAsyncDisposable
{
    /// <summary>The sink's kind and target, for messages: <c>csv sink '/srv/output/a.csv'</c>.</summary>
    string Description { get; }

    /// <summary>How many bytes it has written to files so far.</summary>
    long BytesWritten { get; }

    /// <summary>When it commits among several sinks: those first that may fail, so that the others are as they were then.</summary>
    CommitOrder CommitOrder { get; }

    /// <summary>Whether pages are committed one by one, so that <see cref="EndPage"/> follows each commit; else there is one commit for all.</summary>
    bool IsPaged { get; }

    /// <summary>Whether what is written to it is out at once, and stays so whatever becomes of the attempt.</summary>
    bool IsImmediate => false;

    /// <summary>Whether it needs a receipt in telemetry to know what an unfinished run has added.</summary>
    bool KeepsReceipts { get; }

    /// <summary>The position behind what was committed last; <see langword="null"/> where there is none to come back to.</summary>
    string? Position { get; }

    /// <summary>Checks the target and gets ready to write.</summary>
    /// <param name="last">
    /// What telemetry knows of the last commit, to which the sink returns by undoing what an unfinished run has written behind it.
    /// </param>
    /// <param name="cancellationToken">Ends the waiting for others.</param>
    /// <exception cref="SinkException">The target can't take the records.</exception>
    ValueTask BeginAsync(DeliveryReceipt? last, CancellationToken cancellationToken);

    /// <summary>What the operator should know of what was found at the target, a sentence; known once it has begun.</summary>
    string? Warning => null;

    /// <summary>The columns that the target lacks and takes, as <c>contract: evolve</c> allows; known once it has begun.</summary>
    IReadOnlyList<string> NewColumns => [];

    /// <summary>
    /// Lets a file take them that has to be written anew for that, as a whole and at once; a database takes them in the transaction of its
    /// records. Called before <see cref="EndRecords"/>, or, where pages are committed one by one, before the first of them, and only while
    /// nothing stands behind the last commit.
    /// </summary>
    /// <exception cref="SinkException">It can't be: the target is as it was.</exception>
    ValueTask EvolveAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Writes a page. A record that can't be written is refused through <see cref="SinkPage.Refuse"/>, and the rest written.</summary>
    ValueTask WritePageAsync(SinkPage page, CancellationToken cancellationToken);

    /// <summary>
    /// All records up to the next commit are there. Nothing of them is at the target yet, unless pages are committed one by one: what
    /// <see cref="Position"/> says now goes on record before anything is.
    /// </summary>
    void EndRecords();

    /// <summary>Does all of the work that can fail, so that <see cref="CommitAsync"/> of several sinks one after the other hardly can.</summary>
    ValueTask PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Makes what was written visible.</summary>
    ValueTask CommitAsync();

    /// <summary>Telemetry knows of the commit too: what comes next is another page.</summary>
    void EndPage();
}

/// <summary>Sinks commit in this order, so that one that fails leaves as little as possible to be doubled by the next attempt.</summary>
internal enum CommitOrder
{
    /// <summary>It can't be taken back and may well fail: a pipe can be closed, a receiver be away.</summary>
    Output,

    /// <summary>It may fail, as where the disk is full, and takes itself back then. The next attempt merges again, or takes back first what it adds anew.</summary>
    Transaction,

    /// <summary>Can hardly fail, and done twice it is as done once; but what it replaces is gone.</summary>
    Replacement,

    /// <summary>Can't fail, and is undone where it was not reached.</summary>
    Addition,
}

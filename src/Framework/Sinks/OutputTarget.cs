namespace IntegrationFramework.Sinks;

/// <summary>Where the bytes of a sink go: a file that is replaced, one that is appended to, or standard output.</summary>
internal abstract class OutputTarget : IAsyncDisposable
{
    /// <summary>What messages call it.</summary>
    public abstract string Name { get; }

    /// <summary>When it commits.</summary>
    public abstract CommitOrder CommitOrder { get; }

    /// <summary>Whether what is written is out at once, and can't be taken back.</summary>
    public virtual bool IsImmediate => false;

    /// <summary>
    /// Gets ready to write, and looks at what is there. What is added to goes on behind what was committed last; what an unfinished run has
    /// written behind that is undone.
    /// </summary>
    /// <param name="last">What telemetry knows of the last commit; <see langword="null"/> where there was none.</param>
    public abstract void Begin(DeliveryReceipt? last);

    /// <summary>What the operator should know of what was found there, a sentence; <see langword="null"/> where there is nothing to tell.</summary>
    public virtual string? Warning => null;

    /// <summary>The position behind what was written, once it was prepared; <see langword="null"/> where there is none to come back to.</summary>
    public virtual string? Position => null;

    /// <summary>Whether it needs a receipt to know what an unfinished run has added.</summary>
    public virtual bool KeepsReceipts => false;

    /// <summary>All records are there: from here on <see cref="Position"/> names the place where they will be.</summary>
    public virtual void EndRecords()
    {
    }

    /// <summary>What was committed is also known to telemetry: a next page may follow.</summary>
    public virtual void EndPage()
    {
    }

    /// <summary>The first bytes of the file that is added to; empty where a file begins anew.</summary>
    public virtual ReadOnlyMemory<byte> Head => default;

    /// <summary>Lets the first record take the place of what the file holds.</summary>
    public virtual void OverwriteExisting() => throw new NotSupportedException();

    /// <summary>Puts what is made of the file in its place, whole or not at all; what is added comes behind that.</summary>
    /// <param name="rewrite">Reads the file from its beginning, and writes what it is to be.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public virtual ValueTask RewriteAsync(Action<Stream, Stream> rewrite, CancellationToken cancellationToken) => throw new NotSupportedException();

    public abstract void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Writes everything through to the disk.</summary>
    public abstract ValueTask PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Makes it visible.</summary>
    public abstract ValueTask CommitAsync();

    /// <summary>Undoes whatever was not committed.</summary>
    public abstract ValueTask DisposeAsync();
}

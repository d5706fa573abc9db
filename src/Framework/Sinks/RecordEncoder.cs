using IntegrationFramework.Records;

namespace IntegrationFramework.Sinks;

/// <summary>Turns records into the text of a file format.</summary>
internal abstract class RecordEncoder(RecordBuffer output) : IDisposable
{
    /// <summary>Where the text goes; the sink empties it into its file.</summary>
    public RecordBuffer Output { get; } = output;

    /// <summary>Begins a file, before the first record.</summary>
    public virtual void Begin()
    {
    }

    /// <summary>Begins after what an existing, not empty file holds.</summary>
    /// <param name="head">The file's first bytes.</param>
    /// <returns>What to do.</returns>
    public virtual Continuation Continue(ReadOnlySpan<byte> head) => Continuation.Append;

    /// <summary>Writes one record.</summary>
    public abstract void Write(object record);

    /// <summary>Forgets a record whose writing broke off; the sink has taken back what it wrote.</summary>
    public virtual void Abandon()
    {
    }

    /// <summary>Ends a file that was begun new.</summary>
    /// <param name="isEmpty">Whether there was no record.</param>
    public virtual void End(bool isEmpty)
    {
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Refuses a record of which a text has half of a surrogate pair. The texts themselves are looked at only where the writer has put
    /// something in its place.
    /// </summary>
    /// <param name="start">Where the record begins in the output.</param>
    /// <param name="replacement">What the writer puts in its place; the first byte is rare.</param>
    /// <param name="schema">The record's schema.</param>
    /// <param name="record">The record.</param>
    protected void RefuseHalves(int start, ReadOnlySpan<byte> replacement, RecordSchema schema, object record)
    {
        var written = Output.WrittenSpan[start..];
        if (written.Contains(replacement[0]) && written.IndexOf(replacement) >= 0)
        {
            JsonRecordWriter.RefuseHalves(schema, record);
        }
    }

    protected virtual void Dispose(bool disposing) => Output.Dispose();
}

/// <summary>How to go on with a file that exists.</summary>
/// <param name="Overwrites">Whether its content stands for no records at all, and the first ones take its place.</param>
/// <param name="Problem">Why it can't be gone on with.</param>
/// <param name="Advice">What to do about that.</param>
/// <param name="Widening">How it has to be written anew before records are added.</param>
internal readonly record struct Continuation(bool Overwrites, string? Problem, string? Advice, CsvWidening? Widening = null)
{
    public static Continuation Append => default;

    public static Continuation Overwrite => new(true, null, null);

    public static Continuation Refuse(string problem, string advice) => new(false, problem, advice);

    public static Continuation Widen(CsvWidening widening) => new(false, null, null, widening);
}

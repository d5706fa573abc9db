using IntegrationFramework.IO;

namespace IntegrationFramework.Sinks;

/// <summary>A sink could not deliver. What was at its target before is untouched, unless it is one of an author's own.</summary>
public sealed class SinkException : Exception
{
    /// <summary>Makes an exception that names the sink, the cause and what to do.</summary>
    /// <param name="sink">The sink's kind and target.</param>
    /// <param name="cause">What went wrong, without a full stop.</param>
    /// <param name="advice">What to do about it, a sentence.</param>
    /// <param name="inner">The error underneath.</param>
    public SinkException(string sink, string cause, string advice, Exception? inner = null)
        : base($"{sink}: {cause}. {advice} What was there before is untouched.", inner)
    {
    }

    private SinkException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Tells of an error in a sink of an author's own, which may have delivered a part.</summary>
    internal static SinkException Of(string sink, Exception error, string advice)
    {
        var cause = error.Message.ReplaceLineEndings(" ").Trim();
        var sentence = cause.Length == 0 ? error.GetType().Name + "." : cause[^1] is '.' or '!' or '?' ? cause : cause + ".";
        return new SinkException($"{sink}: {sentence} {advice}", error);
    }

    /// <summary>Explains an error of the file system.</summary>
    internal static SinkException From(string sink, Exception error) => error switch
    {
        IOException io when IsDiskFull(io) => new SinkException(
            sink, "the disk is full", "Free some space, or let the path point to a disk that has some.", error),
        _ when FileError.IsTooLarge(error) => new SinkException(
            sink, FileError.TooLarge, "Raise the limit, or deliver to several files.", error),
        UnauthorizedAccessException => new SinkException(
            sink, "permission denied", "Give the user that runs this the right to write there, or choose another path.", error),
        IOException io when io.HResult == ReadOnlyFileSystem => new SinkException(
            sink, "the file system is read-only", "Mount it writable, or choose another path.", error),
        IOException io when io.HResult == BrokenPipe => new SinkException(
            sink, error.Message, "Let the program behind the pipe read to the end.", error),
        _ => new SinkException(sink, error.Message.TrimEnd('.'), "Check that the path names a file on a disk that works.", error),
    };

    /// <summary>Whether this is a failure of the target, rather than of a record.</summary>
    internal static bool IsFileError(Exception error) => FileError.IsOne(error) || error is NotSupportedException;

    // On Unix the HResult is the errno; on Windows HRESULT_FROM_WIN32.
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const int ReadOnlyFileSystem = 30;
    private const int BrokenPipe = 32;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    private static bool IsDiskFull(IOException error) => error.HResult is NoSpace or QuotaExceeded or WindowsDiskFull;
}

namespace IntegrationFramework.IO;

/// <summary>What the system says of a file that it doesn't take.</summary>
internal static class FileError
{
    /// <summary>What there is to say where a file would get too large.</summary>
    public const string TooLarge = "the file would be larger than the file system, or the limit of this process (ulimit -f), allows";

    /// <summary>EFBIG, which is the HResult of an <see cref="IOException"/> on Unix.</summary>
    private const int FileTooLarge = 27;

    /// <summary>Whether an exception is of the file system. That a file would get too large is told by one of arguments.</summary>
    public static bool IsOne(Exception error) => error is IOException or UnauthorizedAccessException || IsTooLarge(error);

    /// <summary>Whether a file would be larger than the system, or the limit of this process, lets it be.</summary>
    public static bool IsTooLarge(Exception error) =>
        error is ArgumentOutOfRangeException { ParamName: "value" } || (!OperatingSystem.IsWindows() && error is IOException { HResult: FileTooLarge });

    /// <summary>The same as an exception of the file system.</summary>
    public static IOException TooLargeToWrite() => new(TooLarge, FileTooLarge);

    /// <summary>The system's words without the path behind them, which may be that of a temporary file.</summary>
    public static string Reason(Exception error) =>
        error is UnauthorizedAccessException ? "permission denied"
        : IsTooLarge(error) ? TooLarge
        : error.Message.IndexOf(" : '", StringComparison.Ordinal) is var path and > 0 ? error.Message[..path]
        : error.Message.TrimEnd('.');
}

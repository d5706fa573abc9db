namespace IntegrationFramework.IO;

/// <summary>What the system says of a file that it doesn't take.</summary>
internal static class FileError
{
    /// <summary>The system's words without the path behind them, which may be that of a temporary file.</summary>
    public static string Reason(Exception error) =>
        error is UnauthorizedAccessException ? "permission denied"
        : error.Message.IndexOf(" : '", StringComparison.Ordinal) is var path and > 0 ? error.Message[..path]
        : error.Message.TrimEnd('.');
}

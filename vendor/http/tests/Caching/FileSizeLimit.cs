using System.Runtime.InteropServices;

namespace Vendors.Tests.Http.Caching;

/// <summary>How large a file of this process may get, as by <c>ulimit -f</c>, until it is disposed of.</summary>
internal sealed class FileSizeLimit : IDisposable
{
    private const int FileSize = 1;
    private const PosixSignal FileSizeExceeded = (PosixSignal)25;

    // The signal would end the process; where somebody takes it, the write fails instead. For good: the runtime hands signals on from a thread
    // of its own, and one that is on its way when the limit is lifted would find nobody.
    private static PosixSignalRegistration? _signal;

    private readonly Limits _before;

    private FileSizeLimit(nuint bytes)
    {
        _signal ??= PosixSignalRegistration.Create(FileSizeExceeded, static context => context.Cancel = true);
        _ = getrlimit(FileSize, out _before);
        var limited = _before with { Soft = bytes };
        _ = setrlimit(FileSize, in limited);
    }

    public static FileSizeLimit Set(int bytes) => new((nuint)bytes);

    public void Dispose() => _ = setrlimit(FileSize, in _before);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int getrlimit(int resource, out Limits limits);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int setrlimit(int resource, in Limits limits);

    private readonly record struct Limits(nuint Soft, nuint Hard);
}

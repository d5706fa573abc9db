using System.Runtime.InteropServices;

namespace IntegrationFramework.Cli.CommandLine;

/// <summary>
/// SIGXFSZ, which the system sends where a file would get larger than <c>ulimit -f</c> allows. It ends a process without a word; where it is
/// ignored the write fails instead, and is undone and reported as on a full disk.
/// </summary>
/// <remarks>A <see cref="PosixSignalRegistration"/> would start the thread that listens for signals, which most commands can do without.</remarks>
internal static partial class FileSizeSignal
{
    private const int Number = 25;
    private const nint Ignored = 1;

    public static void Ignore()
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
        {
            _ = Signal(Number, Ignored);
        }
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int number, nint handler);
}

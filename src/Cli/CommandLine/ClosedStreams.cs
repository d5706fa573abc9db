using System.Runtime.InteropServices;

namespace IntegrationFramework.Cli.CommandLine;

/// <summary>
/// Standard streams that whoever started the program has closed (<c>&gt;&amp;-</c>). The next files to be opened would get their numbers, and
/// what is written to standard error would stand in the midst of them.
/// </summary>
internal static partial class ClosedStreams
{
    private const int Last = 2;
    private const int ReadOnly = 0;

    /// <summary>Puts the null device in their place, for reading alone: what is written to them fails as it did, and nothing counts as delivered.</summary>
    public static void Occupy()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor;
        do
        {
            // The lowest number that is free.
            descriptor = Open("/dev/null", ReadOnly);
        }
        while (descriptor is >= 0 and <= Last);

        if (descriptor > Last)
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}

using System.ComponentModel;
using System.Runtime.InteropServices;

namespace IntegrationFramework.IO;

/// <summary>Writes a folder's entries through to the disk, so that a rename outlives a power failure.</summary>
/// <remarks>.NET refuses to open folders, hence the calls to the C library. Windows does this by itself.</remarks>
internal static partial class FolderSync
{
    private const int ReadOnly = 0;
    private const int InvalidArgument = 22;

    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        FaultPoint.Before("flush of the folder");
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            throw Failure(folder);
        }

        try
        {
            // Some file systems have nothing to do for a folder and say EINVAL.
            if (Sync(descriptor) != 0 && Marshal.GetLastPInvokeError() != InvalidArgument)
            {
                throw Failure(folder);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }

        FaultPoint.After("flush of the folder");
    }

    private static IOException Failure(string folder) =>
        new($"The folder '{folder}' can't be written through to the disk: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}

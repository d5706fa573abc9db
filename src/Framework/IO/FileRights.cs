using System.Runtime.InteropServices;

namespace IntegrationFramework.IO;

/// <summary>What this user may do with a file, found out without opening it.</summary>
/// <remarks>.NET knows the bits of the mode, but not what they, lists and mounts come to for this user, hence the call to the C library.</remarks>
internal static partial class FileRights
{
    private const int ToWrite = 2;

    /// <summary>Whether a file that is there may be written, on a file system that may be.</summary>
    public static bool MayWrite(string path) => OperatingSystem.IsWindows() ? !new FileInfo(path).IsReadOnly : Access(path, ToWrite) == 0;

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Access(string path, int mode);
}

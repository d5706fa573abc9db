using System.Runtime.InteropServices;

namespace IntegrationFramework.IO;

/// <summary>Finds out what stands under a path without opening it, which a named pipe would make wait and a device act.</summary>
/// <remarks>.NET tells a pipe and a device from a file only once they are open, hence the calls to the C library.</remarks>
internal static partial class FileKinds
{
    private const int CurrentFolder = -100;
    private const int PermissionDenied = 13;
    private const uint TypeAndMode = 0x3;

    // Of struct statx, which is the same on every processor, and of macOS's struct stat.
    private const int StatxSize = 256;
    private const int StatxMode = 28;
    private const int StatxMajor = 128;
    private const int StatxMinor = 132;
    private const int StatSize = 144;
    private const int StatMode = 4;

    public static FileKind Of(string path)
    {
        try
        {
            return OperatingSystem.IsLinux() ? OnLinux(path) : OperatingSystem.IsMacOS() ? OnMac(path) : Guess(path);
        }
        catch (EntryPointNotFoundException)
        {
            return Guess(path);
        }
    }

    /// <summary>What messages call that which isn't a regular file; <see langword="null"/> for a file, a folder, or where nothing is.</summary>
    public static string? OtherThanFile(string path) => OtherThanFile(Of(path));

    /// <inheritdoc cref="OtherThanFile(string)"/>
    public static string? OtherThanFile(FileKind kind) => kind switch
    {
        FileKind.Pipe => "a named pipe",
        FileKind.Device or FileKind.NullDevice => "a device",
        FileKind.Socket => "a socket",
        _ => null,
    };

    /// <summary>Lets nothing pass but a regular file, or a path that is free.</summary>
    /// <exception cref="IOException">Something else is there.</exception>
    public static void RequireFile(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a folder.");
        }

        if (OtherThanFile(path) is { } other)
        {
            throw new IOException($"'{path}' is not a file: it is {other}.");
        }
    }

    private static FileKind OnLinux(string path)
    {
        Span<byte> status = stackalloc byte[StatxSize];
        if (Statx(CurrentFolder, path, 0, TypeAndMode, status) != 0)
        {
            return Missing();
        }

        var kind = OfMode(BitConverter.ToUInt16(status[StatxMode..]));
        return kind == FileKind.Device && BitConverter.ToUInt32(status[StatxMajor..]) == 1 && BitConverter.ToUInt32(status[StatxMinor..]) == 3
            ? FileKind.NullDevice
            : kind;
    }

    private static FileKind OnMac(string path)
    {
        Span<byte> status = stackalloc byte[StatSize];
        var result = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? StatOnIntel(path, status) : Stat(path, status);
        return result == 0 ? OfMode(BitConverter.ToUInt16(status[StatMode..])) : Missing();
    }

    private static FileKind Missing() => Marshal.GetLastPInvokeError() == PermissionDenied ? FileKind.Forbidden : FileKind.None;

    private static FileKind OfMode(int mode) => (mode & 0xF000) switch
    {
        0x8000 => FileKind.File,
        0x4000 => FileKind.Folder,
        0x1000 => FileKind.Pipe,
        0x2000 or 0x6000 => FileKind.Device,
        _ => FileKind.Socket,
    };

    private static FileKind Guess(string path) => Directory.Exists(path) ? FileKind.Folder : File.Exists(path) ? FileKind.File : FileKind.None;

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Statx(int folder, string path, int flags, uint wanted, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Stat(string path, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int StatOnIntel(string path, Span<byte> status);
}

using System.IO.Hashing;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Unicode;

namespace IntegrationFramework.IO;

/// <summary>
/// A file that appears whole or not at all: it is written beside its target under a temporary name, and takes the target's place
/// only when it is committed. Whatever happens before that, the target stays as it was.
/// </summary>
/// <example>
/// <code>
/// await using var file = AtomicFile.Create(path);
/// await file.Stream.WriteAsync(bytes);
/// await file.CommitAsync();
/// </code>
/// </example>
public sealed class AtomicFile : IAsyncDisposable, IDisposable
{
    private const int BufferSize = 64 * 1024;

    // Names have at most 255 bytes; a temporary one adds two dots, a number of 32 digits and ".tmp".
    private const int LongestName = 255 - 38;

    private readonly FileStream _file;
    private readonly AtomicFileStream _stream;
    private readonly string _temporary;
    private bool _finished;

    private AtomicFile(string target, string temporary, FileStream file)
    {
        Path = target;
        _temporary = temporary;
        _file = file;
        _stream = new AtomicFileStream(file);
    }

    /// <summary>The file that will be replaced; where the given path was a symbolic link, what it points to.</summary>
    public string Path { get; }

    /// <summary>
    /// What to write to. Until <see cref="CommitAsync"/> nobody sees it under <see cref="Path"/>. Whatever keeps it from being written, a full disk
    /// or the limit of the process (<c>ulimit -f</c>), is an <see cref="IOException"/>.
    /// </summary>
    public Stream Stream => _stream;

    /// <summary>Begins to replace a file, which need not exist yet; its folder is made where it is missing.</summary>
    /// <exception cref="IOException">The target is a folder, a device or a pipe, or its folder can't be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder's permissions forbid it.</exception>
    public static AtomicFile Create(string path)
    {
        var target = System.IO.Path.GetFullPath(path);
        if (Directory.Exists(target))
        {
            throw new IOException($"'{path}' is a folder, so no file of that name can be written. Move it away or choose another path.");
        }

        // As root the rename would put a file in the place of /dev/null.
        FileKinds.RequireFile(target);

        if (File.Exists(target))
        {
            target = new FileInfo(target).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? target;
        }

        var folder = System.IO.Path.GetDirectoryName(target)!;
        Folder.Make(folder);
        var name = NameWithRoom(System.IO.Path.GetFileName(target));
        DeleteLeftovers(folder, name);

        var temporary = System.IO.Path.Combine(folder, $".{name}.{Guid.NewGuid():N}.tmp");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Delete,
            BufferSize = BufferSize,
        };
        return new AtomicFile(target, temporary, !OperatingSystem.IsWindows() && File.Exists(target)
            ? OpenWith(File.GetUnixFileMode(target), temporary, options)
            : new FileStream(temporary, options));
    }

    /// <summary>Writes everything through to the disk and puts the file in its place.</summary>
    /// <exception cref="IOException">
    /// It could not be written, for example since the disk is full; the target is as it was. Only where its folder could not be written through
    /// to the disk has the file taken its place already, and may lose it again when the power fails.
    /// </exception>
    public async ValueTask CommitAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_finished, this);
        FaultPoint.Before("flush of the temporary file");
        await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        _stream.Flush(toDisk: true);
        FaultPoint.After("flush of the temporary file");

        // Renamed while still open: the handle's lock tells DeleteLeftovers of other processes that somebody is writing.
        FaultPoint.Before("rename of the temporary file");
        File.Move(_temporary, Path, overwrite: true);
        FaultPoint.After("rename of the temporary file");
        _finished = true;
        await _file.DisposeAsync().ConfigureAwait(false);
        FolderSync.Flush(System.IO.Path.GetDirectoryName(Path)!);
    }

    /// <summary>Writes what is buffered through to the disk, ahead of <see cref="CommitAsync"/>, which then has little left to fail at.</summary>
    internal void FlushToDisk() => _stream.Flush(toDisk: true);

    /// <summary>Removes the temporary file where <see cref="CommitAsync"/> was not called.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_finished)
        {
            _finished = true;
            await DisposeStreamAsync().ConfigureAwait(false);
            File.Delete(_temporary);
        }
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>What a temporary file's name tells of its target's: all of it, unless the rest would make it longer than a name may be.</summary>
    private static string NameWithRoom(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= LongestName)
        {
            return name;
        }

        var hash = Convert.ToHexStringLower(XxHash64.Hash(Encoding.UTF8.GetBytes(name)));
        var bytes = Encoding.UTF8.GetBytes(name).AsSpan(0, LongestName - hash.Length - 1);
        while (!Utf8.IsValid(bytes))
        {
            bytes = bytes[..^1];
        }

        return $"{Encoding.UTF8.GetString(bytes)}~{hash}";
    }

    [UnsupportedOSPlatform("windows")]
    private static FileStream OpenWith(UnixFileMode mode, string temporary, FileStreamOptions options)
    {
        options.UnixCreateMode = mode;
        var stream = new FileStream(temporary, options);
        try
        {
            // The umask takes permissions from what is created. Where it took none, as on file systems that have only one set, nothing is to be changed.
            if (File.GetUnixFileMode(stream.SafeFileHandle) != mode)
            {
                File.SetUnixFileMode(stream.SafeFileHandle, mode);
            }

            return stream;
        }
        catch
        {
            stream.Dispose();
            File.Delete(temporary);
            throw;
        }
    }

    private async ValueTask DisposeStreamAsync()
    {
        try
        {
            await _file.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (FileError.IsOne(error))
        {
            // What was still buffered did not fit on the disk. The file is thrown away, and the write that failed has said so.
        }
    }

    /// <summary>Removes what a process that was killed left behind: temporary files of this target that nobody holds open.</summary>
    private static void DeleteLeftovers(string folder, string name)
    {
        foreach (var leftover in Directory.EnumerateFiles(folder, $".{name}.*.tmp"))
        {
            try
            {
                using (new FileStream(leftover, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                    File.Delete(leftover);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Somebody is writing it, or it isn't ours to delete; it does no harm where it is.
            }
        }
    }
}

using System.Diagnostics;
using IntegrationFramework.IO;

namespace IntegrationFramework.Telemetry;

/// <summary>
/// An exclusive lock of the operating system on a file under <c>cache/locks/</c>. A process holds one for each batch that it runs;
/// whatever happens to the process, the kernel frees it. A run whose lock can be taken has no process any more.
/// </summary>
public sealed class BatchLock : IDisposable
{
    private const int MostFailures = 10;
    private const int LongestPause = 50;
    private const string Extension = ".lock";

    // What others do with the file takes them microseconds, but on a busy machine they may have to wait in the middle of it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FileLock _file;

    private BatchLock(FileLock file) => _file = file;

    /// <summary>The folder of the locks of a root.</summary>
    public static string FolderOf(string root) => Path.Combine(root, "cache", "locks");

    /// <summary>
    /// The name of the lock of a process that runs one run of a batch by itself (<c>--isolate</c>): the batch's own lock belongs to
    /// the process that started it.
    /// </summary>
    public static string NameOf(string batchId, string runId) => $"{batchId}.{runId}";

    /// <summary>Takes the lock of a batch that is about to begin. Held until it is disposed or the process ends.</summary>
    /// <param name="folder">The folder of the locks; made where it is missing.</param>
    /// <param name="name">The batch's identifier, or what <see cref="NameOf"/> gives.</param>
    /// <exception cref="TelemetryException">The folder can't be written to, its file system has no locks, or another process holds this one.</exception>
    public static BatchLock Take(string folder, string name) => Take(folder, name, Patience);

    internal static BatchLock Take(string folder, string name, TimeSpan patience)
    {
        try
        {
            Folder.Make(folder);
            var path = Path.Combine(folder, name + Extension);

            // A process that clears away stale locks may hold the new file for an instant, or delete it before it is locked.
            var failures = 0;
            var started = Stopwatch.GetTimestamp();
            for (var attempt = 0; attempt == 0 || Stopwatch.GetElapsedTime(started) < patience; attempt++)
            {
                try
                {
                    if (FileLock.TryTake(path) is { } file)
                    {
                        if (IsHeld(path))
                        {
                            return new BatchLock(file);
                        }

                        file.Dispose();
                    }
                }
                catch (IOException) when (++failures < MostFailures)
                {
                    // Held and deleted between two looks at it. What is really wrong with the folder is still wrong at the last attempt.
                }

                Pause.For(TimeSpan.FromMilliseconds(Math.Min(attempt, LongestPause)));
            }

            throw new TelemetryException(
                $"The lock '{path}' can't be taken: another process holds it, or the file system has no locks. Run on a local file system.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TelemetryException($"The folder '{folder}' can't be used for locks: {FileError.Reason(error)}. Give this user the right to write there.", error);
        }
    }

    /// <summary>Lets go of the lock and deletes its file.</summary>
    public void Dispose()
    {
        // Deleted first: between the two nobody can take a lock that then vanishes.
        _file.Delete();
        _file.Dispose();
    }

    /// <summary>Whether a living process holds the lock.</summary>
    internal static bool IsTaken(string folder, string name)
    {
        var path = Path.Combine(folder, name + Extension);
        return FileKinds.Of(path) switch
        {
            FileKind.None => false,

            // Nobody can tell, and a run that lives must not be taken for crashed.
            FileKind.Forbidden => true,
            _ => IsHeld(path),
        };
    }

    /// <summary>The name of the lock that holds a run: its process's own where it has one, else its batch's.</summary>
    internal static string NameFor(string folder, string batchId, string runId) =>
        NameOf(batchId, runId) is var own && File.Exists(Path.Combine(folder, own + Extension)) ? own : batchId;

    /// <summary>The file of a lock that this user may not look at, so that nobody can tell whether a living process holds it.</summary>
    internal static string? Unreadable(string folder, string name)
    {
        var path = Path.Combine(folder, name + Extension);
        try
        {
            using var file = FileLock.TryTake(path, FileMode.Open);
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return path;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Deletes the lock files that no process holds.</summary>
    internal static void DeleteStale(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var path in Directory.EnumerateFiles(folder, "*" + Extension))
        {
            try
            {
                using var file = FileLock.TryTake(path, FileMode.Open);
                file?.Delete();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Gone already, or another user's: a stale file does no harm.
            }
        }
    }

    private static bool IsHeld(string path)
    {
        try
        {
            using var file = FileLock.TryTake(path, FileMode.Open);
            return file is null;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            // Another user's: the same holds.
            return true;
        }
    }
}

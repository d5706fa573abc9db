namespace IntegrationFramework.IO;

/// <summary>
/// A file that only one holder at a time has open: an exclusive lock of the operating system, which the kernel frees whatever happens to
/// the process.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, in a folder that is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Whether it is made where it is missing, or has to be there.</param>
    /// <exception cref="IOException">Somebody else holds it, or it can't be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not make it, or, where it is there, not read it.</exception>
    public static FileLock Take(string path, FileMode mode = FileMode.OpenOrCreate)
    {
        try
        {
            return new(Open(path, mode, FileAccess.ReadWrite));
        }
        catch (UnauthorizedAccessException) when (File.Exists(path))
        {
            return new(OpenToRead(path));
        }
    }

    /// <summary>As <see cref="Take"/>, but <see langword="null"/> where somebody else holds it.</summary>
    public static FileLock? TryTake(string path, FileMode mode = FileMode.OpenOrCreate)
    {
        try
        {
            return Take(path, mode);
        }
        catch (IOException error) when (MeansHeld(error, path))
        {
            return null;
        }
    }

    /// <summary>As <see cref="Take"/>, but waits for who holds it, for as long as <paramref name="patience"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="patience">How long in all.</param>
    /// <param name="pause">How long between two attempts.</param>
    /// <param name="time">By which to wait.</param>
    public static async Task<FileLock> TakeAsync(string path, TimeSpan patience, TimeSpan pause, TimeProvider time)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return Take(path);
            }
            catch (IOException error) when (MeansHeld(error, path) && time.GetElapsedTime(started) < patience)
            {
                await Task.Delay(pause, time).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What there is to say of a lock of which this user can't tell whether somebody holds it.</summary>
    public static string UnreadableMessage(string path) =>
        $"its lock '{path}' belongs to another user. Let this user read that file, or remove it once that run has ended.";

    /// <summary>
    /// Deletes the file while the lock is still held. Not for a lock that others wait for, unless they look again: they would hold a
    /// file that nobody else sees.
    /// </summary>
    public void Delete() => File.Delete(_file.Name);

    /// <summary>Lets go of it. The file stays, unless it was deleted.</summary>
    public void Dispose() => _file.Dispose();

    // What another user has left may often only be read. The lock is as exclusive: both ways meet each other's.
    private static FileStream OpenToRead(string path)
    {
        try
        {
            return Open(path, FileMode.Open, FileAccess.Read);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new UnauthorizedAccessException(UnreadableMessage(path), error);
        }
    }

    private static FileStream Open(string path, FileMode mode, FileAccess access) => new(path, mode, access, FileShare.None, bufferSize: 0);

    // .NET has no exception of its own for this: what is left once nothing else can be wrong.
    private static bool MeansHeld(IOException error, string path) =>
        error is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException) && File.Exists(path);
}

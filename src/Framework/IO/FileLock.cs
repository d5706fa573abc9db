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
    /// <exception cref="UnauthorizedAccessException">This user may not write to it.</exception>
    public static FileLock Take(string path, FileMode mode = FileMode.OpenOrCreate) =>
        new(new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));

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

    /// <summary>
    /// Deletes the file while the lock is still held. Not for a lock that others wait for, unless they look again: they would hold a
    /// file that nobody else sees.
    /// </summary>
    public void Delete() => File.Delete(_file.Name);

    /// <summary>Lets go of it. The file stays, unless it was deleted.</summary>
    public void Dispose() => _file.Dispose();

    // .NET has no exception of its own for this: what is left once nothing else can be wrong.
    private static bool MeansHeld(IOException error, string path) =>
        error is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException) && File.Exists(path);
}

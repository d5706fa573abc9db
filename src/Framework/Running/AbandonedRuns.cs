using IntegrationFramework.IO;

namespace IntegrationFramework.Running;

/// <summary>
/// Runs that were closed while their code still ran. Until it returns, or the process ends, the integration doesn't run again: an
/// operating-system lock on a file of its own holds it, since the run's row is closed.
/// </summary>
internal sealed class AbandonedRuns(string root)
{
    private readonly string _folder = Path.Combine(root, "cache", "locks", "fenced");
    private long _clearUntil;

    /// <summary>Keeps an integration from running until <paramref name="code"/> returns.</summary>
    /// <exception cref="IOException">The lock can't be taken.</exception>
    public void Hold(string integration, Task code)
    {
        Folder.Make(_folder);
        var file = FileLock.Take(PathOf(integration));
        _ = code.ContinueWith(
            _ =>
            {
                file.Delete();
                file.Dispose();
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>Whether code of a closed run of this integration is still running, in this process or another.</summary>
    /// <param name="integration">The integration's name.</param>
    /// <param name="opened">
    /// The transaction in which its next run was opened. A run is held before its row is closed, so that whoever looks after that
    /// transaction sees it, and one look does for all runs that were opened in it or before.
    /// </param>
    /// <exception cref="UnauthorizedAccessException">This user may not look.</exception>
    public bool IsHeld(string integration, long opened)
    {
        // Hardly any root has the folder at all.
        if (opened <= Volatile.Read(ref _clearUntil))
        {
            return false;
        }

        if (!Directory.Exists(_folder))
        {
            Volatile.Write(ref _clearUntil, opened);
            return false;
        }

        var path = PathOf(integration);
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using var file = FileLock.Take(path, FileMode.Open);
            DeleteIfAllowed(file);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static void DeleteIfAllowed(FileLock file)
    {
        try
        {
            file.Delete();
        }
        catch (UnauthorizedAccessException)
        {
            // In another user's folder: whoever looks next finds it as free.
        }
    }

    private string PathOf(string integration) => Path.Combine(_folder, $"{integration}.lock");
}

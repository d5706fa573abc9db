namespace IntegrationFramework.IO;

/// <summary>
/// A temporary file without a name: it is gone when it is closed, even if the process is killed. It has a name for an instant, always the same,
/// so that the next one made in its folder takes away what a process killed in that instant has left.
/// </summary>
internal static class AnonymousFile
{
    /// <summary>How often others may come in between before another name is taken.</summary>
    private const int Tries = 3;

    /// <summary>Makes one in a folder.</summary>
    /// <exception cref="IOException">The folder isn't there, or its disk takes no file.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder's permissions forbid it.</exception>
    public static FileStream Create(string folder)
    {
        var shared = Path.Combine(folder, ".ifw-spool.tmp");
        for (var tries = 1; tries <= Tries && TryDelete(shared); tries++)
        {
            try
            {
                return CreateAs(shared);
            }
            catch (IOException)
            {
                // Another process came in between, or else the last try below will say what is wrong.
            }
        }

        return CreateAs(Path.Combine(folder, $".ifw-spool-{Guid.NewGuid():N}.tmp"));
    }

    private static FileStream CreateAs(string path)
    {
        FaultPoint.Before("making of the spool");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            // Whoever opens it in the instant in which it has a name could read all that is written later.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var stream = new FileStream(path, options);
        try
        {
            FaultPoint.After("making of the spool");
            File.Delete(path);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Even where a living process has just made it: that one is about to delete it as well.</summary>
    private static bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

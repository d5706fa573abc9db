namespace IntegrationFramework.Sinks;

/// <summary>A temporary file that has no name any more, so that nothing is left of it even if the process is killed.</summary>
internal static class SpoolFile
{
    public static FileStream Create(string folder)
    {
        var path = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
        var stream = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            BufferSize = 0,
        });
        try
        {
            File.Delete(path);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}

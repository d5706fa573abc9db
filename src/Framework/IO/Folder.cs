namespace IntegrationFramework.IO;

/// <summary>Makes folders, and says what is in their way.</summary>
internal static class Folder
{
    /// <summary>Makes a folder, and those above it, where they are missing.</summary>
    /// <exception cref="IOException">A file is in its place or above it, or the disk doesn't take it.</exception>
    /// <exception cref="UnauthorizedAccessException">Permissions forbid it.</exception>
    public static void Make(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (IOException error) when (FileInTheWayOf(path) is { } file)
        {
            throw new IOException($"the folder '{path}' can't be made, since '{file}' is a file", error);
        }
    }

    private static string? FileInTheWayOf(string path)
    {
        for (var part = path; part is not null && !Directory.Exists(part); part = Path.GetDirectoryName(part))
        {
            if (File.Exists(part))
            {
                return part;
            }
        }

        return null;
    }
}

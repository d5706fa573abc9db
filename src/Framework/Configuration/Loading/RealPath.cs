namespace IntegrationFramework.Configuration;

/// <summary>Where a path leads once every symbolic link on the way is followed.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>Follows links; parts that aren't there yet are taken as they are.</summary>
    /// <exception cref="IOException">The links go round in a circle.</exception>
    public static string Of(string fullPath) => Of(fullPath, 0);

    /// <summary>The same; where links go round in a circle or can't be read, the path as it is written tells it from others.</summary>
    public static string OrWritten(string fullPath)
    {
        try
        {
            return Of(fullPath);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return fullPath;
        }
    }

    /// <summary>Whether a path lies inside a folder, both with their links followed.</summary>
    public static bool IsInside(string fullPath, string folder)
    {
        var real = Of(fullPath);
        var within = Of(folder);
        return real.StartsWith(within.EndsWith(Path.DirectorySeparatorChar) ? within : within + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    private static string Of(string fullPath, int links)
    {
        if (links > MaxLinks)
        {
            throw new IOException($"The symbolic links of '{fullPath}' go round in a circle.");
        }

        var root = Path.GetPathRoot(fullPath)!;
        var reached = root;
        var parts = Path.GetFullPath(fullPath)[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parts.Length; i++)
        {
            var next = Path.Combine(reached, parts[i]);
            if (new FileInfo(next).LinkTarget is { } target)
            {
                var rest = Path.Combine([Path.GetFullPath(target, reached), .. parts[(i + 1)..]]);
                return Of(rest, links + 1);
            }

            reached = next;
        }

        return reached;
    }
}

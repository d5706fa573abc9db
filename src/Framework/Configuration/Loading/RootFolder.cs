namespace IntegrationFramework.Configuration;

/// <summary>Finds the folder that a host works in.</summary>
public static class RootFolder
{
    /// <summary>The variable that names it.</summary>
    public const string Variable = "IFW_ROOT";

    /// <summary>
    /// The folder that the option names, else <c>IFW_ROOT</c>, else the nearest one upwards that holds metadata.yaml and
    /// integrations/, else the current one.
    /// </summary>
    /// <param name="option">What <c>--root</c> says.</param>
    /// <param name="environment">The process's environment variables.</param>
    /// <param name="currentDirectory">Where to begin, and what relative paths are relative to.</param>
    /// <returns>An absolute path.</returns>
    /// <exception cref="ConfigurationException">The folder that was named isn't there.</exception>
    public static string Find(string? option, IReadOnlyDictionary<string, string> environment, string currentDirectory)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (!string.IsNullOrEmpty(option))
        {
            return Existing(option, "--root", currentDirectory);
        }

        if (environment.TryGetValue(Variable, out var named) && named.Length > 0)
        {
            return Existing(named, Variable, currentDirectory);
        }

        for (var folder = new DirectoryInfo(currentDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "metadata.yaml")) && Directory.Exists(Path.Combine(folder.FullName, "integrations")))
            {
                return folder.FullName;
            }
        }

        return Path.GetFullPath(currentDirectory);
    }

    /// <summary>The file of ifw's own that a path leads to, such as its telemetry or an integration's config.yaml, so that nothing else is written there.</summary>
    /// <param name="root">The folder that the host works in.</param>
    /// <param name="path">The path; where it is relative, to the current directory.</param>
    /// <returns>The file, relative to the root; <see langword="null"/> where the path leads elsewhere.</returns>
    public static string? OwnFileAt(string root, string path)
    {
        var full = Path.GetFullPath(path);
        return new OwnFiles(Path.GetFullPath(root), folder: null).Find(full, RealPath.OrWritten(full));
    }

    private static string Existing(string path, string origin, string currentDirectory)
    {
        var full = Path.GetFullPath(path, Path.GetFullPath(currentDirectory));
        return Directory.Exists(full)
            ? Path.TrimEndingDirectorySeparator(full)
            : throw new ConfigurationException(
                File.Exists(full) ? $"'{full}', which {origin} names, is a file; a folder is needed." : $"The folder '{full}' that {origin} names isn't there.", []);
    }
}

namespace Framework.Tests.Documentation;

/// <summary>The repository that the tests were built in.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The files below a folder of the repository that somebody wrote, relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern)
    {
        var path = Path.Combine(Root, folder);
        return Directory.Exists(path)
            ? [.. Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)]
            : [];
    }

    /// <summary>The text of a file, by its path relative to the root.</summary>
    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "IntegrationFramework.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No IntegrationFramework.sln above {AppContext.BaseDirectory}.");
    }
}

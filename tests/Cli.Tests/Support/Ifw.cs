namespace Cli.Tests.Support;

/// <summary>
/// The program under test, as a process: the file that IFW_EXE names (the native one, in CI), else the one that the build has left.
/// </summary>
public static class Ifw
{
    /// <summary>debug or release, as these tests were built.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(System.IO.Path.DirectorySeparatorChar)).Name;

    /// <summary>The path of the program.</summary>
    public static string Path { get; } = Find();

    /// <summary>Whether it is the native file.</summary>
    public static bool IsNative => !File.Exists(System.IO.Path.ChangeExtension(Path, ".dll"));

    /// <summary>The repository's folder.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Runs it to its end.</summary>
    public static Task<Outcome> RunAsync(string folder, params string[] arguments) => RunAsync(folder, [], arguments);

    /// <summary>Runs it to its end, with environment variables.</summary>
    public static async Task<Outcome> RunAsync(string folder, Dictionary<string, string> environment, params string[] arguments)
    {
        using var running = Start(folder, environment, arguments);
        return await running.EndAsync();
    }

    /// <summary>Starts it.</summary>
    public static RunningProcess Start(string folder, Dictionary<string, string> environment, params string[] arguments) =>
        RunningProcess.Start(Path, folder, environment, arguments);

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("IFW_EXE") is { Length: > 0 } configured)
        {
            return System.IO.Path.GetFullPath(configured);
        }

        // artifacts/bin/Cli.Tests/debug -> artifacts/bin/IntegrationFramework.Cli/debug
        var built = System.IO.Path.Combine(AppContext.BaseDirectory, "..", "..", "IntegrationFramework.Cli", Configuration,
            OperatingSystem.IsWindows() ? "ifw.exe" : "ifw");
        return System.IO.Path.GetFullPath(built);
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "IntegrationFramework.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests don't lie in the repository.");
        }

        return folder.FullName;
    }
}

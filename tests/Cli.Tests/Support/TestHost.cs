namespace Cli.Tests.Support;

/// <summary>The host with integrations that behave badly, as a process.</summary>
public static class TestHost
{
    /// <summary>Its program, built with the tests.</summary>
    public static string Program { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "TestHost", Ifw.Configuration, OperatingSystem.IsWindows() ? "testhost.exe" : "testhost"));

    /// <summary>Runs it to its end.</summary>
    public static async Task<Outcome> RunAsync(TemporaryRoot root, Dictionary<string, string> environment, params string[] arguments)
    {
        using var running = Start(root, environment, arguments);
        return await running.EndAsync();
    }

    /// <summary>Runs it to its end.</summary>
    public static Task<Outcome> RunAsync(TemporaryRoot root, params string[] arguments) => RunAsync(root, [], arguments);

    /// <summary>Starts it.</summary>
    public static RunningProcess Start(TemporaryRoot root, Dictionary<string, string> environment, params string[] arguments) =>
        RunningProcess.Start(Program, root.Folder, environment, arguments);
}

using System.Diagnostics;

namespace Cli.Tests.Support;

/// <summary>
/// The program under test, as a process: the file that IFW_EXE names (the native one, in CI), else the one that the build has left.
/// </summary>
public static class Ifw
{
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
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(System.IO.Path.DirectorySeparatorChar)).Name;
        var built = System.IO.Path.Combine(AppContext.BaseDirectory, "..", "..", "IntegrationFramework.Cli", configuration,
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

/// <summary>What a process left.</summary>
public sealed record Outcome(int ExitCode, string Output, string Error)
{
    /// <summary>Both streams, for messages of tests.</summary>
    public override string ToString() => $"exit code {ExitCode}\n--- output\n{Output}\n--- error\n{Error}";
}

/// <summary>A process whose output is being gathered.</summary>
public sealed class RunningProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private RunningProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public static RunningProcess Start(string program, string folder, Dictionary<string, string> environment, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the tests' own surroundings have set must not reach the program.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("IFW_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new RunningProcess(Process.Start(start)!);
    }

    /// <summary>Waits for its end.</summary>
    public async Task<Outcome> EndAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The process did not end.\n{await _output}\n{await _error}");
        }

        return new Outcome(_process.ExitCode, await _output, await _error);
    }

    /// <summary>Sends a signal by its name, such as TERM.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}

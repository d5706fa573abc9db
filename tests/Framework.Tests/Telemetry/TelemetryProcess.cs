using System.Diagnostics;

namespace Framework.Tests.Telemetry;

/// <summary>Another process on a test's telemetry database: the program of tests/TelemetryProcess.</summary>
internal sealed class TelemetryProcess : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "TelemetryProcess.dll");

    private readonly Process _process;

    private TelemetryProcess(Process process) => _process = process;

    public static TelemetryProcess Start(params string[] args) => Run(["dotnet", "exec", Program, .. args]);

    /// <summary>Starts it as a user whom permissions bind, which they don't bind root.</summary>
    public static TelemetryProcess StartUnprivileged(params string[] args) =>
        Environment.IsPrivilegedProcess
            ? Run(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "dotnet", "exec", Program, .. args])
            : Start(args);

    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync();

    /// <summary>Waits for the end; gives what is left of the output.</summary>
    public async Task<(int ExitCode, string[] Output, string Error)> EndAsync()
    {
        var error = _process.StandardError.ReadToEndAsync();
        var output = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return (_process.ExitCode, output.Split('\n', StringSplitOptions.RemoveEmptyEntries), await error);
    }

    /// <summary>SIGKILL: the process gets to do nothing any more.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static TelemetryProcess Run(string[] command) => new(Process.Start(new ProcessStartInfo(command[0], command[1..])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!);
}

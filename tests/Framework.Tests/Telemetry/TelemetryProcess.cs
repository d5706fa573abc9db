using System.Diagnostics;

namespace Framework.Tests.Telemetry;

/// <summary>Another process on a test's telemetry database: the program of tests/TelemetryProcess.</summary>
internal sealed class TelemetryProcess : IDisposable
{
    private readonly Process _process;

    private TelemetryProcess(Process process) => _process = process;

    public static TelemetryProcess Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "TelemetryProcess.dll"), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new TelemetryProcess(Process.Start(start)!);
    }

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
}

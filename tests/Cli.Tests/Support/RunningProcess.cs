using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Cli.Tests.Support;

/// <summary>What a process left.</summary>
public sealed record Outcome(int ExitCode, string Output, string Error)
{
    /// <summary>Everything, for the messages of tests.</summary>
    public override string ToString() => $"exit code {ExitCode}\n--- output\n{Output}\n--- error\n{Error}";
}

/// <summary>A process whose output is being gathered.</summary>
public sealed class RunningProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _seen = new();
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private RunningProcess(Process process)
    {
        _process = process;
        _output = GatherAsync(process.StandardOutput);
        _error = GatherAsync(process.StandardError);
    }

    /// <summary>Starts a program without what the tests' own surroundings have set.</summary>
    public static RunningProcess Start(string program, string folder, Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("IFW_", StringComparison.Ordinal) || name.EndsWith("_PROXY", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new RunningProcess(Process.Start(start)!);
    }

    /// <summary>Waits until it has written a text to either stream.</summary>
    public async Task SeenAsync(string text)
    {
        var watch = Stopwatch.StartNew();
        while (!Seen().Contains(text, StringComparison.Ordinal))
        {
            if (_process.HasExited || watch.Elapsed > Patience)
            {
                throw new InvalidOperationException($"'{text}' was not written, but:\n{Seen()}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
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
            throw new TimeoutException($"The process did not end, but wrote:\n{Seen()}");
        }

        return new Outcome(_process.ExitCode, await _output, await _error);
    }

    /// <summary>Writes to its standard input.</summary>
    public async Task TypeAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Sends a signal by its name, such as TERM.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
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

    private async Task<string> GatherAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        int count;
        while ((count = await reader.ReadAsync(buffer)) > 0)
        {
            text.Append(buffer, 0, count);
            lock (_seen)
            {
                _seen.Append(buffer, 0, count);
            }
        }

        return text.ToString();
    }

    /// <summary>What it has written to either stream so far.</summary>
    public string Seen()
    {
        lock (_seen)
        {
            return _seen.ToString();
        }
    }
}

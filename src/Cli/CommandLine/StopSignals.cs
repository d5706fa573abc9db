using System.Runtime.InteropServices;

namespace IntegrationFramework.Cli.CommandLine;

/// <summary>
/// Listens for SIGINT and SIGTERM. The first asks for a graceful stop; a second one ends the process at once, as it would have
/// without anybody listening.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly PosixSignalRegistration[] _registrations;
    private int _received;

    public StopSignals(TimeProvider time)
    {
        _stop = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => OnSignal(context, CommandLine.ExitCode.Interrupted)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => OnSignal(context, CommandLine.ExitCode.Terminated)),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>The exit code that the first signal asks for; 0 where there was none.</summary>
    public int ExitCode { get; private set; }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _received) > 1)
        {
            Environment.Exit(exitCode);
        }

        ExitCode = exitCode;
        _stop.Cancel();
    }
}

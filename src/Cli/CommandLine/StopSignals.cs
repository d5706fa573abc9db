using System.Runtime.InteropServices;

namespace IntegrationFramework.Cli.CommandLine;

/// <summary>
/// Listens for SIGINT and SIGTERM. The first asks for a graceful stop; one that comes more than a second later ends the process at once, as
/// it would have without anybody listening.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private const long None = long.MinValue;

    /// <summary><c>timeout</c> signals its child and then the child's whole group, so that one request arrives twice.</summary>
    private static readonly TimeSpan TakenForOne = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop;
    private readonly PosixSignalRegistration[] _registrations;
    private long _firstAt = None;

    public StopSignals(TimeProvider time)
    {
        _time = time;
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

    /// <summary>What is done before the process ends without coming back.</summary>
    public Action Ending { get; set; } = static () => { };

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
        var now = _time.GetTimestamp();
        var first = Interlocked.CompareExchange(ref _firstAt, now, None);
        if (first != None)
        {
            if (_time.GetElapsedTime(first, now) > TakenForOne)
            {
                Ending();
                Environment.Exit(exitCode);
            }

            return;
        }

        ExitCode = exitCode;
        _stop.Cancel();
    }
}

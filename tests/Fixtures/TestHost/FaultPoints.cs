using System.Globalization;
using System.Runtime.InteropServices;

namespace TestHost;

/// <summary>
/// Writes down the durable steps that the process passes, or ends it at one of them as nobody can prevent:
/// FAULT_POINTS_FILE names the file to write to, FAULT_POINT says at which one to die, counted from 1.
/// </summary>
internal static partial class FaultPoints
{
    private const int Kill = 9;
    private static readonly Lock Gate = new();
    private static int _passed;

    public static void Listen()
    {
        var file = Environment.GetEnvironmentVariable("FAULT_POINTS_FILE");
        var fatal = int.Parse(Environment.GetEnvironmentVariable("FAULT_POINT") ?? "0", CultureInfo.InvariantCulture);
        if (file is not null || fatal > 0)
        {
            AppContext.SetData("IntegrationFramework.FaultPoints.Passed", (string name) => Pass(name, file, fatal));
        }
    }

    private static void Pass(string name, string? file, int fatal)
    {
        lock (Gate)
        {
            _passed++;
            if (file is not null)
            {
                File.AppendAllLines(file, [name]);
            }

            if (_passed == fatal)
            {
                _ = Signal(Environment.ProcessId, Kill);
                Thread.Sleep(Timeout.Infinite);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}

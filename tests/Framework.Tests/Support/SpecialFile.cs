using System.Diagnostics;

namespace Framework.Tests.Support;

/// <summary>Named pipes and devices of a test's own. Nothing here ever touches those of the system.</summary>
internal static class SpecialFile
{
    /// <summary>Makes a named pipe.</summary>
    public static async Task MakePipeAsync(string path)
    {
        Skip.When(OperatingSystem.IsWindows(), "Windows has no named pipes among its files.");
        await RunAsync("mkfifo", path);
    }

    /// <summary>Makes a device that is like /dev/null (3) or /dev/zero (5); only root may.</summary>
    public static async Task MakeDeviceAsync(string path, int minor)
    {
        Skip.Unless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can make devices.");
        Skip.Unless(await TryRunAsync("mknod", path, "c", "1", $"{minor}"), "Not even root can make devices here.");
    }

    private static async Task RunAsync(string program, params string[] arguments) =>
        await Assert.That(await TryRunAsync(program, arguments)).IsTrue();

    private static async Task<bool> TryRunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}

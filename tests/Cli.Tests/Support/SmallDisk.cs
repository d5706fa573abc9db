namespace Cli.Tests.Support;

/// <summary>A file system of 256 KB over a folder, for tests of full disks and of such as can't be written to. Needs the right to mount.</summary>
public static class SmallDisk
{
    /// <summary>Runs a test with such a file system in place of the root's <c>output/</c>; where none can be mounted, the test is skipped.</summary>
    public static async Task AsOutputAsync(TemporaryRoot root, Func<Task> test)
    {
        var folder = root.Path("output");
        Directory.CreateDirectory(folder);
        Skip.Unless(await TryMountAsync(folder), "A small disk can't be mounted here.");
        try
        {
            await test();
        }
        finally
        {
            await UnmountAsync(folder);
        }
    }

    public static async Task<bool> TryMountAsync(string folder)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return false;
        }

        using var mount = RunningProcess.Start("/bin/sh", folder, [], "-c", $"mount -t tmpfs -o size=256k tmpfs '{folder}'");
        return (await mount.EndAsync()).ExitCode == 0;
    }

    /// <summary>Lets nobody write to it, or everybody again.</summary>
    public static async Task RemountAsync(string folder, bool isReadOnly)
    {
        using var mount = RunningProcess.Start("/bin/sh", "/", [], "-c", $"mount -o remount,{(isReadOnly ? "ro" : "rw")} '{folder}'");
        var outcome = await mount.EndAsync();
        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
    }

    public static async Task UnmountAsync(string folder)
    {
        using var unmount = RunningProcess.Start("/bin/sh", "/", [], "-c", $"umount '{folder}'");
        await unmount.EndAsync();
    }
}

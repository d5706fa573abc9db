namespace Cli.Tests.Support;

/// <summary>Runs programs as a user whom permissions hold for, also where the tests run as root.</summary>
public static class OrdinaryUser
{
    private const string Nobody = "65534";

    /// <summary>Whether that can be done here: the program has to lie where everybody may read it.</summary>
    public static async Task<bool> CanRunAsync(string program)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        if (!Environment.IsPrivilegedProcess)
        {
            return true;
        }

        using var test = RunningProcess.Start("/bin/sh", "/", [], "-c", $"command -v setpriv >/dev/null && setpriv --reuid={Nobody} --regid={Nobody} --clear-groups test -x '{program}'");
        return (await test.EndAsync()).ExitCode == 0;
    }

    /// <summary>Lets the user write to a file or a folder, or nobody.</summary>
    public static Task AllowWritingAsync(string path, bool isAllowed) => ChangeModeAsync(path, isAllowed ? "u+w" : "a-w");

    /// <summary>Changes what may be done with a file or a folder, as chmod does.</summary>
    public static async Task ChangeModeAsync(string path, string mode)
    {
        using var change = RunningProcess.Start("/bin/sh", "/", [], "-c", $"chmod {mode} '{path}'");
        var outcome = await change.EndAsync();
        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
    }

    /// <summary>Runs a program to its end in a root that is the user's own.</summary>
    public static async Task<Outcome> RunAsync(string program, TemporaryRoot root, params string[] arguments)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            using var plain = RunningProcess.Start(program, root.Folder, [], arguments);
            return await plain.EndAsync();
        }

        using (var give = RunningProcess.Start("/bin/sh", "/", [], "-c", $"chown -R {Nobody}:{Nobody} '{root.Folder}'"))
        {
            await give.EndAsync();
        }

        using var running = RunningProcess.Start(
            "setpriv", root.Folder, [], [$"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", program, .. arguments]);
        return await running.EndAsync();
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using IntegrationFramework;

namespace TestHost;

/// <summary>Takes its process with it, after a page of records.</summary>
[Integration]
public sealed partial class Crasher(CrasherSettings settings) : Integration<Line>
{
    private const int Records = 2000;

    protected override async IAsyncEnumerable<Line> FetchAsync(RunContext run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; i < Records; i++)
        {
            yield return new Line($"{i}");
        }

        await Task.Yield();
        if (settings.Signal == 0)
        {
            Environment.FailFast("the crasher gives up");
        }

        _ = Kill(Environment.ProcessId, settings.Signal);
        Thread.Sleep(Timeout.Infinite);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}

public sealed record CrasherSettings
{
    /// <summary>The signal that it gets; 0: the runtime ends it.</summary>
    public int Signal { get; init; }
}

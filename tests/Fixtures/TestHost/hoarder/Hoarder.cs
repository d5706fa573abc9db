using System.Runtime.CompilerServices;
using IntegrationFramework;

namespace TestHost;

/// <summary>Keeps everything in memory that it fetches.</summary>
[Integration]
public sealed partial class Hoarder : Integration<Line>
{
    protected override async IAsyncEnumerable<Line> FetchAsync(RunContext run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var kept = new List<byte[]>();
        while (kept.Count < 1000)
        {
            kept.Add(new byte[1024 * 1024]);
            yield return new Line($"{kept.Count} MB");
            await Task.Yield();
        }
    }
}

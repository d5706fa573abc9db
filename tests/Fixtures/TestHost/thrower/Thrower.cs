using IntegrationFramework;

namespace TestHost;

/// <summary>Fails.</summary>
[Integration]
public sealed partial class Thrower : Integration<Line>
{
    protected override async IAsyncEnumerable<Line> FetchAsync(
        RunContext run, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        yield return new Line("one");
        throw new InvalidOperationException("the source is gone");
    }
}

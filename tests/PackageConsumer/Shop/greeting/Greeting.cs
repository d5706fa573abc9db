using System.Runtime.CompilerServices;
using IntegrationFramework;

namespace Shop.Greeting;

/// <summary>An integration that comes in a package.</summary>
[Integration]
public sealed partial class Greeting(GreetingSettings settings) : Integration<Line>
{
    protected override async IAsyncEnumerable<Line> FetchAsync(RunContext run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        yield return new Line(settings.Message);
    }
}

public sealed record GreetingSettings
{
    public required string Message { get; init; }
}

public sealed record Line(string Text);

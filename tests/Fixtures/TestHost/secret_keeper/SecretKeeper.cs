using IntegrationFramework;
using Microsoft.Extensions.Logging;

namespace TestHost;

/// <summary>Does with its secret all that one must not do.</summary>
[Integration]
public sealed partial class SecretKeeper(SecretKeeperSettings settings, ILogger logger, SupportManager support) : Integration<Line>
{
    protected override IAsyncEnumerable<Line> FetchAsync(RunContext run, CancellationToken cancellationToken) =>
        Indiscretion.CommitAsync(settings.ApiKey, logger, support, run, cancellationToken);
}

public sealed record SecretKeeperSettings
{
    public required Secret ApiKey { get; init; }
}

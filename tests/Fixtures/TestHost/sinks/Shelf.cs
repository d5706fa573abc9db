using IntegrationFramework;

namespace TestHost;

/// <summary>
/// A receiver that puts what comes under a token in the place of what came under it before: each token is a file. Beside them it
/// writes down what arrives, in the order of its arrival.
/// </summary>
[Sink("shelf")]
public sealed class Shelf(ShelfSettings settings) : Sink
{
    protected override ValueTask OpenAsync(SinkContext run, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(settings.Path.FullPath)!);
        return ValueTask.CompletedTask;
    }

    protected override async Task DeliverAsync(DeliveryPage page, CancellationToken cancellationToken)
    {
        await File.AppendAllLinesAsync($"{settings.Path.FullPath}.arrivals", [$"{page.Token} {page.IdempotencyKey}"], cancellationToken);
        var file = $"{settings.Path.FullPath}.{page.Token}";
        await File.WriteAllBytesAsync($"{file}.tmp", page.JsonLines.ToArray(), cancellationToken);
        File.Move($"{file}.tmp", file, overwrite: true);
        if (page.Token.IsLast)
        {
            for (var beyond = page.Token.Page + 1; File.Exists($"{settings.Path.FullPath}.{page.Token.Commit}.{beyond}"); beyond++)
            {
                File.Delete($"{settings.Path.FullPath}.{page.Token.Commit}.{beyond}");
            }
        }
    }
}

public sealed record ShelfSettings
{
    public required OutputPath Path { get; init; }
}

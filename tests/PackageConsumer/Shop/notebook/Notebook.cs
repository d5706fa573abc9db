using IntegrationFramework;

namespace Shop.Notebook;

/// <summary>A sink that comes in a package: adds each page to a text file, once for each token.</summary>
[Sink("notebook")]
public sealed class Notebook(NotebookSettings settings) : Sink
{
    protected override async Task DeliverAsync(DeliveryPage page, CancellationToken cancellationToken)
    {
        var file = settings.Path.FullPath;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var text = File.Exists(file) ? await File.ReadAllTextAsync(file, cancellationToken) : "";
        if (!text.Contains(page.IdempotencyKey, StringComparison.Ordinal))
        {
            await File.AppendAllTextAsync(file, $"{page.IdempotencyKey}\n{System.Text.Encoding.UTF8.GetString(page.JsonLines.Span)}", cancellationToken);
        }
    }
}

public sealed record NotebookSettings
{
    public required OutputPath Path { get; init; }
}

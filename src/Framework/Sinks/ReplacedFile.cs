using IntegrationFramework.IO;

namespace IntegrationFramework.Sinks;

/// <summary>A file that takes the place of an older one when it is whole.</summary>
internal sealed class ReplacedFile(string path) : OutputTarget
{
    private AtomicFile? _file;

    public override string Name => $"'{path}'";

    public override CommitOrder CommitOrder => CommitOrder.Replacement;

    private AtomicFile File => _file ?? throw new InvalidOperationException("The file was not opened.");

    public override void Open() => _file = AtomicFile.Create(path);

    public override void Write(ReadOnlySpan<byte> bytes) => File.Stream.Write(bytes);

    public override ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        ((FileStream)File.Stream).Flush(flushToDisk: true);
        return ValueTask.CompletedTask;
    }

    public override ValueTask CommitAsync() => File.CommitAsync();

    public override ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;
}

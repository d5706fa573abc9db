using IntegrationFramework.IO;

namespace IntegrationFramework.Sinks;

/// <summary>A file that takes the place of an older one when it is whole.</summary>
internal sealed class ReplacedFile(string path) : OutputTarget
{
    private AtomicFile? _file;

    public override string Name => $"'{path}'";

    public override CommitOrder CommitOrder => CommitOrder.Replacement;

    private AtomicFile File => _file ?? throw new InvalidOperationException("The file was not opened.");

    public override void Begin(DeliveryReceipt? last) => _file = AtomicFile.Create(path);

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        FaultPoint.Before("write to the temporary file");
        File.Stream.Write(bytes);
        FaultPoint.After("write to the temporary file");
    }

    public override ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        FaultPoint.Before("first flush of the temporary file");
        File.FlushToDisk();
        FaultPoint.After("first flush of the temporary file");
        return ValueTask.CompletedTask;
    }

    public override ValueTask CommitAsync() => File.CommitAsync();

    public override ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;
}

using IntegrationFramework.IO;

namespace IntegrationFramework.Sinks;

/// <summary>
/// A file that grows by all records of a run at once. They are gathered beside it and added at the end, when all of them are there. Should
/// that fail, the file is cut back to where it ended before, and only if nothing but this run's bytes follow; where the process was ended,
/// by the next run.
/// </summary>
/// <param name="path">Where it is.</param>
/// <param name="locks">The folder of the locks that keep two runs from adding to it at once.</param>
internal sealed class AppendedFile(string path, string locks) : OutputTarget
{
    /// <summary>Where the file is, or will be, once this is begun.</summary>
    private string _target = "";

    private FileStream? _spool;
    private FileLock? _lock;
    private FileAddition? _addition;
    private byte[] _head = [];
    private bool _overwrites;
    private bool _existed;
    private string? _warning;

    public override string Name => $"'{path}'";

    public override CommitOrder CommitOrder => CommitOrder.Addition;

    public override bool KeepsReceipts => true;

    public override ReadOnlyMemory<byte> Head => _head;

    public override string? Position => _addition?.Position;

    private FileStream Spool => _spool ?? throw new InvalidOperationException("The file was not opened.");

    public override string? Warning => _warning;

    public override void Begin(DeliveryReceipt? last)
    {
        _target = AppendableFile.TargetOf(path);
        var folder = Path.GetDirectoryName(_target)!;
        Folder.Make(folder);
        FileKinds.RequireFile(path);
        _existed = File.Exists(_target);
        var place = last is { IsOpen: true } ? FilePosition.Parse(last.Position) : default;
        if (place.Offset > (_existed ? new FileInfo(_target).Length : 0))
        {
            _warning = $"a run was interrupted while it added to {Name}, which was moved away or cut since. What that run had added may still stand at the end of what was moved: look there, lest it counts twice.";
        }

        if (_existed)
        {
            // Only for now: others may add to it while this run gathers its records.
            using var turn = AppendLock.Take(locks, path);

            // Opened for writing, so that a file that can't be written is found out before anything is fetched.
            using var file = AppendableFile.Open(_target, FileMode.Open);
            if (last is { IsOpen: true })
            {
                AppendableFile.CutBack(
                    file, Name, place, "Take out what that run added, then move the file away, run this again, and put both together; or leave it away.");
            }

            _head = AppendableFile.HeadOf(file);
        }

        _spool = AnonymousFile.Create(folder);
    }

    public override void OverwriteExisting() => _overwrites = true;

    public override async ValueTask RewriteAsync(Action<Stream, Stream> rewrite, CancellationToken cancellationToken)
    {
        using var turn = AppendLock.Take(locks, path);
        await using (var file = AppendableFile.Open(_target, FileMode.Open))
        {
            await RewrittenFile.RewriteAsync(_target, file, rewrite, cancellationToken).ConfigureAwait(false);
        }

        await using var rewritten = AppendableFile.Open(_target, FileMode.Open);
        _head = AppendableFile.HeadOf(rewritten);
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        FaultPoint.Before("write to the spool");
        Spool.Write(bytes);
        FaultPoint.After("write to the spool");
    }

    public override void EndRecords()
    {
        if (Spool.Length > 0)
        {
            _lock = AppendLock.Take(locks, path);
            FaultPoint.Before("open of the appended file");
            _addition = new FileAddition(_target, OpenAsItWas(), Spool, _existed, _overwrites);
            FaultPoint.After("open of the appended file");
        }
    }

    public override ValueTask PrepareAsync(CancellationToken cancellationToken) => _addition?.AddAsync(cancellationToken) ?? ValueTask.CompletedTask;

    public override ValueTask CommitAsync()
    {
        _addition?.Commit();
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        using (_lock)
        {
            _spool?.Dispose();
            _addition?.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Opens the file to add to it. What was gathered goes on behind what it held when the run began: a CSV file's header may be a part of that.</summary>
    /// <exception cref="SinkException">It begins otherwise now.</exception>
    private FileStream OpenAsItWas()
    {
        FileStream? file = null;
        try
        {
            file = AppendableFile.Open(_target, _head.Length == 0 ? FileMode.OpenOrCreate : FileMode.Open);
            if (AppendableFile.HeadOf(file, Math.Max(_head.Length, 1)).AsSpan().SequenceEqual(_head))
            {
                return file;
            }
        }
        catch (FileNotFoundException)
        {
            // What there is to say of it is the same.
        }

        file?.Dispose();
        throw AppendableFile.MovedAway(Name, "Run it again: it is added to as it is then, or begun.");
    }
}

using IntegrationFramework.IO;

namespace IntegrationFramework.Sinks;

/// <summary>What the files have in common that records are added to.</summary>
internal static class AppendableFile
{
    /// <summary>Opens it for reading and writing, while others may read it, move it away or delete it.</summary>
    public static FileStream Open(string path, FileMode mode) => new(path, new FileStreamOptions
    {
        Mode = mode,
        Access = FileAccess.ReadWrite,
        Share = FileShare.Read | FileShare.Delete,
        BufferSize = 0,
    });

    /// <summary>Where it is made if it isn't there: a symbolic link that leads to nothing is followed, as where a file is replaced.</summary>
    public static string TargetOf(string path) =>
        FileKinds.Of(path) == FileKind.None && File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;

    /// <summary>Its first bytes; afterwards it is at its beginning.</summary>
    public static byte[] HeadOf(FileStream file, long length = FilePosition.FingerprintLength)
    {
        var head = new byte[Math.Min(length, file.Length)];
        file.Position = 0;
        file.ReadExactly(head);
        file.Position = 0;
        return head;
    }

    /// <summary>Whether what is before a place ends its line.</summary>
    public static bool EndsWithNewLine(FileStream file, long offset)
    {
        Span<byte> last = stackalloc byte[1];
        return RandomAccess.Read(file.SafeFileHandle, last, offset - 1) == 1 && last[0] == '\n';
    }

    /// <summary>Cuts off what a run whose process was ended has added behind its last commit.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="position">Where it ended then.</param>
    /// <param name="advice">What to do where something else has changed it since, a sentence.</param>
    /// <exception cref="SinkException">Something else has changed it since.</exception>
    public static void CutBack(FileStream file, string name, FilePosition position, string advice)
    {
        if (file.Length <= position.Offset)
        {
            return;
        }

        if (!position.IsIn(file.SafeFileHandle) || file.Length > position.End)
        {
            throw new SinkException(
                $"the file {name}", "a run was interrupted while it added to it, and since then something else has changed it, so it's unclear what to cut off", advice);
        }

        FaultPoint.Before("return to the last commit of the file");
        file.SetLength(position.Offset);
        file.Flush(flushToDisk: true);
        FaultPoint.After("return to the last commit of the file");
    }

    /// <summary>Takes out what a run has added; what somebody else has added behind it stays.</summary>
    /// <param name="file">The file.</param>
    /// <param name="from">Where it begins.</param>
    /// <param name="to">Where it ends.</param>
    public static void TakeOut(FileStream file, long from, long to)
    {
        var behind = new byte[Math.Max(0, file.Length - to)];
        if (behind.Length > 0)
        {
            file.Position = to;
            file.ReadExactly(behind);
            file.Position = from;
            file.Write(behind);
        }

        file.SetLength(from + behind.Length);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Tells that another file, or none, is where it was when the run began.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="advice">What to do, a sentence.</param>
    public static SinkException MovedAway(string name, string advice) =>
        new($"the file {name}", "while this ran something else has moved it away, or has written it anew", advice);
}

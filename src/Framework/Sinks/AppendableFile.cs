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

    /// <summary>Tells that another file, or none, is where it was when the run began.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="advice">What to do, a sentence.</param>
    public static SinkException MovedAway(string name, string advice) =>
        new($"the file {name}", "while this ran something else has moved it away, or has written it anew", advice);
}

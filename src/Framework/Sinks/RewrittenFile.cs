using IntegrationFramework.IO;

namespace IntegrationFramework.Sinks;

/// <summary>A file that something else is made of, which takes its place whole or not at all.</summary>
internal static class RewrittenFile
{
    /// <param name="path">The file.</param>
    /// <param name="file">The same, open at its beginning.</param>
    /// <param name="rewrite">Reads the one, and writes the other.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SinkException">Something else has written to it meanwhile: it is as that left it.</exception>
    public static async ValueTask RewriteAsync(string path, FileStream file, Action<Stream, Stream> rewrite, CancellationToken cancellationToken)
    {
        await using var rewritten = AtomicFile.Create(path);
        var length = file.Length;
        FaultPoint.Before("rewriting of the file");
        rewrite(file, rewritten.Stream);
        FaultPoint.After("rewriting of the file");
        if (file.Length != length)
        {
            throw new SinkException(
                $"the file '{path}'", "while it was given new columns something else has written to it", "Run it again: what stands there then is given them.");
        }

        await rewritten.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}

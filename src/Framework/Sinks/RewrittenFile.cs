using IntegrationFramework.IO;

namespace IntegrationFramework.Sinks;

/// <summary>A file that something else is made of, which takes its place whole or not at all.</summary>
internal static class RewrittenFile
{
    /// <param name="path">The file.</param>
    /// <param name="file">The same, open at its beginning.</param>
    /// <param name="rewrite">Reads the one, and writes the other.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async ValueTask RewriteAsync(string path, FileStream file, Action<Stream, Stream> rewrite, CancellationToken cancellationToken)
    {
        await using var rewritten = AtomicFile.Create(path);
        FaultPoint.Before("rewriting of the file");
        rewrite(file, rewritten.Stream);
        FaultPoint.After("rewriting of the file");
        await rewritten.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}

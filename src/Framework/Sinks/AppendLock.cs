using System.IO.Hashing;
using System.Text;
using IntegrationFramework.Configuration;
using IntegrationFramework.IO;

namespace IntegrationFramework.Sinks;

/// <summary>
/// Lets one run of a root at a time add to a file, whatever the process. Two that did would write to the same place. <c>ifw validate</c> finds
/// integrations that share a file, and a batch doesn't start them, but nothing else keeps two commands apart.
/// </summary>
internal static class AppendLock
{
    /// <param name="folder">Where locks are kept; it is made where it is missing.</param>
    /// <param name="path">The file that is added to.</param>
    /// <exception cref="SinkException">Another run has it.</exception>
    public static FileLock Take(string folder, string path)
    {
        Folder.Make(folder);
        var file = Path.Combine(folder, $"{Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(RealPath.OrWritten(path))))}.lock");
        try
        {
            return FileLock.TryTake(file)
                ?? throw new SinkException(
                    $"the file '{path}'", "another run is adding to it", "Run it again when that has ended, or let each integration write a file of its own.");
        }
        catch (UnauthorizedAccessException error)
        {
            throw new SinkException(
                $"the file '{path}'",
                $"its lock '{file}' can't be opened by this user, so it's unclear whether another run is adding to it",
                "Let this user read the lock and write to its folder, or remove the lock while nothing runs.",
                error);
        }
    }
}

using System.Globalization;
using IntegrationFramework.IO;

namespace IntegrationFramework.Running;

/// <summary>
/// The places of a concurrency group, shared by all processes on a root: a place is an exclusive operating-system lock on a file,
/// which the kernel frees whatever happens to the process.
/// </summary>
internal sealed class GroupSlots(string root, TimeProvider time, Func<double> random)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(250);

    private readonly string _folder = Path.Combine(root, "cache", "locks", "groups");

    /// <summary>Waits for a place. Disposing the result gives it back.</summary>
    public async Task<IDisposable> TakeAsync(string group, int limit, CancellationToken cancellationToken)
    {
        var wait = ShortestWait;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryTake(group, limit) is { } place)
            {
                return place;
            }

            // Jittered, so that processes that wait together don't knock together.
            await Task.Delay(wait * (0.5 + random()), time, cancellationToken).ConfigureAwait(false);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    /// <summary>Takes a place, if one is free.</summary>
    public IDisposable? TryTake(string group, int limit)
    {
        Folder.Make(_folder);
        for (var slot = 0; slot < limit; slot++)
        {
            if (TryTakeSlot(group, slot) is { } place)
            {
                return place;
            }
        }

        return null;
    }

    // Its file is never deleted: whoever waits for the deleted file would hold a lock that nobody else sees.
    private FileLock? TryTakeSlot(string group, int slot) =>
        FileLock.TryTake(Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{Uri.EscapeDataString(group)}.{slot}.lock")));
}
